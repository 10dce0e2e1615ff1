"""Booking, moving and cancelling: one wins, nothing of the person is kept, and the figures are exact."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.models import DayCounter
from figures.queries import day_counts
from helpline.accounts.models import User
from helpline.appointments.actions import booking, codes, publishing, service
from helpline.appointments.errors import AppointmentError, NotOffered, SlotTaken, TooBusy, TooLate, WrongMove
from helpline.appointments.models import Appointment, Slot, SlotState
from helpline.appointments.queries import free_slots
from helpline.appointments.states import HOLDING, AppointmentState, CancelledBy
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.canaries import search
from tests.factories.appointments import (
    DAY,
    NOW,
    START,
    make_appointment,
    make_offering,
    make_slot,
    make_therapist,
)
from tests.factories.chat import make_staff
from tests.services.sizes import IS_FULL

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


def counted() -> dict[str, int]:
    return day_counts("stopitnow", "appointments", date(2026, 1, 1), date(2027, 12, 31))


def test_a_slot_becomes_an_appointment_with_a_code_of_words_and_digits(stopitnow: Programme) -> None:
    appointment, code = make_appointment(programme=stopitnow)
    assert len(code.words.split("-")) == 5
    assert len(code.digits.replace(" ", "")) == 10
    assert list(free_slots(stopitnow, NOW)) == []
    assert counted() == {"planned": 1}
    for typed in (
        code.words,
        code.words.upper().replace("-", " "),
        code.digits,
        code.digits.replace(" ", ""),
    ):
        assert codes.by_typed(typed, stopitnow, NOW) == appointment
    assert codes.by_keyed(code.digits.replace(" ", ""), stopitnow, NOW) == appointment


def test_of_the_code_only_slow_hashes_are_kept(stopitnow: Programme) -> None:
    _appointment, code = make_appointment(programme=stopitnow)
    kept = repr([list(model.objects.values_list()) for model in (Appointment, Slot, Entry)]).encode()
    digits = code.digits.replace(" ", "")
    assert not search([("rows", kept)], [code.words, code.words.replace("-", " "), digits, code.digits])
    assert len(set(Appointment.objects.values_list("words_hash", "digits_hash")[0])) == 2


def test_two_counsellors_cannot_have_one_slot(stopitnow: Programme) -> None:
    slot = make_slot(programme=stopitnow)
    booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    with pytest.raises(SlotTaken):
        booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    assert counted() == {"planned": 1}


def test_the_database_has_the_last_word(stopitnow: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where both looked before either wrote."""
    slot = make_slot(programme=stopitnow)
    booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    monkeypatch.setattr(booking, "HOLDING", ())
    with pytest.raises(SlotTaken):
        booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    assert Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_one_wins(stopitnow: Programme) -> None:
    slot, users = make_slot(programme=stopitnow), [make_staff(stopitnow) for _ in range(4)]
    at_once = Barrier(len(users))

    def try_it(user: User) -> str:
        try:
            at_once.wait(20)
            booking.book(slot=slot, by=user, now=NOW)
        except SlotTaken:
            return "taken"
        else:
            return "booked"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(users)) as crowd:
        ended = sorted(crowd.map(try_it, users))
    assert ended == ["booked", "taken", "taken", "taken"]
    assert counted() == {"planned": 1}
    connection.close()


@pytest.mark.parametrize(("minutes", "error"), [(121, None), (119, TooLate), (-10, TooLate)])
def test_a_slot_that_begins_soon_is_not_booked(
    stopitnow: Programme, minutes: int, error: type[Exception] | None
) -> None:
    slot = make_slot(programme=stopitnow)
    now = START - timedelta(minutes=minutes)
    if error is None:
        booking.book(slot=slot, by=make_staff(stopitnow), now=now)
        return
    with pytest.raises(error):
        booking.book(slot=slot, by=make_staff(stopitnow), now=now)


