"""What a shift lead does: read along, whisper, take over, and close the door for a while."""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from chat import log
from chat.actions import keep, leases, queue
from chat.actions.deeds import deed
from chat.actions.locks import change, lock_conversation, lock_queue
from chat.actions.offers import expire_offers
from chat.errors import WrongState
from chat.models import Conversation, Line, OverloadSwitch, Sender
from chat.policies import check, is_counsellor, may_lead, may_whisper
from chat.states import MOVES, State, check_move
from helpline.accounts.models import User
from helpline.drafts import guarding
from helpline.programmes.models import Programme

MOST_WAITING = 200


def read_along(*, conversation: Conversation, by: User, now: datetime | None = None) -> Conversation:
    """Open somebody else's conversation to read it. The counsellor sees that a lead reads along; the visitor was told
    beforehand that this can happen.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        check(may_lead(by, conversation.programme))
        if conversation.counsellor_id != by.pk:
            if conversation.state != State.ENDED:
                log.notice(conversation.pk, "read_along", line=Line.ASIDE, now=done.now, staff=by.pk)
            done.note("chat.read_along", conversation.programme, by=by, about=conversation.counsellor)
            done.tell(conversation)
    return conversation


def whisper(
    *, conversation: Conversation, by: User, body: str, client_id: str = "", now: datetime | None = None
) -> log.Appended:
    """Say something that only staff see: the lead to the counsellor, and the counsellor back.

    What in it could identify somebody is masked; in a whisper nothing stays for any reason.

    Raises NotAllowed, TooLong, ConversationEnded, ClientIdReused.
    """
    check(may_whisper(by, conversation))
    return log.append(
        conversation_id=conversation.pk,
        sender=Sender.COUNSELLOR if is_counsellor(by, conversation) else Sender.LEAD,
        staff_id=by.pk,
        line=Line.ASIDE,
        body=guarding.judged(body).text,
        client_id=client_id or str(uuid4()),
        now=now,
    )


def take_over(*, conversation: Conversation, by: User, now: datetime | None = None) -> Conversation:
    """Become the counsellor of a conversation: of one that goes on, and of one that waits. The visitor is told.

    Raises NotAllowed, WrongState when it has ended.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        check(may_lead(by, conversation.programme))
        if conversation.state == State.WAITING:
            queue.give(conversation, by, done, by=by)
            return conversation
        if conversation.counsellor_id == by.pk:
            return conversation
        if conversation.state == State.ENDED:
            raise WrongState("the conversation has ended")
        check_move(MOVES, conversation.state, State.TALKING)
        was = conversation.counsellor
        expire_offers(conversation, done.now)
        change(conversation, state=State.TALKING, counsellor=by, opened_at=done.now, grace_until=None)
        leases.ensure(by, conversation.programme, done.now)
        log.notice(conversation.pk, "transferred", now=done.now)
        keep.handed(conversation, to_user=by, by=by, now=done.now)
        done.note("chat.taken_over", conversation.programme, by=by, about=was)
        queue.fill(conversation.programme, done)
        done.tell(conversation)
    return conversation


def set_overload(
    *,
    programme: Programme,
    by: User,
    on: bool,
    max_waiting: int | None = None,
    max_waiting_unscripted: int | None = None,
    now: datetime | None = None,
) -> OverloadSwitch:
    """Close the chat's door for newcomers for a while, or open it again; and how many may wait at most.

    Who waits keeps waiting. Attempts at a closed door are counted as overload. Raises NotAllowed.
    """
    check(may_lead(by, programme))
    with deed(now or timezone.now()) as done:
        (switch,) = lock_queue(programme.pk)
        switch.on = on
        if max_waiting is not None:
            switch.max_waiting = min(max(max_waiting, 1), MOST_WAITING)
        if max_waiting_unscripted is not None:
            switch.max_waiting_unscripted = min(max(max_waiting_unscripted, 1), MOST_WAITING)
        switch.save()
        done.note("chat.overload", programme, by=by, day_only=False, on=on, max_waiting=switch.max_waiting)
        done.tell_desks(programme)
    return switch
