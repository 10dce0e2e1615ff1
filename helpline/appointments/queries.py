"""Reading slots and appointments: what is free, what is booked, and what a therapist may see of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import ROLE_PERMISSIONS
from helpline.appointments import terms
from helpline.appointments.models import Appointment, Practice, Series, Service, Slot, SlotState
from helpline.appointments.policies import BOOK, OWN, may_see, owns
from helpline.appointments.states import HOLDING, AppointmentState
from helpline.programmes.hours import AMSTERDAM
from helpline.programmes.models import Programme
from helpline.programmes.queries import Kept

WEEK = timedelta(days=7)
WEEKEND = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week view with its free slots, in order of time."""

    date: date
    slots: Sequence[Slot]
    is_today: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of free slots. earlier, later: the Mondays to go to; None where nothing can be booked."""

    days: Sequence[Day]
    earlier: date | None
    later: date | None
    next_free: date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is free in it."""
        return not any(day.slots for day in self.days)


@dataclass(frozen=True, slots=True)
class OwnSlot:
    """A slot as its therapist sees it: a time, and a state in a code. Nothing of who has the appointment.

    state: "free", "paused", "booked", or what was reported. code: "waiting", "used" or "over", "" without one.
    """

    slot: Slot
    state: str
    code: str
    can_report: bool
    can_cancel: bool


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line on the counsellor's desk: an appointment of today or tomorrow that this person booked."""

    starts_at: datetime
    address: str
    state: str


def programmes_on(user: User, permission: str = BOOK) -> list[Programme]:
    """The programmes that make appointments and in which this person may do it, in their order."""
    on = Service.objects.filter(is_on=True).values("programme")
    return list(user.programmes_with(permission).filter(pk__in=on))


def _read_on() -> frozenset[int]:
    return frozenset(Service.objects.filter(is_on=True).values_list("programme", flat=True))


_on = Kept(_read_on)


def switched_on() -> frozenset[int]:
    """The programmes that make appointments, as of a few seconds ago: for lists, which ask it in every row."""
    return _on.get()


def forget() -> None:
    """Read anew at the next question."""
    _on.forget()


def is_on(programme: Programme) -> bool:
    """Whether this programme makes appointments."""
    return Service.objects.filter(programme=programme, is_on=True).exists()


def is_known(programme: Programme) -> bool:
    """Whether it makes appointments, or still has some from before it was switched off."""
    return is_on(programme) or Appointment.objects.filter(programme=programme).exists()


def free_slots(programme: Programme, now: datetime) -> QuerySet[Slot]:
    """What can be booked now."""
    held = Appointment.objects.filter(slot=OuterRef("pk"), state__in=HOLDING)
    return (
        Slot.objects.filter(
            ~Exists(held), programme=programme, state=SlotState.OPEN, starts_at__gte=now + terms.NOTICE
        )
        .filter(_still_theirs())
        .select_related("therapist")
        .order_by("starts_at", "pk")
    )


def _still_theirs() -> Exists:
    """Whose therapist is one of the programme still: hours of who left are offered to nobody."""
    roles = [role for role, permissions in ROLE_PERMISSIONS.items() if OWN in permissions]
    return Exists(
        Membership.objects.filter(
            user=OuterRef("therapist"),
            user__is_active=True,
            programme=OuterRef("programme"),
            role__in=roles,
        )
    )


def week(programme: Programme, monday: date, now: datetime) -> Week:
    """The free slots of the week that begins on this Monday. Days of the weekend are there when they have some."""
    first = datetime.combine(monday, datetime.min.time(), tzinfo=AMSTERDAM)
    last = datetime.combine(monday + WEEK, datetime.min.time(), tzinfo=AMSTERDAM)
    free = free_slots(programme, now)
    by_day: dict[date, list[Slot]] = {}
    for slot in free.filter(starts_at__gte=first, starts_at__lt=last):
        by_day.setdefault(slot.starts_at.astimezone(AMSTERDAM).date(), []).append(slot)
    today = timezone.localdate(now)
    days = [monday + timedelta(days=n) for n in range(7)]
    after = free.filter(starts_at__gte=last).values_list("starts_at", flat=True).first()
    return Week(
        days=[
            Day(day, by_day.get(day, []), day == today)
            for day in days
            if day.weekday() < WEEKEND or day in by_day
        ],
        earlier=monday - WEEK if monday > monday_of(today) else None,
        later=monday + WEEK if monday + WEEK <= today + timedelta(days=366) else None,
        next_free=monday_of(after.astimezone(AMSTERDAM).date()) if after else None,
    )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def find_slot(slot_id: UUID) -> Slot | None:
    """A slot by its number."""
    return Slot.objects.select_related("programme", "therapist").filter(pk=slot_id).first()


