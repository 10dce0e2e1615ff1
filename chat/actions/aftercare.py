"""Around the end: two questions, coming back with words, and deleting everything now."""

from contextlib import suppress
from datetime import datetime

from django.utils import timezone

from chat import log
from chat.actions import door, queue, returning
from chat.actions.deeds import deed
from chat.actions.locks import change, lock_conversation, lock_queue
from chat.actions.talk import finish
from chat.actions.terms import term_end
from chat.errors import (
    CodeUnknown,
    ConversationUnknown,
    DoorClosed,
    SurveyDone,
    TooManyTries,
    UnknownCode,
    WrongState,
)
from chat.models import Conversation, Event, Line
from chat.rules import ABUSE_REFUSAL
from chat.states import MOVES, EndedHow, State, check_move
from figures import counters
from helpline.cases import actions as cases
from helpline.cases import queries as cases_read
from helpline.cases.errors import CaseError
from helpline.cases.errors import TooManyTries as CasesSlowed
from helpline.cases.models import Case
from helpline.contacts import actions as contacts
from helpline.programmes import queries as programmes
from helpline.programmes.models import Channel, Programme
from helpline.vault import actions as vault
from helpline.vault import codes

SURVEY = ("survey_heard", "survey_helped")

#: one for the process and for everybody together: nobody is told apart, so nobody is stored
THROTTLE = codes.CodeThrottle()


def answer_survey(
    *, conversation: Conversation, heard: str = "", helped: str = "", now: datetime | None = None
) -> None:
    """Count the answers to the two questions, once for a conversation; a practice conversation is never counted.

    heard, helped: codes of the lists survey_heard and survey_helped, or empty when skipped. Only the month's counters
    get them: nothing remembers what this visitor answered. Raises UnknownCode, SurveyDone, WrongState.
    """
    given = {key: code for key, code in zip(SURVEY, (heard, helped), strict=True) if code}
    for key, code in given.items():
        if not programmes.code_exists(conversation.programme, key, code):
            raise UnknownCode
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        if conversation.state != State.ENDED or conversation.answered_at is None:
            raise WrongState("the questions come after a conversation")
        if conversation.survey_done:
            raise SurveyDone
        change(conversation, survey_done=True)
        if not conversation.training:
            month = timezone.localdate(done.now).replace(day=1)
            for key, code in given.items():
                counters.count_month(programme=conversation.programme.slug, name=key, month=month, code=code)


def make_return_code(*, conversation: Conversation, now: datetime | None = None) -> str:
    """Five words with which the visitor can come back. They are shown once: only a slow keyed hash is kept.

    A new code takes the place of an older one. The conversation is kept longer from now on, and its key is wrapped
    again for that. Raises ConversationUnknown when it was deleted, WrongState for a practice or abusive one.
    """
    if conversation.training:
        raise WrongState("nobody comes back to a practice conversation")
    code = codes.make_code()
    hashed = codes.slow_hash(code)  # slow on purpose: before the locks
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        if conversation.data_key_id is None:
            raise ConversationUnknown
        if conversation.ended_how == EndedHow.ABUSE:
            raise WrongState("an abusive conversation is not continued")
        expires_at = term_end(conversation.ended_at or done.now, has_code=True)
        vault.extend(conversation.data_key_id, expires_at=expires_at, now=done.now)
        change(conversation, return_code_hash=hashed, expires_at=expires_at)
    return code


