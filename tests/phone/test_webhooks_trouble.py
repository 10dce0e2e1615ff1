"""When something fails on either side, the caller is not lost, and is counted once."""

import pytest
from django.db import DatabaseError
from django.test import Client

from helpline.contacts.models import Contact
from helpline.phone import finalising
from helpline.phone.actions import recording
from helpline.phone.models import Call
from helpline.programmes.models import Programme
from tests.factories.phone import ring
from tests.phone.callers import finish, waits
from tests.phone.conftest import Clock


@pytest.mark.usefixtures("counsellor")
def test_after_a_failure_the_caller_goes_on_once(client: Client, line: Programme, clock: Clock) -> None:
    caller = ring(client, line)
    caller.asks("voice")
    assert caller.asks("fallback", ErrorCode="11200").verbs == ["Enqueue"]
    heard = caller.asks("fallback", ErrorCode="12100")
    assert heard.verbs[-1] == "Hangup"
    assert "1 1 2" in heard.said
    caller.asks("status", CallStatus="completed", CallDuration="30")
    assert finish(caller, clock).outcome == "technical"


@pytest.mark.usefixtures("counsellor")
def test_the_fallback_answers_while_the_database_is_away(
    client: Client, line: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(recording, "heard", away)
    heard = ring(client, line).asks("fallback", ErrorCode="11200")
    assert "1 1 2" in heard.said


@pytest.mark.usefixtures("counsellor")
def test_the_end_may_come_before_the_beginning(client: Client, line: Programme, clock: Clock) -> None:
    caller = ring(client, line)
    caller.asks("status", CallStatus="completed", CallDuration="95")
    caller.asks("left", QueueResult="hangup", QueueTime="70")
    caller.asks("wait")
    caller.asks("menu")
    caller.asks("voice")
    assert finish(caller, clock).outcome == "left_waiting"


@pytest.mark.usefixtures("counsellor")
def test_what_comes_after_a_call_was_counted_changes_nothing(
    client: Client, line: Programme, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    caller.asks("left", QueueResult="hangup", QueueTime="70")
    finish(caller, clock)
    for name in (
        "voice",
        "menu",
        "code",
        "wait",
        "left",
        "pulled",
        "room",
        "room_left",
        "connected",
        "fallback",
    ):
        assert caller.asks(name, QueueResult="bridged").status == 200
    assert caller.asks("status", CallStatus="completed").status == 204
    assert not Call.objects.exists()
    assert Contact.objects.count() == 1


@pytest.mark.usefixtures("counsellor")
def test_a_call_that_falls_silent_is_counted_as_what_it_did(
    client: Client, line: Programme, clock: Clock
) -> None:
    waits(ring(client, line))
    clock.forward(minutes=11)
    assert finalising.end_silent() == 1
    clock.forward(minutes=4)
    assert finalising.finalise_due() == 1
    assert Contact.objects.get().outcome == "left_waiting"