def test_what_was_withdrawn_or_switched_off_is_not_booked(stopitnow: Programme) -> None:
    slot, other = make_slot(programme=stopitnow), make_slot(programme=stopitnow)
    Slot.objects.filter(pk=slot.pk).update(state=SlotState.WITHDRAWN)
    with pytest.raises(SlotTaken):
        booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    service.switch(programme=stopitnow, on=False, by=make_staff(stopitnow), now=NOW)
    with pytest.raises(NotOffered):
        booking.book(slot=other, by=make_staff(stopitnow), now=NOW)
    assert counted() == {}


def test_hours_of_who_works_here_no_more_are_offered_to_nobody(stopitnow: Programme) -> None:
    jonas = make_therapist(stopitnow)
    slot = make_slot(programme=stopitnow, therapist=jonas)
    jonas.memberships.all().delete()
    assert not free_slots(stopitnow, NOW).exists()
    with pytest.raises(SlotTaken):
        booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)


def _by_counsellor(appointment: Appointment, now: datetime) -> None:
    booking.cancel(appointment=appointment, by=appointment.booked_by, now=now)


def _by_person(appointment: Appointment, now: datetime) -> None:
    booking.cancel_by_person(appointment=appointment, now=now)


def _by_therapist(appointment: Appointment, now: datetime) -> None:
    booking.cancel_by_therapist(slot=appointment.slot, therapist=appointment.slot.therapist, now=now)


@pytest.mark.parametrize(
    ("cancel", "how", "free", "entries"),
    [
        (_by_counsellor, CancelledBy.COUNSELLOR, 1, 1),
        (_by_person, CancelledBy.PERSON, 1, 0),  # the log knows nothing of visitors
        (_by_therapist, CancelledBy.THERAPIST, 0, 1),
    ],
)
def test_each_side_cancels_once_and_in_time(
    stopitnow: Programme, cancel: Callable[[Appointment, datetime], None], how: str, free: int, entries: int
) -> None:
    appointment, code = make_appointment(programme=stopitnow)
    with pytest.raises(TooLate):
        cancel(appointment, START)
    cancel(appointment, NOW)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.cancelled_by) == (AppointmentState.CANCELLED, how)
    assert appointment.erase_on_date == DAY + timedelta(days=1)
    assert free_slots(stopitnow, NOW).count() == free
    assert Entry.objects.filter(action__startswith="appointment.cancelled").count() == entries
    assert counted() == {"planned": 1}, "it was planned"
    with pytest.raises(WrongMove):
        cancel(appointment, NOW)
    assert codes.by_typed(code.words, stopitnow, NOW) == appointment  # the page says that it is cancelled


def test_moving_is_one_step_and_counts_once(stopitnow: Programme) -> None:
    jonas = make_therapist(stopitnow)
    old, old_code = make_appointment(programme=stopitnow, therapist=jonas)
    to = make_slot(programme=stopitnow, therapist=jonas, at="14:00")
    later = NOW + timedelta(days=1)
    new, code = booking.move(appointment=old, to=to, by=old.booked_by, now=later)
    old.refresh_from_db()
    assert (old.state, old.cancelled_by) == (AppointmentState.CANCELLED, CancelledBy.MOVED)
    assert (new.state, new.slot, new.planned_on_date) == (AppointmentState.BOOKED, to, old.planned_on_date)
    assert code.words != old_code.words
    assert counted() == {"planned": 1}
    assert [slot.pk for slot in free_slots(stopitnow, later)] == [old.slot_id]


def test_a_move_to_a_taken_slot_leaves_all_as_it_was(stopitnow: Programme) -> None:
    jonas = make_therapist(stopitnow)
    mine, code = make_appointment(programme=stopitnow, therapist=jonas)
    to = make_slot(programme=stopitnow, therapist=jonas, at="14:00")
    booking.book(slot=to, by=make_staff(stopitnow), now=NOW)
    with pytest.raises(SlotTaken):
        booking.move(appointment=mine, to=to, by=mine.booked_by, now=NOW)
    mine.refresh_from_db()
    assert mine.state == AppointmentState.BOOKED
    assert codes.by_typed(code.words, stopitnow, NOW) == mine


