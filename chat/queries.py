"""What the desks and the visitor's pages read: who waits, whose conversations these are, how the shift stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from chat.actions import queue
from chat.models import CannedAnswer, Conversation, OverloadSwitch, Presence, Transfer
from chat.policies import is_offered, may_answer
from chat.rules import OFFER
from chat.states import State, TransferState
from chat.waiting import is_reachable
from figures import queries as figures
from helpline.accounts.models import User
from helpline.programmes.models import Channel, Programme

#: the list of one's own ended conversations goes back this far
RECENT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line. place: 1 is next; 0 for a practice conversation, which stands in no line.

    Places count those who can be reached; who cannot has the place that coming back gives.
    """

    conversation_id: UUID
    programme: str
    place: int
    since: datetime
    language: str
    training: bool
    scripted: bool
    came_back: bool
    #: was in conversation before: the counsellor dropped out
    was_answered: bool
    #: gave a sign of life lately; who did not keeps the place, and is not assigned
    reachable: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who is there, or said to be."""

    user_id: int
    name: str
    available: bool
    on_break: bool
    after_heavy: bool
    there: bool
    capacity: int
    load: int


@dataclass(frozen=True, slots=True)
class Board:
    """How the shift of one programme stands now. arrivals: today's attempts by outcome, practice not counted.

    waiting: everybody in the line, also who cannot be reached. longest_since: of those who can.
    """

    programme: Programme
    waiting: list[Waiting]
    training: list[Waiting]
    colleagues: list[Colleague]
    going_on: list[Conversation]
    longest_since: datetime | None
    overload: bool
    max_waiting: int
    arrivals: dict[str, int]

    @property
    def within_reach(self) -> list[Waiting]:
        """Who waits and would answer."""
        return [each for each in self.waiting if each.reachable]

    @property
    def room(self) -> int:
        """How many visitors could be given to somebody now."""
        return sum(
            max(0, colleague.capacity - colleague.load)
            for colleague in self.colleagues
            if colleague.available and colleague.there and not colleague.on_break
        )


def waiting(programme: Programme, now: datetime | None = None) -> list[Waiting]:
    """The line of a programme, the longest waiting first."""
    now = now or timezone.now()
    line: list[Waiting] = []
    place = 1
    for row in queue.in_line(programme):
        line.append(_waiting(row, place, now))
        place += line[-1].reachable
    return line


def training(programme: Programme, now: datetime | None = None) -> list[Waiting]:
    """The practice conversations that wait for somebody to answer them, in a list of their own."""
    now = now or timezone.now()
    rows = Conversation.objects.filter(programme=programme, state=State.WAITING, training=True)
    return [_waiting(row, 0, now) for row in rows.order_by("queued_at", "pk")]


def own(user: User) -> list[Conversation]:
    """The conversations this person is the counsellor of and that go on, the first begun first."""
    return list(
        Conversation.objects.filter(counsellor=user, state__in=queue.BUSY)
        .select_related("programme", "contact")
        .order_by("answered_at", "pk")
    )


def ended(user: User, now: datetime | None = None) -> list[Conversation]:
    """The conversations of this person that ended in the last hours, the last ended first."""
    since = (now or timezone.now()) - RECENT
    return list(
        Conversation.objects.filter(counsellor=user, state=State.ENDED, ended_at__gt=since)
        .select_related("programme", "contact")
        .order_by("-ended_at", "pk")
    )


def offers_to(user: User, now: datetime | None = None) -> list[Transfer]:
    """The offers this person may accept now: by name, or to everybody of a programme."""
    standing = _standing(now).filter(Q(to_user=user) | Q(to_user__isnull=True))
    return [offer for offer in standing if is_offered(user, offer)]


def offers_from(user: User, now: datetime | None = None) -> list[Transfer]:
    """The offers this person made that stand, and may be taken back."""
    return list(_standing(now).filter(from_user=user))


def handed_over(user: User) -> list[Transfer]:
    """What this person handed over and may take back, because the colleague has dropped out since."""
    return list(
        Transfer.objects.filter(
            from_user=user,
            state=TransferState.ACCEPTED,
            conversation__state__in=[State.GRACE, State.WAITING],
        )
        .select_related("conversation", "from_programme", "to_user", "to_programme")
        .order_by("-pk")
    )


def colleagues(programme: Programme, now: datetime | None = None) -> list[Colleague]:
    """Who is there in a programme, and who said to be available; by name."""
    now = now or timezone.now()
    rows = Presence.objects.filter(Q(available=True) | Q(leased_until__gt=now), programme=programme)
    rows = rows.filter(user__is_active=True).select_related("user").order_by("user__name", "pk")
    loads = queue.loads([row.user_id for row in rows])
    return [
        Colleague(
            user_id=row.user_id,
            name=row.user.name,
            available=row.available,
            on_break=row.on_break,
            after_heavy=row.on_break and row.after_heavy,
            there=row.leased_until is not None and row.leased_until > now,
            capacity=row.capacity,
            load=loads.get(row.user_id, 0),
        )
        for row in rows
        if may_answer(row.user, programme)
    ]


def board(programmes: Sequence[Programme], now: datetime | None = None) -> list[Board]:
    """How the shift stands in each of these programmes."""
    now = now or timezone.now()
    return [_board(programme, now) for programme in programmes]


def canned_answers(programme: Programme) -> list[CannedAnswer]:
    """The sentences a counsellor can insert, in the programme's order."""
    return list(CannedAnswer.objects.filter(programme=programme).order_by("order", "shortcut"))


def _waiting(row: Conversation, place: int, now: datetime) -> Waiting:
    return Waiting(
        conversation_id=row.pk,
        programme=row.programme.slug,
        place=place,
        since=row.queued_at,
        language=row.language,
        training=row.training,
        scripted=row.scripted,
        came_back=row.came_back > 0,
        was_answered=row.answered_at is not None,
        reachable=is_reachable(row.visitor_seen_at, now),
    )


def _standing(now: datetime | None) -> QuerySet[Transfer]:
    since = (now or timezone.now()) - OFFER
    return (
        Transfer.objects.filter(state=TransferState.OFFERED, offered_at__gt=since)
        .select_related("conversation", "from_user", "from_programme", "to_user", "to_programme")
        .order_by("offered_at", "pk")
    )


def _board(programme: Programme, now: datetime) -> Board:
    line = waiting(programme, now)
    switch = OverloadSwitch.objects.filter(programme=programme).first() or OverloadSwitch(programme=programme)
    today = timezone.localdate(now)
    return Board(
        programme=programme,
        waiting=line,
        training=training(programme, now),
        colleagues=colleagues(programme, now),
        going_on=list(
            Conversation.objects.filter(programme=programme, state__in=queue.BUSY)
            .select_related("programme", "counsellor")
            .order_by("answered_at", "pk")
        ),
        longest_since=next((each.since for each in line if each.reachable), None),
        overload=switch.on,
        max_waiting=switch.max_waiting,
        arrivals={
            code.partition(".")[2]: n
            for code, n in figures.day_counts(programme.slug, "arrivals", today, today).items()
            if code.startswith(f"{Channel.CHAT}.")
        },
    )