def come_back(*, code: str, programme: Programme, now: datetime | None = None) -> Conversation:
    """Open the conversation that belongs to a return code: in the line as it is now, with all that was said before.

    programme: where the code was typed. A conversation that was handed to another programme opens there: lead the
    visitor to the programme of what is returned. It is a new attempt at the door, and so a new contact: the earlier
    one is registered, or still to be. The browser that had the conversation before has it no longer.
    Raises CodeUnknown, TooManyTries, DoorClosed (recorded).
    """
    now = now or timezone.now()
    if not THROTTLE.take(now):
        raise TooManyTries
    normal = codes.normalise(code)
    if normal is None:
        raise CodeUnknown
    found = _by_code(codes.slow_hash(normal), now)
    case = cases_read.case_of(found.contact_id, now=now) if found.contact_id else None
    reason = ""
    with deed(now) as done:
        conversation = lock_conversation(found.pk)
        programme = conversation.programme
        if not _opens(conversation, now) or conversation.data_key_id is None:
            raise CodeUnknown
        if conversation.state != State.ENDED:
            # another device of the same person: it gets the conversation, the first one loses it
            change(conversation, epoch=conversation.epoch + 1)
            returning.back(conversation, done)
            done.tell(conversation)
            return conversation
        (switch,) = lock_queue(programme.pk)
        reason = door.obstacle(programme, switch, scripted=conversation.scripted, now=now)
        contact = contacts.open_attempt(
            programme=programme, channel=Channel.CHAT, language=conversation.language, now=now
        )
        if reason:
            contacts.close_attempt(contact=contact, outcome=door.OUTCOMES[reason], now=now)
        else:
            check_move(MOVES, conversation.state, State.WAITING)
            expires_at = term_end(now, has_code=True)
            vault.extend(conversation.data_key_id, expires_at=expires_at, now=now)
            change(
                conversation,
                state=State.WAITING,
                ended_how="",
                contact=contact,
                counsellor=None,
                queued_at=now,
                answered_at=None,
                opened_at=None,
                ended_at=None,
                expires_at=expires_at,
                visitor_seen_at=now,
                epoch=conversation.epoch + 1,
                came_back=conversation.came_back + 1,
                last_entry_told=False,
            )
            log.notice(conversation.pk, "came_back", line=Line.ASIDE, now=now)
            log.notice(conversation.pk, "waiting", now=now)
            queue.fill(programme, done)
            done.tell(conversation)
    if reason:
        raise DoorClosed(reason, door.opens_again(programme, reason, now))
    conversation.refresh_from_db()
    # the same person, by a code: what they began in a case goes on in it
    if case is not None:
        _link(conversation, case, now)
    return conversation


def begin_in_case(
    *, code: str, programme: Programme, language: str, now: datetime | None = None
) -> Conversation:
    """Begin a conversation with the return code of a case: its contact belongs to that case.

    A code that opens is as good as a proof of work. Raises CodeUnknown, TooManyTries, DoorClosed (recorded).
    """
    now = now or timezone.now()
    try:
        case = cases_read.by_code(code, programme, now=now)
    except CasesSlowed:
        raise TooManyTries from None
    if case is None:
        raise CodeUnknown
    conversation = door.knock(
        programme=programme, language=language, pre_chat={}, scripted=True, proof=True, now=now
    )
    _link(conversation, case, now)
    return conversation


def _link(conversation: Conversation, case: Case, now: datetime) -> None:
    """Let the conversation's contact belong to a case, and the desks see it. A case that is gone links nothing."""
    if conversation.contact is None:
        return
    with suppress(CaseError):
        cases.link(contact=conversation.contact, case=case, by=None, by_code=True, now=now)
    with deed(now) as done:
        done.tell(lock_conversation(conversation.pk))


def delete_now(*, conversation: Conversation, now: datetime | None = None) -> Conversation:
    """Destroy what was said, at once and for everybody. The counsellor's screen is told; the contact keeps its codes.

    The key goes first and the entries with it, the return code, and what was answered before the chat. The emptied row
    stays for its term, so that the counsellor sees what happened. Deleting twice deletes once.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        if conversation.data_key_id is not None:
            vault.shred(conversation.data_key_id)
            conversation.refresh_from_db(fields=["data_key"])
        Event.objects.filter(conversation=conversation).delete()
        change(
            conversation,
            epoch=conversation.epoch + 1,
            head=0,
            aside_head=0,
            visitor_delivered=0,
            visitor_read=0,
            staff_delivered=0,
            staff_read=0,
            pre_chat={},
            return_code_hash=None,
        )
        if conversation.state == State.ENDED:
            change(conversation, ended_how=EndedHow.DELETED)
            done.tell(conversation)
        else:
            finish(conversation, EndedHow.DELETED, done)
        done.note("chat.deleted_by_visitor", conversation.programme)
    return conversation


def _by_code(hashed: str, now: datetime) -> Conversation:
    found = Conversation.objects.filter(return_code_hash=hashed).first()
    if found is None or not _opens(found, now):
        raise CodeUnknown
    return found


def _opens(conversation: Conversation, now: datetime) -> bool:
    """Whether a conversation may be opened with its code: within its term, and not refused."""
    refused = (
        conversation.ended_how == EndedHow.ABUSE
        and conversation.ended_at is not None
        and now < conversation.ended_at + ABUSE_REFUSAL
    )
    return now < conversation.expires_at and not refused
