"""Handing a conversation to a colleague or to the other programme: warm, and never half.

The visitor stays with the first counsellor until somebody has read the note and accepts. An offer that nobody accepts
in time returns by itself; a colleague who drops out after accepting gives it back on asking. The contact stays one.
"""

from datetime import datetime
from uuid import uuid4

from django.utils import timezone

from chat import log
from chat.actions import keep, leases, queue
from chat.actions.deeds import Deed, deed
from chat.actions.locks import change, lock_conversation
from chat.actions.offers import open_offer, settle
from chat.errors import NotAllowed, OfferOpen, VisitorNotAsked, WrongState
from chat.models import Conversation, Line, Sender, Transfer
from chat.policies import check, is_offered, may_answer, may_lead, may_write
from chat.rules import OFFER
from chat.states import MOVES, TRANSFER_MOVES, State, TransferState, check_move
from helpline.accounts.models import User
from helpline.drafts import guarding
from helpline.pieces import Pieces
from helpline.programmes.models import Programme


def offer(
    *,
    conversation: Conversation,
    by: User,
    to_user: User | None = None,
    to_programme: Programme | None = None,
    note: str = "",
    note_reason: str = "",
    visitor_agreed: bool = False,
    now: datetime | None = None,
) -> Transfer:
    """Offer a conversation to one colleague, or to whoever answers in a programme. The note goes on the staff's line.

    What in the note could identify somebody is masked; note_reason: one of the guard's reasons, with which it stays.

    visitor_agreed: the visitor was asked; needed for another programme, because that is another helpline.
    Raises NotAllowed, OfferOpen, VisitorNotAsked, WrongState, and TooLong for the note.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        target = to_programme or conversation.programme
        check(may_write(by, conversation))
        check(to_user != by and (to_user is None or may_answer(to_user, target)))
        if conversation.state not in queue.BUSY:
            raise WrongState("only a conversation that goes on can be offered")
        if target.pk != conversation.programme_id and not visitor_agreed:
            raise VisitorNotAsked
        if open_offer(conversation) is not None:
            raise OfferOpen
        told = guarding.judged(note.strip(), note_reason)
        if told.text:
            log.append(
                conversation_id=conversation.pk,
                sender=Sender.COUNSELLOR,
                staff_id=by.pk,
                line=Line.ASIDE,
                body=told.text,
                client_id=str(uuid4()),
                now=done.now,
            )
        transfer = Transfer.objects.create(
            conversation=conversation,
            from_user=by,
            from_programme=conversation.programme,
            to_user=to_user,
            to_programme=target,
            offered_at=done.now,
        )
        _aside(conversation, "transfer_offered", done)
        for kind in told.overridden:
            done.note("guard.overridden", conversation.programme, by=by, kind=str(kind))
        done.note("chat.transfer_offered", conversation.programme, by=by, about=to_user, to=target.slug)
        done.tell(conversation, target)
    return transfer


def accept(*, transfer: Transfer, by: User, now: datetime | None = None) -> Conversation:
    """Take over the conversation that is offered: from this moment it is yours, and the visitor is told.

    Raises NotAllowed, and WrongState when the offer does not stand any more.
    """
    with deed(now or timezone.now()) as done:
        conversation, transfer = _lock(transfer)
        check(is_offered(by, transfer))
        if done.now >= transfer.offered_at + OFFER:
            raise WrongState("the offer has expired")
        settle(transfer, TransferState.ACCEPTED, done.now)
        _move(conversation, by, transfer.to_programme, done, by=by)
        done.note("chat.transfer_accepted", transfer.to_programme, by=by, about=transfer.from_user)
        if transfer.from_programme_id != transfer.to_programme_id:
            queue.fill(transfer.from_programme, done)
        queue.fill(transfer.to_programme, done)
        done.tell(conversation, transfer.from_programme)
    return conversation


def decline(*, transfer: Transfer, by: User, now: datetime | None = None) -> None:
    """Say no to an offer made to you by name. One made to a whole programme waits for the next colleague.

    Raises NotAllowed, and WrongState when the offer does not stand any more.
    """
    with deed(now or timezone.now()) as done:
        conversation, transfer = _lock(transfer)
        check(transfer.to_user_id == by.pk)
        settle(transfer, TransferState.DECLINED, done.now)
        _aside(conversation, "transfer_declined", done)
        done.note("chat.transfer_declined", transfer.to_programme, by=by, about=transfer.from_user)
        done.tell(conversation, transfer.to_programme)


def take_back(*, transfer: Transfer, by: User, now: datetime | None = None) -> Conversation:
    """Take a conversation back: always while the offer stands, and after it when the colleague has dropped out.

    Whoever asks for what is already theirs gets it: after a decline, an expired offer, or when the visitor has left
    meanwhile, the conversation simply stays with the first counsellor, to be registered.
    Raises NotAllowed, and WrongState while a colleague who accepted is talking.
    """
    with deed(now or timezone.now()) as done:
        conversation, transfer = _lock(transfer)
        check(transfer.from_user_id == by.pk or may_lead(by, transfer.from_programme))
        if transfer.state == TransferState.OFFERED:
            settle(transfer, TransferState.TAKEN_BACK, done.now)
            if conversation.state != State.ENDED:
                _aside(conversation, "transfer_taken_back", done)
        elif transfer.state == TransferState.ACCEPTED:
            check_move(TRANSFER_MOVES, transfer.state, TransferState.TAKEN_BACK)
            if conversation.state not in {State.GRACE, State.WAITING} or not _is_latest(transfer):
                raise WrongState("the colleague has the conversation")
            check(may_answer(transfer.from_user, transfer.from_programme))
            settle(transfer, TransferState.TAKEN_BACK, done.now)
            _move(conversation, transfer.from_user, transfer.from_programme, done, by=by)
        elif conversation.counsellor_id != transfer.from_user_id:
            raise WrongState("the conversation has moved on")
        done.note("chat.transfer_taken_back", transfer.from_programme, by=by)
        done.tell(conversation, transfer.to_programme, transfer.from_programme)
    return conversation


def expire(*, now: datetime | None = None) -> int:
    """Return the offers that nobody accepted in time to their counsellors; return how many."""
    now = now or timezone.now()
    late = Transfer.objects.filter(state=TransferState.OFFERED, offered_at__lte=now - OFFER).order_by("pk")
    expired, round_ = 0, Pieces("chat_offers")
    for standing in late:
        with round_.alone(), deed(now) as done:
            conversation, transfer = _lock(standing)
            if transfer.state == TransferState.OFFERED:
                settle(transfer, TransferState.EXPIRED, now)
                _aside(conversation, "transfer_expired", done)
                done.tell(conversation, transfer.to_programme)
                expired += 1
    round_.tell()
    return expired


def _lock(transfer: Transfer) -> tuple[Conversation, Transfer]:
    """Lock the conversation of a transfer with the queues of both programmes, and read the transfer again."""
    conversation = lock_conversation(
        transfer.conversation_id, transfer.from_programme_id, transfer.to_programme_id
    )
    current = (
        Transfer.objects.select_related("from_user", "from_programme", "to_user", "to_programme")
        .filter(pk=transfer.pk)
        .first()
    )
    if current is None:
        raise NotAllowed
    return conversation, current


def _is_latest(transfer: Transfer) -> bool:
    return not Transfer.objects.filter(conversation=transfer.conversation_id, pk__gt=transfer.pk).exists()


def _move(
    conversation: Conversation, to_user: User, to_programme: Programme, done: Deed, *, by: User
) -> None:
    check_move(MOVES, conversation.state, State.TALKING)
    moved = conversation.programme_id != to_programme.pk
    change(
        conversation,
        state=State.TALKING,
        counsellor=to_user,
        programme=to_programme,
        opened_at=done.now,
        grace_until=None,
    )
    keep.handed(conversation, to_user=to_user, to_programme=to_programme, by=by, now=done.now)
    leases.ensure(to_user, to_programme, done.now)
    params: dict[str, str | int] = {"programme": to_programme.slug} if moved else {}
    log.notice(conversation.pk, "transferred", line=Line.MAIN, now=done.now, **params)


def _aside(conversation: Conversation, code: str, done: Deed) -> None:
    log.notice(conversation.pk, code, line=Line.ASIDE, now=done.now)
