"""Publishing hours: single and weekly, pausing, withdrawing, and what overlaps."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from helpline.accounts.models import User
from helpline.appointments import nightly
from helpline.appointments.actions import booking, publishing, service
from helpline.appointments.errors import NotOffered, NotYours, Overlaps, SlotBooked, TooLate, WrongTime
from helpline.appointments.models import Series, Slot, SlotState
from helpline.appointments.queries import free_slots
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from tests.factories.appointments import DAY, NOW, START, make_offering, make_slot, make_therapist
from tests.factories.chat import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def jonas(stopitnow: Programme) -> User:
    return make_therapist(stopitnow, name="Jonas")


def weekly(
    programme: Programme,
    therapist: User,
    *,
    until: date | None = None,
    at: str = "10:00",
    now: datetime = NOW,
) -> Series:
    return publishing.publish_weekly(
        programme=programme, therapist=therapist, first=DAY, until=until, at=time.fromisoformat(at),
        minutes=45, now=now,
    )  # fmt: skip


def free(programme: Programme, now: datetime = NOW) -> list[date]:
    return [slot.starts_at.date() for slot in free_slots(programme, now)]


def test_an_hour_is_published_and_offered(stopitnow: Programme, jonas: User) -> None:
    slot = make_slot(programme=stopitnow, therapist=jonas)
    assert (slot.starts_at, slot.ends_at) == (START, START + timedelta(minutes=45))
    assert list(free_slots(stopitnow, NOW)) == [slot]
    assert Entry.objects.filter(action="slot.published", actor=jonas.audit_id).count() == 1


@pytest.mark.parametrize("at", ["09:16", "10:00", "10:44"])
def test_an_hour_that_overlaps_is_refused_in_every_programme(
    stopitnow: Programme, jonas: User, at: str
) -> None:
    make_slot(programme=stopitnow, therapist=jonas)
    for programme in (stopitnow, make_offering(slug="elsewhere")):
        with pytest.raises(Overlaps) as refused:
            make_slot(programme=programme, therapist=jonas, at=at)
        assert refused.value.args == (START,)
    make_slot(programme=stopitnow, therapist=jonas, at="10:45")  # they touch
    make_slot(programme=stopitnow, therapist=make_therapist(stopitnow), at=at)  # somebody else's


@pytest.mark.parametrize(
    ("day", "at", "minutes"),
    [
        (date(2026, 7, 7), "13:00", 45),  # an hour ago
        (date(2027, 3, 28), "02:30", 45),  # the clock skips it
        (date(2029, 1, 1), "10:00", 45),
        (DAY, "10:00", 5),
    ],
)
def test_an_hour_that_cannot_be_is_refused(
    stopitnow: Programme, jonas: User, day: date, at: str, minutes: int
) -> None:
    with pytest.raises(WrongTime):
        make_slot(programme=stopitnow, therapist=jonas, day=day, at=at, minutes=minutes)


def test_a_programme_that_makes_no_appointments_takes_no_hours(jonas: User) -> None:
    off = make_offering(slug="elsewhere", on=False)
    with pytest.raises(NotOffered):
        make_slot(programme=off, therapist=jonas)


def test_a_weekly_hour_fills_eight_weeks_and_the_night_adds_to_them(
    stopitnow: Programme, jonas: User
) -> None:
    series = weekly(stopitnow, jonas)
    days = [DAY + n * timedelta(days=7) for n in range(8)]
    assert free(stopitnow) == days
    later = NOW + timedelta(days=14)
    nightly.fill_all(now=later)
    nightly.fill_all(now=later)
    assert series.slots.count() == 10
    assert {slot.starts_at.astimezone(UTC).hour for slot in series.slots.all()} == {8}


def test_a_weekly_hour_is_refused_as_a_whole(stopitnow: Programme, jonas: User) -> None:
    make_slot(programme=stopitnow, therapist=jonas, day=DAY + timedelta(days=21))
    with pytest.raises(Overlaps):
        weekly(stopitnow, jonas)
    assert Series.objects.count() == 0
    assert Slot.objects.count() == 1


def test_a_series_pauses_and_goes_on(stopitnow: Programme, jonas: User) -> None:
    series = weekly(stopitnow, jonas, until=DAY + timedelta(days=28))
    days = [DAY + n * timedelta(days=7) for n in range(5)]
    publishing.pause(series=series, therapist=jonas, first=days[1], last=days[2], now=NOW)
    assert free(stopitnow) == [days[0], days[3], days[4]]
    nightly.fill_all(now=NOW)
    assert free(stopitnow) == [days[0], days[3], days[4]]
    # another pause takes the place of the first
    publishing.pause(series=series, therapist=jonas, first=days[3], last=None, now=NOW)
    assert free(stopitnow) == days[:3]
    publishing.resume(series=series, therapist=jonas, now=NOW)
    assert free(stopitnow) == days


def test_what_came_in_the_way_of_a_paused_hour_stays(stopitnow: Programme, jonas: User) -> None:
    series = weekly(stopitnow, jonas, until=DAY + timedelta(days=7))
    publishing.pause(series=series, therapist=jonas, first=DAY, last=DAY, now=NOW)
    make_slot(programme=stopitnow, therapist=jonas, at="10:30")
    publishing.resume(series=series, therapist=jonas, now=NOW)
    of_day = Slot.objects.filter(therapist=jonas, starts_at__date=DAY, state=SlotState.OPEN)
    assert [timezone_hour(slot) for slot in of_day] == ["08:30"]


def timezone_hour(slot: Slot) -> str:
    return slot.starts_at.astimezone(UTC).strftime("%H:%M")


def test_who_has_an_appointment_keeps_it_and_its_hour_is_not_offered_again(
    stopitnow: Programme, jonas: User
) -> None:
    series = weekly(stopitnow, jonas, until=DAY + timedelta(days=7))
    first = series.slots.order_by("starts_at")[0]
    appointment, _code = booking.book(slot=first, by=make_staff(stopitnow), now=NOW)
    assert publishing.pause(series=series, therapist=jonas, first=DAY, last=None, now=NOW) == 1
    first.refresh_from_db()
    assert first.state == SlotState.OPEN
    booking.cancel_by_person(appointment=appointment, now=NOW)
    assert free(stopitnow) == []


def test_a_series_ends_and_its_booked_hour_stays(stopitnow: Programme, jonas: User) -> None:
    series = weekly(stopitnow, jonas)
    second = series.slots.order_by("starts_at")[1]
    appointment, _code = booking.book(slot=second, by=make_staff(stopitnow), now=NOW)
    assert publishing.end_series(series=series, therapist=jonas, now=NOW) == 1
    assert free(stopitnow) == []
    booking.cancel_by_person(appointment=appointment, now=NOW)
    assert free(stopitnow) == []
    with pytest.raises(TooLate):
        publishing.end_series(series=series, therapist=jonas, now=NOW + timedelta(days=1))


def test_a_free_hour_is_withdrawn_and_a_booked_one_is_not(stopitnow: Programme, jonas: User) -> None:
    slot = make_slot(programme=stopitnow, therapist=jonas)
    booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    with pytest.raises(SlotBooked):
        publishing.withdraw(slot=slot, therapist=jonas, now=NOW)
    other = make_slot(programme=stopitnow, therapist=jonas, at="12:00")
    publishing.withdraw(slot=other, therapist=jonas, now=NOW)
    assert free(stopitnow) == []
    make_slot(programme=stopitnow, therapist=jonas, at="12:00")  # its time is free for another


def test_nobody_touches_another_therapist_s_hours(stopitnow: Programme, jonas: User) -> None:
    other = make_therapist(stopitnow)
    slot, series = make_slot(programme=stopitnow, therapist=jonas, at="12:00"), weekly(stopitnow, jonas)
    for act in (
        lambda: publishing.withdraw(slot=slot, therapist=other, now=NOW),
        lambda: publishing.pause(series=series, therapist=other, first=DAY, last=None, now=NOW),
        lambda: publishing.resume(series=series, therapist=other, now=NOW),
        lambda: publishing.end_series(series=series, therapist=other, now=NOW),
    ):
        with pytest.raises(NotYours):
            act()


def test_switching_and_the_number_are_recorded_without_the_number(stopitnow: Programme, jonas: User) -> None:
    willem = make_staff(stopitnow)
    for _ in range(2):
        service.switch(programme=stopitnow, on=False, by=willem, now=NOW)
    entry = Entry.objects.get(action="appointments.switched")
    assert entry.detail == {"on": False}
    assert all("3185" not in str(entry.detail) for entry in Entry.objects.all())