def find_appointment(user: User, appointment_id: UUID) -> Appointment | None:
    """An appointment that this person may see from the helpline's side; else None."""
    found = (
        Appointment.objects.select_related(
            "programme", "slot", "slot__therapist", "booked_by", "case", "contact"
        )
        .filter(pk=appointment_id)
        .first()
    )
    return found if found is not None and may_see(user, found) else None


def booked(user: User, now: datetime) -> tuple[list[Appointment], list[Appointment]]:
    """The appointments of this person's programmes: those to come, soonest first, and those past, latest first."""
    rows = Appointment.objects.filter(programme__in=user.programmes_with(BOOK)).select_related(
        "programme", "slot", "slot__therapist", "booked_by"
    )
    coming = rows.filter(slot__ends_at__gt=now).order_by("slot__starts_at", "pk")
    past = rows.filter(slot__ends_at__lte=now).order_by("-slot__starts_at", "pk")[:100]
    return list(coming), list(past)


def own_slots(therapist: User, now: datetime) -> tuple[list[OwnSlot], list[OwnSlot]]:
    """A therapist's slots: those to come, soonest first, and those past of which something may be told."""
    held = Prefetch(
        "appointments",
        queryset=Appointment.objects.filter(state__in=HOLDING).only(
            "slot", "state", "words_hash", "code_ends_at"
        ),
        to_attr="held",
    )
    rows = (
        Slot.objects.filter(therapist=therapist, programme__in=therapist.programmes_with(OWN))
        .exclude(state=SlotState.WITHDRAWN)
        .select_related("programme", "therapist")
        .prefetch_related(held)
    )
    coming = [_own(slot, now) for slot in rows.filter(ends_at__gt=now).order_by("starts_at")]
    over = [_own(slot, now) for slot in rows.filter(ends_at__lte=now).order_by("-starts_at")]
    return coming, [each for each in over if each.state not in ("free", "paused")]


def _own(slot: Slot, now: datetime) -> OwnSlot:
    held: list[Appointment] = slot.held  # type: ignore[attr-defined]
    if not held:
        return OwnSlot(slot, "paused" if slot.state == SlotState.PAUSED else "free", "", False, False)
    appointment = held[0]
    state = appointment.state
    has_begun = now >= slot.starts_at - terms.EARLY
    return OwnSlot(
        slot,
        state,
        _code_state(appointment, now),
        can_report=has_begun,
        can_cancel=state == AppointmentState.BOOKED and now < slot.starts_at,
    )


def _code_state(appointment: Appointment, now: datetime) -> str:
    if appointment.state in (AppointmentState.ATTENDED, AppointmentState.STARTED):
        return "used"
    return "waiting" if appointment.words_hash and now < appointment.code_ends_at else "over"


def own_appointment(therapist: User, slot_id: UUID) -> Appointment | None:
    """The appointment in a slot of this therapist, to report on; None when there is none."""
    found = (
        Appointment.objects.select_related("slot", "programme")
        .filter(slot=slot_id, state__in=HOLDING)
        .first()
    )
    return found if found is not None and owns(therapist, found.slot) else None


def own_series(therapist: User, now: datetime) -> list[Series]:
    """A therapist's weekly series that have not ended, by weekday and hour."""
    rows = Series.objects.filter(therapist=therapist, programme__in=therapist.programmes_with(OWN))
    today = timezone.localdate(now)
    return [
        series
        for series in rows.select_related("programme").order_by("weekday", "at")
        if series.until_date is None or series.until_date > today
    ]


def number_of(therapist: User) -> str:
    """The number at which this therapist is called; "" when none is known."""
    found = Practice.objects.filter(therapist=therapist).values_list("number", flat=True).first()
    return found or ""


def for_desk(user: User, now: datetime) -> list[DeskLine]:
    """The appointments of the coming two days that this person booked: to know, not to do anything about."""
    rows = Appointment.objects.filter(
        booked_by=user,
        programme__in=user.programmes_with(BOOK),
        slot__ends_at__gt=now,
        slot__starts_at__lt=now + timedelta(days=2),
    ).select_related("slot")
    return [
        DeskLine(
            row.slot.starts_at, reverse("appointments_staff:show", args=[row.pk]), row.get_state_display()
        )
        for row in rows.order_by("slot__starts_at")
    ]
