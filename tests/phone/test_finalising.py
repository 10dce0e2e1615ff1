"""A call becomes a contact and counters once, whole, and then it is forgotten."""

from collections.abc import Callable

import pytest
from django.test import Client

from figures.models import DayCounter, MonthCounter
from helpline.accounts.models import User
from helpline.contacts.models import Contact
from helpline.phone import finalising, queries, ticking
from helpline.phone.actions import presence
from helpline.phone.models import Call, Evidence, PhoneLine, ProviderRecord
from helpline.phone.outcome import Outcome
from helpline.programmes.models import Programme
from tests.factories.phone import Line, ring
from tests.phone.conftest import Clock


@pytest.fixture
def missed(client: Client, line: Programme, counsellor: User, clock: Clock) -> Callable[[], Line]:
    """Somebody who waits for a while and hangs up."""

    def make() -> Line:
        presence.renew(user=counsellor)
        caller = ring(client, line)
        for name in ("voice", "menu", "wait"):
            caller.asks(name)
        clock.forward(seconds=40)
        caller.asks("left", QueueResult="hangup", QueueTime="40")
        return caller

    return make


def test_a_call_is_counted_when_nothing_more_is_told(missed: Callable[[], Line], clock: Clock) -> None:
    missed()
    assert finalising.finalise_due() == 0
    clock.forward(minutes=3)
    assert finalising.finalise_due() == 1
    assert finalising.finalise_due() == 0
    assert DayCounter.objects.get(name="arrivals").n == 1


def test_counting_is_whole_or_not_at_all(
    missed: Callable[[], Line], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = missed()
    clock.forward(minutes=3)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(finalising, "_hand_over_name", fails)
    assert finalising.finalise_due() == 0
    assert Call.objects.filter(sid=caller.sid).exists()
    assert not Contact.objects.exists()
    assert not DayCounter.objects.exists()


def test_what_is_left_of_a_call_names_nobody_and_nothing(missed: Callable[[], Line], clock: Clock) -> None:
    caller = missed()
    clock.forward(minutes=3)
    ticking.tick()
    assert not Call.objects.exists()
    assert not Evidence.objects.exists()
    assert ProviderRecord.objects.get().sid == caller.sid
    contact = Contact.objects.get()
    assert (contact.counsellor_id, contact.outcome, contact.channel) == (None, "left_waiting", "phone")


def test_the_minutes_since_the_last_missed_call_are_counted(missed: Callable[[], Line], clock: Clock) -> None:
    missed()
    clock.forward(minutes=7, seconds=59)
    missed()
    clock.forward(minutes=61)
    missed()
    clock.forward(minutes=3)
    ticking.tick()
    assert dict(MonthCounter.objects.filter(name="phone_redials").values_list("code", "n")) == {"m07": 1}


def test_after_an_hour_it_is_forgotten_when_a_call_was_missed(
    missed: Callable[[], Line], clock: Clock
) -> None:
    missed()
    assert PhoneLine.objects.get().last_missed_at is not None
    clock.forward(minutes=62)
    ticking.tick()
    assert PhoneLine.objects.get().last_missed_at is None


def test_the_desk_sees_a_missed_call_at_once_and_never_twice(
    missed: Callable[[], Line], line: Programme, clock: Clock
) -> None:
    missed()
    for _ in range(2):  # before it is counted, and after
        (board,) = queries.board([line])
        assert board.missed == {Outcome.LEFT_WAITING: 1}
        assert (board.offered, board.answered) == (1, 0)
        clock.forward(minutes=3)
        ticking.tick()
