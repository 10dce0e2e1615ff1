"""What the desks and the visitor's pages read: who waits, whose conversations these are, how the shift stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from chat.actions import queue
from chat.models import CannedAnswer, Conversation, OverloadSwitch, Presence, Transfer
from chat.policies import is_offered, may_answer
from chat.rules import OFFER
from chat.states import State, TransferState
from chat.waiting import is_reachable
from figures import queries as figures
from helpline.accounts.models import User
from helpline.contacts.states import ContactState
from helpline.programmes.models import Channel, Programme

#: what ended and was not registered is shown this long; then it stands among the unfinished contacts
RECENT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the line. place: 1 is next; 0 for a practice conversation, which stands in no line.

    Places count those who can be reached; who cannot has the place that coming back gives.
    """

    conversation: Conversation
    place: int
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

    waiting: everybody in the line, also who cannot be reached. longest_since: of those who can. switch: whether a lead
    closed the door, and what is read there meanwhile.
    """

    programme: Programme
    waiting: list[Waiting]
    training: list[Waiting]
    colleagues: list[Colleague]
    going_on: list[Conversation]
    longest_since: datetime | None
    switch: OverloadSwitch
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


def own(user: User) -> list[Conversation]:
    """The conversations this person is the counsellor of and that go on, the first begun first."""
    return list(
        Conversation.objects.filter(counsellor=user, state__in=queue.BUSY)
        .select_related("programme", "contact")
        .order_by("answered_at", "pk")
    )


def at_hand(user: User, now: datetime | None = None) -> list[Conversation]:
    """The conversations of this person that go on, and those that ended lately and wait for their registration.

    The first begun first. One question: a chat that ends meanwhile is among them once, either way.
    """
    since = (now or timezone.now()) - RECENT
    to_register = Q(state=State.ENDED, ended_at__gt=since, contact__state=ContactState.TO_REGISTER)
    rows = Conversation.objects.filter(Q(state__in=queue.BUSY) | to_register, counsellor=user)
    return sorted(rows.select_related("programme"), key=_began)


@dataclass(frozen=True, slots=True)
class Offers:
    """The transfers that stand. to_me: this person may accept them now. by_me: may take them back."""

    to_me: list[Transfer]
    by_me: list[Transfer]


def offers(user: User, now: datetime | None = None) -> Offers:
    """What is offered to this person, by name or to everybody of a programme, and what this person offers."""
    since = (now or timezone.now()) - OFFER
    to_me = Q(to_user=user) | Q(to_user__isnull=True)
    standing = list(
        Transfer.objects.filter(to_me | Q(from_user=user), state=TransferState.OFFERED, offered_at__gt=since)
        .select_related("conversation", "from_user", "from_programme", "to_user", "to_programme")
        .order_by("offered_at", "pk")
    )
    return Offers(
        to_me=[offer for offer in standing if is_offered(user, offer)],
        by_me=[offer for offer in standing if offer.from_user_id == user.pk],
    )


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


def board(programmes: Sequence[Programme], now: datetime | None = None) -> list[Board]:
    """How the shift stands in each of these programmes. As many questions for one as for many."""
    now = now or timezone.now()
    live = _live(programmes)
    colleagues = _colleagues(programmes, now)
    switches = {row.programme_id: row for row in OverloadSwitch.objects.filter(programme__in=programmes)}
    return [
        _board(
            programme, live[programme.pk], colleagues[programme.pk],
            switches.get(programme.pk) or OverloadSwitch(programme=programme), now,
        )
        for programme in programmes
    ]  # fmt: skip


def canned_answers(programme: Programme) -> list[CannedAnswer]:
    """The sentences a counsellor can insert, in the programme's order."""
    return list(CannedAnswer.objects.filter(programme=programme).order_by("order", "shortcut"))


def _live(programmes: Sequence[Programme]) -> dict[int, list[Conversation]]:
    """The conversations that have not ended, by programme."""
    found: dict[int, list[Conversation]] = defaultdict(list)
    ours = {programme.pk: programme for programme in programmes}
    rows = Conversation.objects.filter(programme__in=programmes, state__in=(State.WAITING, *queue.BUSY))
    for row in rows.select_related("counsellor"):
        row.programme = ours[row.programme_id]
        found[row.programme_id].append(row)
    return found


def _colleagues(programmes: Sequence[Programme], now: datetime) -> dict[int, list[Colleague]]:
    """Who is there in each programme, and who said to be available; by name."""
    found: dict[int, list[Colleague]] = defaultdict(list)
    rows = Presence.objects.filter(Q(available=True) | Q(leased_until__gt=now), programme__in=programmes)
    rows = rows.filter(user__is_active=True).select_related("user").order_by("user__name", "pk")
    User.look_up_roles([row.user for row in rows])
    loads = queue.loads([row.user_id for row in rows])
    ours = {programme.pk: programme for programme in programmes}
    for row in rows:
        if may_answer(row.user, ours[row.programme_id]):
            found[row.programme_id].append(_colleague(row, loads.get(row.user_id, 0), now))
    return found


def _colleague(row: Presence, load: int, now: datetime) -> Colleague:
    return Colleague(
        user_id=row.user_id,
        name=row.user.name,
        available=row.available,
        on_break=row.on_break,
        after_heavy=row.on_break and row.after_heavy,
        there=row.leased_until is not None and row.leased_until > now,
        capacity=row.capacity,
        load=load,
    )


def _began(row: Conversation) -> tuple[datetime, UUID]:
    """An order that stays: a desk's keys go by it."""
    return row.answered_at or row.queued_at, row.pk


def _line(rows: Iterable[Conversation], now: datetime) -> list[Waiting]:
    """Who waits, the longest waiting first."""
    line: list[Waiting] = []
    place = 1
    for row in rows:
        line.append(Waiting(row, place, is_reachable(row.visitor_seen_at, now)))
        place += line[-1].reachable
    return line


def _board(
    programme: Programme,
    live: list[Conversation],
    colleagues: list[Colleague],
    switch: OverloadSwitch,
    now: datetime,
) -> Board:
    waiting = sorted(
        (row for row in live if row.state == State.WAITING), key=lambda row: (row.queued_at, row.pk)
    )
    line = _line((row for row in waiting if not row.training), now)
    today = timezone.localdate(now)
    return Board(
        programme=programme,
        waiting=line,
        training=[Waiting(row, 0, is_reachable(row.visitor_seen_at, now)) for row in waiting if row.training],
        colleagues=colleagues,
        going_on=sorted((row for row in live if row.state in queue.BUSY), key=_began),
        longest_since=next((each.conversation.queued_at for each in line if each.reachable), None),
        switch=switch,
        arrivals={
            code.partition(".")[2]: n
            for code, n in figures.day_counts(programme.slug, "arrivals", today, today).items()
            if code.startswith(f"{Channel.CHAT}.")
        },
    )
