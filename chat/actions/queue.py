"""The queue: who is next, how long it takes, and giving conversations to counsellors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from chat import log, waiting
from chat.actions import keep, leases
from chat.actions.deeds import Deed, deed
from chat.actions.locks import change, lock_conversation, lock_queue
from chat.errors import WrongState
from chat.models import Conversation, Presence
from chat.policies import check, may_answer, may_lead
from chat.rules import HANDLING_SAMPLE, REACHABLE
from chat.states import MOVES, State, check_move
from helpline.accounts.models import User
from helpline.pieces import Pieces
from helpline.programmes.models import Programme

BUSY = (State.TALKING, State.GRACE)


def in_line(programme: Programme) -> QuerySet[Conversation]:
    """Who waits, the longest waiting first. Practice conversations stand in no line."""
    return Conversation.objects.filter(programme=programme, state=State.WAITING, training=False).order_by(
        "queued_at", "pk"
    )


def reachable(programme: Programme, now: datetime) -> QuerySet[Conversation]:
    """Who waits and gave a sign of life lately. Only these are counted and given to somebody.

    Who closed the browser keeps the place for half an hour, but is in nobody's way meanwhile.
    """
    return in_line(programme).filter(visitor_seen_at__gt=now - REACHABLE)


def place(conversation: Conversation, now: datetime) -> int:
    """The place among those who can be reached, 1 for the next; 0 for a conversation that does not wait in the line.

    For somebody who cannot be reached it is the place that coming back gives.
    """
    if conversation.state != State.WAITING or conversation.training:
        return 0
    line = reachable(conversation.programme, now)
    before = line.filter(queued_at__lt=conversation.queued_at).count()
    together = line.filter(queued_at=conversation.queued_at, pk__lt=conversation.pk).count()
    return before + together + 1


def expected_wait(programme: Programme, place: int, now: datetime) -> timedelta | None:
    """How long the visitor at this place will probably wait; None when that cannot be told honestly."""
    counsellors = desks(programme, now)
    return waiting.expected_wait(
        place,
        handling_times(programme),
        capacity=sum(desk.capacity for desk in counsellors),
        room=sum(desk.room for desk in counsellors),
    )


def handling_times(programme: Programme) -> list[timedelta]:
    """How long the most recent answered conversations took."""
    recent = (
        Conversation.objects.filter(
            programme=programme,
            training=False,
            state=State.ENDED,
            answered_at__isnull=False,
            ended_at__isnull=False,
        )
        .order_by("-ended_at")
        .values_list("answered_at", "ended_at")[:HANDLING_SAMPLE]
    )
    return [ended_at - answered_at for answered_at, ended_at in recent if answered_at and ended_at]


def present(programme: Programme, now: datetime) -> QuerySet[Presence]:
    """The counsellors who said to be available in this programme and whose lease proves that they are there."""
    return Presence.objects.filter(
        programme=programme, available=True, on_break=False, leased_until__gt=now, user__is_active=True
    )


def desks(programme: Programme, now: datetime) -> list[waiting.Desk[User]]:
    """The counsellors who are present, each with room said and conversations on hand in all programmes together."""
    rows = list(present(programme, now).select_related("user").order_by("pk"))
    users = [row.user_id for row in rows]
    at_hand, since = loads(users), last_given(users)
    return [
        waiting.Desk(row.user, row.capacity, at_hand.get(row.user_id, 0), since.get(row.user_id))
        for row in rows
        if may_answer(row.user, programme)
    ]


def loads(users: Sequence[int]) -> dict[int, int]:
    """How many conversations these people have at hand, in all programmes together; practice is not counted."""
    at_hand = Conversation.objects.filter(counsellor__in=users, state__in=BUSY, training=False)
    return dict(at_hand.order_by().values_list("counsellor").annotate(n=Count("pk")))


def last_given(users: Sequence[int]) -> dict[int, datetime]:
    """When these people were last given a visitor."""
    given = Conversation.objects.filter(counsellor__in=users, training=False, answered_at__isnull=False)
    return dict(given.order_by().values_list("counsellor").annotate(last=Max("answered_at")))


def fill(programme: Programme, done: Deed, round_: Pieces | None = None) -> list[Conversation]:
    """Give the longest waiting to the freest counsellors until one of both runs out. The queue must be locked.

    A visitor who gave no sign of life for a while keeps the place, but is passed over: nobody would answer.
    One that cannot be given is left where it is, so that it stands in nobody's way. round_: told of those.
    """
    round_ = round_ or Pieces("chat_queue")
    # the rows of these counsellors in all programmes: another programme's queue must not fill the same room
    users = present(programme, done.now).values("user_id")
    leases.lock(users)
    counsellors = desks(programme, done.now)
    given: list[Conversation] = []
    for conversation_id in _takable(programme, done.now):
        desk = waiting.freest(counsellors)
        if desk is None:
            break
        with round_.alone():
            with done.attempt():
                conversation = _lock_waiting(conversation_id)
                if conversation is None:
                    continue
                give(conversation, desk.who, done)
            counsellors.remove(desk)
            counsellors.append(waiting.Desk(desk.who, desk.capacity, desk.load + 1, done.now))
            given.append(conversation)
    return given


def give(conversation: Conversation, user: User, done: Deed, *, by: User | None = None) -> None:
    """Make this person the counsellor of a locked conversation. by: who chose so; None for the system."""
    check_move(MOVES, conversation.state, State.TALKING)
    first = conversation.answered_at is None
    change(
        conversation,
        state=State.TALKING,
        counsellor=user,
        answered_at=conversation.answered_at or done.now,
        opened_at=None,
        grace_until=None,
    )
    keep.answered(conversation, user, done.now)
    # that somebody is there is said when they look (`talk.opened`), and not before
    log.notice(conversation.pk, "assigned", again=not first, now=done.now)
    leases.ensure(user, conversation.programme, done.now)
    done.note("chat.assigned", conversation.programme, by=by, about=user, training=conversation.training)
    done.tell(conversation)


def assign_next(*, programme: Programme, user: User, now: datetime | None = None) -> Conversation | None:
    """Take the longest waiting visitor by hand, also beyond the room said. None when nobody can be reached."""
    check(may_answer(user, programme))
    with deed(now or timezone.now()) as done:
        lock_queue(programme.pk)
        for conversation_id in _takable(programme, done.now):
            conversation = _lock_waiting(conversation_id)
            if conversation is not None:
                give(conversation, user, done, by=user)
                return conversation
    return None


def pick(*, conversation: Conversation, by: User, now: datetime | None = None) -> Conversation:
    """Take one waiting conversation out of its turn: for a shift lead, and for anybody who answers a practice one.

    Raises NotAllowed, WrongState.
    """
    with deed(now or timezone.now()) as done:
        conversation = lock_conversation(conversation.pk)
        programme = conversation.programme
        check(may_lead(by, programme) or (conversation.training and may_answer(by, programme)))
        if conversation.state != State.WAITING:
            raise WrongState("somebody was first")
        give(conversation, by, done, by=by)
    return conversation


def assign_all(*, now: datetime | None = None) -> int:
    """Fill all room there is, in every programme where somebody waits; return how many were given."""
    now = now or timezone.now()
    in_wait = Conversation.objects.filter(state=State.WAITING, training=False).order_by()
    given, round_ = 0, Pieces("chat_queue")
    for programme in Programme.objects.filter(pk__in=in_wait.values("programme")).order_by("pk"):
        if present(programme, now).exists():
            with round_.alone(), deed(now) as done:
                lock_queue(programme.pk)
                given += len(fill(programme, done, round_))
    round_.tell()
    return given


def _takable(programme: Programme, now: datetime) -> Sequence[UUID]:
    return list(reachable(programme, now).values_list("pk", flat=True))


def _lock_waiting(conversation_id: UUID) -> Conversation | None:
    """Lock a conversation of a locked queue that was seen waiting; None when it does not wait any more."""
    return (
        Conversation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "contact")
        .filter(pk=conversation_id, state=State.WAITING)
        .first()
    )