def test_a_new_code_ends_the_old_one(stopitnow: Programme) -> None:
    appointment, old = make_appointment(programme=stopitnow)
    new = booking.renew_code(appointment=appointment, by=appointment.booked_by, now=NOW)
    assert codes.by_typed(old.words, stopitnow, NOW) is None
    assert codes.by_keyed(old.digits.replace(" ", ""), stopitnow, NOW) is None
    assert codes.by_typed(new.digits, stopitnow, NOW) == appointment
    with pytest.raises(TooLate):
        booking.renew_code(appointment=appointment, by=appointment.booked_by, now=START + timedelta(days=1))


def test_a_code_opens_its_own_programme_until_the_day_is_over(stopitnow: Programme) -> None:
    appointment, code = make_appointment(programme=stopitnow)
    assert codes.by_typed(code.words, make_offering(slug="elsewhere"), NOW) is None
    assert (
        codes.by_typed(code.words, stopitnow, appointment.code_ends_at - timedelta(seconds=1)) == appointment
    )
    assert codes.by_typed(code.words, stopitnow, appointment.code_ends_at) is None


@pytest.mark.parametrize("text", ["", "een twee", "123", "x" * 500, "\u0661" * 10, "12345678901"])
def test_what_is_no_code_costs_no_try(
    stopitnow: Programme, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(codes, "PAGE_THROTTLE", CodeThrottle(burst=0))
    assert codes.by_typed(text, stopitnow, NOW) is None
    with pytest.raises(TooBusy):
        codes.by_typed("0123456789", stopitnow, NOW)


def test_when_the_audit_entry_fails_nothing_is_booked(
    stopitnow: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = make_slot(programme=stopitnow)

    def broken(**_said: object) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr("helpline.audit.actions.record", broken)
    with pytest.raises(RuntimeError):
        booking.book(slot=slot, by=make_staff(stopitnow), now=NOW)
    assert not Appointment.objects.exists()
    assert counted() == {}


@settings(max_examples=100 if IS_FULL else 12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["book", "cancel", "move", "therapist", "withdraw"]),
            st.integers(0, 2),
            st.integers(0, 2),
        ),
        max_size=12,
    )
)
def test_whoever_does_what_in_whatever_order_a_slot_is_one_person_s(
    stopitnow: Programme, story: list[tuple[str, int, int]]
) -> None:
    """Never two for one slot, never one in a withdrawn slot; what was planned is what was booked, moves not counted."""
    for model in (Appointment, Slot, DayCounter):
        model.objects.all().delete()
    jonas, noor = make_therapist(stopitnow), make_staff(stopitnow)
    slots = [
        make_slot(programme=stopitnow, therapist=jonas, at=at, now=NOW) for at in ("09:00", "11:00", "13:00")
    ]
    booked = 0
    for act, first, second in story:
        held = Appointment.objects.filter(slot=slots[first], state="booked").first()
        try:
            if act == "book":
                booking.book(slot=slots[first], by=noor, now=NOW)
                booked += 1
            elif act == "withdraw":
                publishing.withdraw(slot=slots[first], therapist=jonas, now=NOW)
            elif act == "therapist":
                booking.cancel_by_therapist(slot=slots[first], therapist=jonas, now=NOW)
            elif held is not None and act == "cancel":
                booking.cancel(appointment=held, by=noor, now=NOW)
            elif held is not None:
                booking.move(appointment=held, to=slots[second], by=noor, now=NOW)
        except AppointmentError:
            continue
    holding = Appointment.objects.filter(state__in=HOLDING)
    assert holding.count() == len(set(holding.values_list("slot", flat=True)))
    assert not holding.filter(slot__state=SlotState.WITHDRAWN).exists()
    assert sum(counted().values()) == booked
    free = {slot.pk for slot in free_slots(stopitnow, NOW)}
    assert free.isdisjoint(holding.values_list("slot", flat=True))
