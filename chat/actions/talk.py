"""The conversation itself, from the first look of its counsellor to its end."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from chat import log
from chat.actions import keep, queue
from chat.actions.deeds import Deed, deed
from chat.actions.locks import change, lock_conversation
from chat.actions.offers import expire_offers
from chat.actions.terms import term_end
from chat.models import Conversation, EventKind, Sender
from chat.policies import check, is_counsellor, may_lead, may_write
from chat.states import MOVES, EndedHow, State, check_move
from helpline.accounts.models import User
from helpline.contacts.states import Outcome
from helpline.vault import actions as vault

#: what the log says at the end, by how it came; a conversation that is deleted has no log left to say it in
LAST_WORDS: Mapping[str, str] = {
    EndedHow.BY_VISITOR: "ended_by_visitor",
    EndedHow.LEFT_QUICKLY: "left_quickly",
    EndedHow.LEFT_WAITING: "left",
    EndedHow.FADED: "left",
    EndedHow.BY_COUNSELLOR: "ended_by_helpline",
    EndedHow.ABUSE: "ended_by_helpline",
    EndedHow.UNANSWERED: "ended_by_helpline",
}


def opened(*, conversation: Conversation, by: User, now: datetime | None = None) -> None:
    """The counsellor looks at the conversation that was assigned: the alert for it ends, and the visitor is told.

    The first look tells it, once for each time that the conversation is given to somebody.
    """
    if conversation.counsellor_id != by.pk or conversation.opened_at is not None:
        return
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        if conversation.counsellor_id == by.pk and conversation.opened_at is None:
            change(conversation, opened_at=done.now)
            if conversation.state == State.TALKING:
                log.notice(conversation.pk, "joined", now=done.now)
            done.tell(conversation)


def send_panel(
    *, conversation: Conversation, by: User, client_id: str = "", now: datetime | None = None
) -> log.Appended:
    """Show the visitor the panel for immediate danger, in the conversation. A repeated client id sends it once."""
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        check(may_write(by, conversation))
        appended = log.append(
            conversation_id=conversation.pk,
            sender=Sender.COUNSELLOR,
            staff_id=by.pk,
            kind=EventKind.DANGER_PANEL,
            body="danger",
            client_id=client_id or str(uuid4()),
            now=done.now,
        )
        if not appended.repeated:
            done.note("chat.panel_sent", conversation.programme, by=by)
    return appended


def end(
    *, conversation: Conversation, by: User | None = None, how: str = "", now: datetime | None = None
) -> Conversation:
    """End a conversation: by its counsellor or a shift lead, or (by=None) by the visitor. Ending twice ends once.

    how: an EndedHow; by default what fits who ends it. Raises NotAllowed.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        if by is not None:
            check(is_counsellor(by, conversation) or may_lead(by, conversation.programme))
        if conversation.state != State.ENDED:
            finish(conversation, EndedHow(how) if how else _how(conversation, by), done, by=by)
    return conversation


def leave_quickly(*, conversation: Conversation, now: datetime | None = None) -> Conversation:
    """The visitor used the quick exit: end the chat and tell the counsellor so."""
    return end(conversation=conversation, how=EndedHow.LEFT_QUICKLY, now=now)


def refuse_abusive(*, conversation: Conversation, by: User, now: datetime | None = None) -> Conversation:
    """End an abusive conversation. Its return code is refused for a day; nothing about a person is kept."""
    return end(conversation=conversation, by=by, how=EndedHow.ABUSE, now=now)


def finish(
    conversation: Conversation,
    how: EndedHow,
    done: Deed,
    *,
    by: User | None = None,
    outcome: Outcome = Outcome.LEFT_WAITING,
) -> None:
    """End a locked conversation in a deed: its term begins, its contact goes on to registration, its room is free.

    outcome: what the attempt is counted as when nobody ever answered it.
    """
    check_move(MOVES, conversation.state, State.ENDED)
    expire_offers(conversation, done.now)
    expires_at = term_end(done.now, has_code=conversation.return_code_hash is not None)
    change(
        conversation,
        state=State.ENDED,
        ended_how=how,
        ended_at=done.now,
        grace_until=None,
        expires_at=expires_at,
    )
    if how in LAST_WORDS:
        log.notice(conversation.pk, LAST_WORDS[how], now=done.now)
        if conversation.data_key_id is not None:
            vault.extend(conversation.data_key_id, expires_at=expires_at, now=done.now)
    queue.fill(conversation.programme, done)
    keep.over(conversation, unanswered=outcome, now=done.now)
    if by is not None:
        done.note("chat.ended", conversation.programme, by=by, how=str(how))
    done.tell(conversation)


def _how(conversation: Conversation, by: User | None) -> EndedHow:
    if by is not None:
        return EndedHow.BY_COUNSELLOR
    return EndedHow.BY_VISITOR if conversation.answered_at is not None else EndedHow.LEFT_WAITING
