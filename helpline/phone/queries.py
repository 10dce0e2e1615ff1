"""What the desk reads of calls: who waits, who is there, what goes on, and what was missed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from figures import queries as figures
from helpline.accounts.models import User
from helpline.phone import line, policies
from helpline.phone.account import account
from helpline.phone.actions import calls, recording
from helpline.phone.models import (
    Call,
    Handover,
    Leg,
    LegState,
    OfferState,
    OutsideDesk,
    PhonePresence,
)
from helpline.phone.outcome import CAUSES, Outcome, Stage, outcome
from helpline.phone.rules import OFFER
from helpline.programmes.models import Channel, Programme


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits on the phone. place: 1 is next."""

    call_id: str
    programme: str
    place: int
    since: datetime
    language: str
    came_back: bool
    tried_before: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who answers calls. there: the page is open. busy: in a call, or about to be."""

    user_id: int
    name: str
    available: bool
    there: bool
    busy: bool
    device: str


@dataclass(frozen=True, slots=True)
class PhoneBoard:
    """How the phone of one programme stands now.

    missed: today's missed calls by cause, in the order of `outcome.CAUSES`, only causes that there are; calls that are
    over and not counted yet are among them. offered: today's calls of which it is known whether they were answered;
    answered: those that were, also while they go on.
    """

    programme: Programme
    waiting: list[Waiting]
    colleagues: list[Colleague]
    longest_since: datetime | None
    missed: dict[str, int]
    offered: int
    answered: int


def is_on() -> bool:
    """Whether there is an account, real or simulated."""
    return account() is not None


def is_simulated() -> bool:
    """Whether the simulator plays the provider."""
    found = account()
    return found is not None and found.simulated


def waiting(programme: Programme, now: datetime | None = None) -> list[Waiting]:
    """Who waits, the longest waiting first."""
    now = now or timezone.now()
    return [
        Waiting(
            call_id=str(call.pk),
            programme=programme.slug,
            place=place,
            since=call.queued_at or call.arrived_at,
            language=call.language,
            came_back=has_come_back(call),
            tried_before=call.tried_before,
        )
        for place, call in enumerate(line.waiting(programme, now), start=1)
    ]


def own(user: User) -> list[Call]:
    """The calls this person has and that go on: one, or none."""
    return list(
        Call.objects.filter(counsellor=user, stage=Stage.TALKING)
        .select_related("programme", "contact", "conversation")
        .order_by("queued_at", "pk")
    )


def current_leg(user: User, now: datetime | None = None) -> Leg | None:
    """The leg on which this person is in a call, or about to be."""
    return calls.current_leg(user, now or timezone.now())


def legs_in(call: Call) -> list[Leg]:
    """Who else is in a call: counsellors and other organisations, those who came first first."""
    return list(
        Leg.objects.filter(call=call).exclude(state=LegState.ENDED).select_related("user").order_by("made_at")
    )


def has_come_back(call: Call) -> bool:
    """Whether the caller keyed in a code, of a conversation or of a case."""
    return call.conversation_id is not None or call.case_id is not None


def colleagues(programme: Programme, now: datetime | None = None) -> list[Colleague]:
    """Who answers calls of a programme, or said so and lost the connection; by name."""
    now = now or timezone.now()
    rows = PhonePresence.objects.filter(programme=programme, available=True, user__is_active=True)
    rows = rows.select_related("user").order_by("user__name", "pk")
    busy = set(
        Leg.objects.filter(user__in=[row.user_id for row in rows], state=LegState.LIVE).values_list(
            "user_id", flat=True
        )
    )
    return [
        Colleague(
            user_id=row.user_id,
            name=row.user.name,
            available=row.available,
            there=row.leased_until is not None and row.leased_until > now,
            busy=row.user_id in busy,
            device=row.device,
        )
        for row in rows
    ]


def presence_of(user: User) -> list[PhonePresence]:
    """What this person said about being there for calls, by programme."""
    return list(
        PhonePresence.objects.filter(user=user).select_related("programme").order_by("programme__order")
    )


def offers_to(user: User, now: datetime | None = None) -> list[Handover]:
    """The calls that are offered to this person: by name, or to everybody of a programme."""
    standing = _standing(now).filter(Q(to_user=user) | Q(to_user__isnull=True))
    return [offer for offer in standing if policies.is_offered(user, offer)]


def offers_from(user: User, now: datetime | None = None) -> list[Handover]:
    """The offers this person made that stand, and may be taken back."""
    return list(_standing(now).filter(from_user=user))


def outside_desks(programme: Programme) -> list[OutsideDesk]:
    """The organisations that may be asked to join a call."""
    return list(OutsideDesk.objects.filter(programme=programme, active=True).order_by("order", "name"))


def board(programmes: Sequence[Programme], now: datetime | None = None) -> list[PhoneBoard]:
    """How the phone stands in each of these programmes."""
    now = now or timezone.now()
    return [_board(programme, now) for programme in programmes]


def today(programme: Programme, now: datetime | None = None) -> dict[Outcome, int]:
    """What became of today's calls that are over: those that are counted, and those that will be in a moment."""
    now = now or timezone.now()
    day = timezone.localdate(now)
    counted = figures.day_counts(programme.slug, "arrivals", day, day)
    found = {each: counted.get(f"{Channel.PHONE}.{each}", 0) for each in Outcome}
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    pending = Call.objects.filter(
        programme=programme, arrived_at__gte=midnight, arrived_at__lt=midnight + timedelta(days=1)
    )
    # an answered call is counted when its contact is opened, every other one when it is finalised
    for call in pending.filter(stage=Stage.ENDED, contact__isnull=True):
        found[outcome(recording.read(call))] += 1
    return found


def _board(programme: Programme, now: datetime) -> PhoneBoard:
    who_waits = waiting(programme, now)
    found = today(programme, now)
    return PhoneBoard(
        programme=programme,
        waiting=who_waits,
        colleagues=colleagues(programme, now),
        longest_since=who_waits[0].since if who_waits else None,
        missed={str(cause): found[cause] for cause in CAUSES if found[cause]},
        offered=sum(found.values()),
        answered=found[Outcome.ANSWERED],
    )


def _standing(now: datetime | None) -> QuerySet[Handover]:
    since = (now or timezone.now()) - OFFER
    return (
        Handover.objects.filter(state=OfferState.OFFERED, offered_at__gt=since, call__stage=Stage.TALKING)
        .select_related("call__programme", "from_user", "to_user")
        .order_by("offered_at", "pk")
    )
