"""Publishing slots: single ones and weekly series, pausing and withdrawing them.

A therapist's changes wait for each other (the row of the practice is locked), so two windows cannot publish two slots
at one time.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from helpline.accounts.models import User
from helpline.appointments import slots, terms
from helpline.appointments.actions.service import check_is_on, lock_practice
from helpline.appointments.errors import NotYours, Overlaps, SlotBooked, TooLate, WrongTime
from helpline.appointments.models import Appointment, Series, Slot, SlotState
from helpline.appointments.states import HOLDING
from helpline.audit import actions as audit
from helpline.programmes.models import Programme


@transaction.atomic
def publish(
    *, programme: Programme, therapist: User, day: date, at: time, minutes: int, now: datetime | None = None
) -> Slot:
    """One slot. at: as the clock on the wall shows it. Raises NotOffered, WrongTime and Overlaps."""
    now = now or timezone.now()
    check_is_on(programme)
    lock_practice(therapist)
    span = _span(day, at, minutes, now)
    _check_is_free(therapist, span)
    slot = Slot.objects.create(
        programme=programme, therapist=therapist, starts_at=span.starts_at, ends_at=span.ends_at
    )
    audit.record(by=therapist.audit_id, action="slot.published", programme=programme.slug, now=now)
    return slot


@transaction.atomic
def publish_weekly(
    *,
    programme: Programme,
    therapist: User,
    first: date,
    until: date | None,
    at: time,
    minutes: int,
    now: datetime | None = None,
) -> Series:
    """The same hour every week from `first` on, on that weekday. until: the last day; None: until it is ended.

    Raises NotOffered, WrongTime, and Overlaps when any of the coming weeks is taken: nothing is published then.
    """
    now = now or timezone.now()
    check_is_on(programme)
    lock_practice(therapist)
    _check_minutes(minutes)
    if until is not None and until < first:
        raise WrongTime("it ends before it begins")
    series = Series.objects.create(
        programme=programme,
        therapist=therapist,
        weekday=first.weekday(),
        at=at,
        minutes=minutes,
        first_date=first,
        until_date=until,
    )
    made = fill(series, now=now, strict=True)
    if not made and first <= _horizon(now):
        raise WrongTime("no day of it lies ahead")
    audit.record(
        by=therapist.audit_id,
        action="slots.published_weekly",
        programme=programme.slug,
        detail={"slots": made},
        now=now,
    )
    return series


def fill(series: Series, *, now: datetime, strict: bool = False) -> int:
    """Make the slots of a series that are missing up to the horizon; returns how many. In the caller's transaction.

    Days in its pause get none, nor days on which the clock skips the hour. strict: raise Overlaps where another slot
    stands in the way; else that day is left out.
    """
    known = set(series.slots.values_list("series_date", flat=True))
    days = slots.weekly_days(series.weekday, series.first_date, series.until_date, horizon=_horizon(now))
    made = []
    taken = _spans_of(series.therapist)
    for day in days:
        if day in known or slots.in_pause(day, series.paused_from_date, series.paused_until_date):
            continue
        span = slots.span_on(day, series.at, series.minutes)
        if span is None or span.starts_at <= now:
            continue
        in_the_way = slots.first_overlap(span, taken)
        if in_the_way is not None:
            if strict:
                raise Overlaps(in_the_way.starts_at)
            continue
        made.append(
            Slot(
                programme_id=series.programme_id,
                therapist_id=series.therapist_id,
                series=series,
                series_date=day,
                starts_at=span.starts_at,
                ends_at=span.ends_at,
            )
        )
    Slot.objects.bulk_create(made)
    return len(made)


@transaction.atomic
def withdraw(*, slot: Slot, therapist: User, now: datetime | None = None) -> None:
    """Take a free slot back. Raises NotYours, and SlotBooked when somebody has an appointment in it."""
    slot = _lock(slot, therapist)
    if _is_held(slot):
        raise SlotBooked("somebody has an appointment")
    if slot.state == SlotState.WITHDRAWN:
        return
    slot.state = SlotState.WITHDRAWN
    slot.save(update_fields=["state"])
    audit.record(by=therapist.audit_id, action="slot.withdrawn", programme=slot.programme.slug, now=now)


@transaction.atomic
def pause(
    *, series: Series, therapist: User, first: date, last: date | None, now: datetime | None = None
) -> int:
    """Let a series rest from `first` to `last` (None: until it is resumed); returns how many booked slots stay.

    Free slots of these days are offered to nobody. Who has an appointment keeps it: the therapist cancels that one by
    one. Raises NotYours and WrongTime.
    """
    series = _lock_series(series, therapist)
    if last is not None and last < first:
        raise WrongTime("it ends before it begins")
    series.paused_from_date, series.paused_until_date = first, last
    series.save(update_fields=["paused_from_date", "paused_until_date"])
    inside = series.slots.filter(series_date__gte=first)
    if last is not None:
        inside = inside.filter(series_date__lte=last)
    inside = inside.exclude(state=SlotState.WITHDRAWN)
    _hold(inside)
    booked = inside.filter(appointments__state__in=HOLDING)
    stay = set(booked.values_list("pk", flat=True))
    # what an earlier pause had put away, and this one does not, is offered again
    _offer_again(series, now=now or timezone.now())
    series.slots.filter(pk__in=inside.exclude(pk__in=stay).values("pk")).update(state=SlotState.PAUSED)
    audit.record(by=therapist.audit_id, action="slots.paused", programme=series.programme.slug, now=now)
    return len(stay)


@transaction.atomic
def resume(*, series: Series, therapist: User, now: datetime | None = None) -> None:
    """End the pause: the coming weeks are offered again. Raises NotYours."""
    now = now or timezone.now()
    series = _lock_series(series, therapist)
    series.paused_from_date = series.paused_until_date = None
    series.save(update_fields=["paused_from_date", "paused_until_date"])
    _offer_again(series, now=now)
    fill(series, now=now)
    audit.record(by=therapist.audit_id, action="slots.resumed", programme=series.programme.slug, now=now)


@transaction.atomic
def end_series(*, series: Series, therapist: User, now: datetime | None = None) -> int:
    """No more weeks from today on; returns how many booked slots stay. Raises NotYours, TooLate when it has ended."""
    now = now or timezone.now()
    series = _lock_series(series, therapist)
    today = timezone.localdate(now)
    if series.until_date is not None and series.until_date < today:
        raise TooLate("it has ended")
    series.until_date = today
    series.save(update_fields=["until_date"])
    ahead = series.slots.filter(starts_at__gt=now).exclude(state=SlotState.WITHDRAWN)
    _hold(ahead)
    stay = set(ahead.filter(appointments__state__in=HOLDING).values_list("pk", flat=True))
    series.slots.filter(pk__in=ahead.exclude(pk__in=stay).values("pk")).update(state=SlotState.WITHDRAWN)
    audit.record(by=therapist.audit_id, action="slots.ended_weekly", programme=series.programme.slug, now=now)
    return len(stay)


def _hold(some: QuerySet[Slot]) -> None:
    """Lock these slots: whoever books one of them at this moment is done before, or comes after."""
    list(some.select_for_update().order_by("pk").values_list("pk", flat=True))


def _offer_again(series: Series, *, now: datetime) -> None:
    """Paused slots outside the pause become open, where no other slot has come in the way meanwhile."""
    for slot in series.slots.filter(state=SlotState.PAUSED, starts_at__gt=now).order_by("starts_at"):
        assert slot.series_date is not None
        if slots.in_pause(slot.series_date, series.paused_from_date, series.paused_until_date):
            continue
        span = slots.Span(slot.starts_at, slot.ends_at)
        if slots.first_overlap(span, _spans_of(series.therapist)) is None:
            slot.state = SlotState.OPEN
            slot.save(update_fields=["state"])


def _span(day: date, at: time, minutes: int, now: datetime) -> slots.Span:
    _check_minutes(minutes)
    span = slots.span_on(day, at, minutes)
    if span is None:
        raise WrongTime("the clock skips this time")
    if not now < span.starts_at or day > _horizon(now) + timedelta(weeks=44):
        raise WrongTime("not in the coming year")
    return span


def _check_minutes(minutes: int) -> None:
    if not slots.SHORTEST <= minutes <= slots.LONGEST:
        raise WrongTime("too short or too long")


def _horizon(now: datetime) -> date:
    return timezone.localdate(now) + terms.HORIZON


def _spans_of(therapist: User) -> list[slots.Span]:
    """The therapist's slots that stand, in every programme: nobody takes two calls at once."""
    rows = Slot.objects.filter(therapist=therapist, state=SlotState.OPEN).values_list("starts_at", "ends_at")
    return [slots.Span(*row) for row in rows]


def _check_is_free(therapist: User, span: slots.Span) -> None:
    in_the_way = slots.first_overlap(span, _spans_of(therapist))
    if in_the_way is not None:
        raise Overlaps(in_the_way.starts_at)


def _is_held(slot: Slot) -> bool:
    return Appointment.objects.filter(slot=slot, state__in=HOLDING).exists()


def _lock(slot: Slot, therapist: User) -> Slot:
    if slot.therapist_id != therapist.pk:
        raise NotYours("another therapist's slot")
    lock_practice(therapist)
    return Slot.objects.select_for_update().get(pk=slot.pk)


def _lock_series(series: Series, therapist: User) -> Series:
    if series.therapist_id != therapist.pk:
        raise NotYours("another therapist's series")
    lock_practice(therapist)
    return Series.objects.select_for_update().get(pk=series.pk)
