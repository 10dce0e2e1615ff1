"""Booking, moving and cancelling an appointment for somebody nobody knows."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.db import IntegrityError, transaction
from django.utils import timezone

from figures import counters
from helpline.accounts.models import User
from helpline.appointments import slots, terms
from helpline.appointments.actions import codes, following
from helpline.appointments.actions.codes import Code, Hashed
from helpline.appointments.actions.service import check_is_on
from helpline.appointments.errors import SlotTaken, TooLate, WrongMove
from helpline.appointments.models import Appointment, Slot, SlotState
from helpline.appointments.policies import owns
from helpline.appointments.states import HOLDING, AppointmentState, CancelledBy, check_move
from helpline.audit import actions as audit
from helpline.cases.models import Case
from helpline.contacts.models import Contact


def book(
    *,
    slot: Slot,
    by: User,
    contact: Contact | None = None,
    case: Case | None = None,
    now: datetime | None = None,
) -> tuple[Appointment, Code]:
    """Give a free slot to the person whom this counsellor speaks; the code is returned this once.

    Raises SlotTaken when a colleague was faster or the therapist withdrew it, TooLate, and NotOffered.
    """
    now = now or timezone.now()
    code, hashed = codes.make()  # slow on purpose: before the transaction
    with transaction.atomic():
        appointment = _place(slot=slot, by=by, hashed=hashed, contact=contact, case=case, now=now)
        following.tell_case(appointment, "booked", by=by, now=now)
        counters.count_day(
            programme=appointment.programme.slug,
            name="appointments",
            day=appointment.planned_on_date,
            code="planned",
        )
        _record("appointment.booked", appointment, by, now)
    return appointment, code


def move(
    *, appointment: Appointment, to: Slot, by: User, now: datetime | None = None
) -> tuple[Appointment, Code]:
    """Cancel it and book another slot, as one step: nobody ends up with none. It was planned once, so it counts once.

    The new appointment has a code of its own. Raises WrongMove, TooLate, SlotTaken and NotOffered.
    """
    now = now or timezone.now()
    code, hashed = codes.make()
    with transaction.atomic():
        old = _lock(appointment)
        _cancel(old, CancelledBy.MOVED, now)
        new = _place(
            slot=to,
            by=by,
            hashed=hashed,
            contact=old.contact,
            case=old.case,
            now=now,
            planned_on_date=old.planned_on_date,
        )
        following.tell_case(new, "moved", by=by, now=now)
        _record("appointment.moved", new, by, now)
    return new, code


@transaction.atomic
def cancel(*, appointment: Appointment, by: User, now: datetime | None = None) -> None:
    """A counsellor cancels. Raises WrongMove, and TooLate once the slot has begun."""
    now = now or timezone.now()
    appointment = _lock(appointment)
    _cancel(appointment, CancelledBy.COUNSELLOR, now)
    following.tell_case(appointment, "cancelled", by=by, now=now)
    _record("appointment.cancelled", appointment, by, now)


@transaction.atomic
def cancel_by_person(*, appointment: Appointment, now: datetime | None = None) -> None:
    """Who holds the code cancels. No audit entry: the log knows nothing of visitors. Raises WrongMove and TooLate."""
    now = now or timezone.now()
    appointment = _lock(appointment)
    _cancel(appointment, CancelledBy.PERSON, now)
    following.tell_case(appointment, "cancelled_by_person", by=None, now=now)


@transaction.atomic
def cancel_by_therapist(*, slot: Slot, therapist: User, now: datetime | None = None) -> None:
    """The therapist cannot be there: the appointment is cancelled and the slot withdrawn.

    The person sees it on the page of the code. Raises WrongMove and TooLate.
    """
    now = now or timezone.now()
    appointment = Appointment.objects.filter(
        slot=slot, slot__therapist=therapist, state=AppointmentState.BOOKED
    ).first()
    if appointment is None:
        raise WrongMove("nobody has an appointment in this slot")
    appointment = _lock(appointment)
    _cancel(appointment, CancelledBy.THERAPIST, now)
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.WITHDRAWN)
    following.tell_case(appointment, "cancelled_by_therapist", by=None, now=now)
    _record("appointment.cancelled_by_therapist", appointment, therapist, now)


def renew_code(*, appointment: Appointment, by: User, now: datetime | None = None) -> Code:
    """A new code in the place of one that was lost; the old one opens nothing. Raises WrongMove and TooLate."""
    now = now or timezone.now()
    code, hashed = codes.make()
    with transaction.atomic():
        appointment = _lock(appointment)
        if appointment.state != AppointmentState.BOOKED:
            raise WrongMove("only a booked appointment has a code to renew")
        if appointment.code_ends_at <= now:
            raise TooLate("its day is over")
        appointment.words_hash, appointment.digits_hash = hashed.words, hashed.digits
        appointment.save(update_fields=["words_hash", "digits_hash"])
        _record("appointment.code_renewed", appointment, by, now)
    return code


def _one_wins(place: "Callable[..., Appointment]") -> "Callable[..., Appointment]":
    """Where two placed one slot at the same moment, the database lets one through and the other hears SlotTaken."""

    @wraps(place)
    def placed(**arguments: object) -> Appointment:
        try:
            with transaction.atomic():
                return place(**arguments)
        except IntegrityError:
            raise SlotTaken("a colleague was faster") from None

    return placed


@_one_wins
def _place(
    *,
    slot: Slot,
    by: User,
    hashed: Hashed,
    contact: Contact | None,
    case: Case | None,
    now: datetime,
    planned_on_date: date | None = None,
) -> Appointment:
    slot = (
        Slot.objects.select_for_update(of=("self",)).select_related("programme", "therapist").get(pk=slot.pk)
    )
    check_is_on(slot.programme)
    if not owns(slot.therapist, slot):
        raise SlotTaken("its therapist works here no more")
    if slot.state != SlotState.OPEN or slot.appointments.filter(state__in=HOLDING).exists():
        raise SlotTaken("it is not free")
    if not terms.can_be_booked(slot.starts_at, now):
        raise TooLate("it begins too soon")
    return Appointment.objects.create(
        programme=slot.programme,
        slot=slot,
        contact=contact,
        case=case,
        booked_by=by,
        words_hash=hashed.words,
        digits_hash=hashed.digits,
        code_ends_at=terms.day_after(slot.starts_at),
        planned_on_date=planned_on_date or timezone.localdate(now),
        erase_on_date=terms.erase_on(slot.starts_at, cancelled=False),
    )


def _cancel(appointment: Appointment, how: CancelledBy, now: datetime) -> None:
    check_move(appointment.state, AppointmentState.CANCELLED)
    if appointment.slot.starts_at <= now:
        raise TooLate("the slot has begun")
    appointment.state, appointment.cancelled_by = AppointmentState.CANCELLED, how
    appointment.link_hash = appointment.link_ends_at = None
    appointment.erase_on_date = terms.erase_on(appointment.slot.starts_at, cancelled=True)
    appointment.save(update_fields=["state", "cancelled_by", "link_hash", "link_ends_at", "erase_on_date"])
    _free(appointment.slot)


def _free(slot: Slot) -> None:
    """A slot that the therapist had put away while it was booked is not offered to the next."""
    series, day = slot.series, slot.series_date
    if series is None or day is None:
        return
    if slots.in_pause(day, series.paused_from_date, series.paused_until_date):
        Slot.objects.filter(pk=slot.pk).update(state=SlotState.PAUSED)
    elif series.until_date is not None and day > series.until_date:
        Slot.objects.filter(pk=slot.pk).update(state=SlotState.WITHDRAWN)


def _lock(appointment: Appointment) -> Appointment:
    """The row, locked until the transaction ends. Raises WrongMove when it was erased."""
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("slot", "slot__series", "programme")
        .filter(pk=appointment.pk)
        .first()
    )
    if found is None:
        raise WrongMove("it was erased")
    return found


def _record(action: str, appointment: Appointment, by: User, now: datetime) -> None:
    # the day, and not which appointment: what was planned for whom is nobody's business in ten years
    audit.record(by=by.audit_id, action=action, programme=appointment.programme.slug, day_only=True, now=now)
