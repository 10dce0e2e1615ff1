"""Presence: there is who said to be available *and* whose lease runs. Dropping out costs no visitor a place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from chat import log
from chat.actions import leases, queue
from chat.actions.deeds import Deed, deed
from chat.actions.locks import change, lock_conversation, lock_queue
from chat.actions.offers import expire_offers
from chat.models import Conversation, Presence
from chat.policies import check, may_answer
from chat.rules import GRACE, MAX_CAPACITY
from chat.states import MOVES, State, check_move
from helpline.accounts.models import User
from helpline.pieces import Pieces
from helpline.programmes.models import Programme


def say_available(
    *,
    user: User,
    programme: Programme,
    available: bool = True,
    capacity: int | None = None,
    now: datetime | None = None,
) -> Presence:
    """Say whether visitors of this programme may be given to you, and how many at once. Chats at hand stay yours."""
    check(may_answer(user, programme))
    with deed(now or timezone.now()) as done:
        lock_queue(programme.pk, *(mine.pk for mine in _programmes(user)))
        presence = leases.ensure(user, programme, done.now)
        presence.available, presence.on_break, presence.after_heavy = available, False, False
        if capacity is not None:
            presence.capacity = min(max(capacity, 1), MAX_CAPACITY)
        presence.save(update_fields=["available", "on_break", "after_heavy", "capacity"])
        _lease_and_return(user, done)
        done.note(
            "presence.said",
            programme,
            by=user,
            day_only=False,
            available=available,
            capacity=presence.capacity,
        )
        queue.fill(programme, done)
        done.tell_desks(programme)
    presence.refresh_from_db()
    return presence


def take_break(
    *, user: User, on_break: bool = True, after_heavy: bool = False, now: datetime | None = None
) -> None:
    """Go on a break, in all programmes at once, or come back from it. Chats at hand stay yours.

    after_heavy: it is a moment after a heavy contact, and colleagues see that. It stands in no log.
    """
    with deed(now or timezone.now()) as done:
        programmes = _programmes(user)
        lock_queue(*(programme.pk for programme in programmes))
        leases.lock([user.pk])
        Presence.objects.filter(user=user).update(on_break=on_break, after_heavy=on_break and after_heavy)
        _lease_and_return(user, done)
        for programme in programmes:
            done.note("presence.break", programme, by=user, day_only=False, on=on_break)
            queue.fill(programme, done)
        done.tell_desks(*programmes)


def renew(*, user: User, now: datetime | None = None) -> None:
    """Prove that you are there: the lease runs for a while again. Who comes back within the grace keeps the chats."""
    now = now or timezone.now()
    lapsed = Presence.objects.filter(user=user).exclude(leased_until__gt=now).exists()
    if not lapsed and not _in_grace(user):
        with transaction.atomic():
            leases.lease(user, now)
        return
    with deed(now) as done:
        programmes = _programmes(user)
        lock_queue(*(programme.pk for programme in programmes))
        _lease_and_return(user, done)
        for programme in programmes:
            queue.fill(programme, done)
        done.tell_desks(*programmes)


def sweep(*, now: datetime | None = None) -> None:
    """Let the grace begin where a lease ran out, and put visitors back in the queue where the grace is over."""
    now, round_ = now or timezone.now(), Pieces("chat_presence")
    talking = leases.without_lease(now).filter(state=State.TALKING)
    for conversation_id in list(talking.values_list("pk", flat=True)):
        with round_.alone(), deed(now) as done:
            conversation = lock_conversation(conversation_id)
            if conversation.state == State.TALKING and _is_alone(conversation, now):
                change(conversation, state=State.GRACE, grace_until=now + GRACE)
                log.notice(conversation.pk, "counsellor_away", now=now)
                done.tell(conversation)
    over = leases.without_lease(now).filter(state=State.GRACE, grace_until__lte=now)
    for conversation_id in list(over.values_list("pk", flat=True)):
        with round_.alone(), deed(now) as done:
            conversation = lock_conversation(conversation_id)
            if conversation.state == State.GRACE and _is_alone(conversation, now):
                _back_in_queue(conversation, done)
    round_.tell()


def sign_off_the_absent(*, now: datetime | None = None) -> None:
    """Forget that somebody said to be available whose lease ran out a grace ago.

    A desk that is opened the next morning must not be given a visitor before its counsellor has said a word.
    """
    now = now or timezone.now()
    Presence.objects.filter(available=True, leased_until__lte=now - GRACE).update(available=False)


def _is_alone(conversation: Conversation, now: datetime) -> bool:
    return conversation.counsellor is not None and not leases.is_there(conversation.counsellor, now)


def _back_in_queue(conversation: Conversation, done: Deed) -> None:
    check_move(MOVES, conversation.state, State.WAITING)
    was = conversation.counsellor
    expire_offers(conversation, done.now)
    change(conversation, state=State.WAITING, counsellor=None, grace_until=None, opened_at=None)
    log.notice(conversation.pk, "back_in_queue", now=done.now)
    done.note("chat.back_in_queue", conversation.programme, about=was)
    queue.fill(conversation.programme, done)
    done.tell(conversation)


def _programmes(user: User) -> list[Programme]:
    """The programmes in which this person said something or has chats."""
    present = Presence.objects.filter(user=user).values("programme_id")
    talking = Conversation.objects.filter(counsellor=user, state__in=queue.BUSY).values("programme_id")
    return list(Programme.objects.filter(pk__in=present.union(talking)).order_by("pk"))


def _in_grace(user: User) -> bool:
    return Conversation.objects.filter(counsellor=user, state=State.GRACE).exists()


def _lease_and_return(user: User, done: Deed) -> None:
    leases.lease(user, done.now)
    mine = Conversation.objects.filter(counsellor=user, state=State.GRACE)
    for conversation_id in list(mine.values_list("pk", flat=True)):
        conversation = lock_conversation(conversation_id)
        if conversation.state == State.GRACE and conversation.counsellor_id == user.pk:
            change(conversation, state=State.TALKING, grace_until=None)
            log.notice(conversation.pk, "counsellor_back", now=done.now)
            done.tell(conversation)
