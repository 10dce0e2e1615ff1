"""A caller's way through the house, as the provider asks for it step by step."""

import pytest
from django.test import Client

from figures.models import MonthCounter
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.contacts.models import Contact
from helpline.phone import speech
from helpline.phone.actions import calls, overload, presence
from helpline.phone.errors import NotAllowed
from helpline.phone.models import Call, PhoneLine
from helpline.phone.outcome import Outcome
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff
from tests.factories.phone import CALLER, OWN_NUMBER, at_a_desk, make_available, make_line, ring
from tests.phone.callers import became, finish, leg_of, taken, waits
from tests.phone.conftest import Clock
from tests.phone.fakes import FakeProvider

# --- the door ---------------------------------------------------------------------------------------------------------


def test_the_emergency_number_comes_first_and_in_every_answer_to_a_new_caller(
    client: Client, line: Programme, counsellor: User
) -> None:
    heard = ring(client, line).asks("voice")
    first = next(heard.document.iter("Say"))
    assert "1 1 2" in (first.text or "")
    assert first.get("language") == "nl-NL"


@pytest.mark.usefixtures("counsellor")
def test_somebody_who_presses_nothing_waits_in_the_line(client: Client, line: Programme) -> None:
    caller = ring(client, line)
    heard = caller.asks("voice")
    assert heard.the("Redirect").text == heard.the("Gather").get("action")
    enqueue = caller.asks("menu").the("Enqueue")
    assert enqueue.text == "helpline-helpwanted"
    assert "/phone/in/helpwanted/wait" in (enqueue.get("waitUrl") or "")


def test_closed_says_when_we_open_and_is_counted(client: Client, db: None, clock: Clock) -> None:
    programme = make_line(open_always=False)
    caller = ring(client, programme)
    heard = caller.asks("voice")
    assert heard.verbs[-1] == "Hangup"
    assert {say.get("language") for say in heard.document.iter("Say")} == {"nl-NL", "en-GB"}
    caller.asks("status", CallStatus="completed", CallDuration="31")
    contact = finish(caller, clock)
    assert (contact.outcome, contact.channel, contact.counsellor_id) == ("closed", "phone", None)


def test_nobody_on_duty_is_told(client: Client, line: Programme) -> None:
    caller = ring(client, line)
    assert caller.asks("voice").verbs[-1] == "Hangup"
    assert became(caller) is Outcome.NOBODY_ON_DUTY


@pytest.mark.usefixtures("counsellor")
def test_with_a_full_line_the_next_one_hears_that_it_is_busy(client: Client, line: Programme) -> None:
    PhoneLine.objects.update(max_waiting=2)
    callers = [waits(ring(client, line)) for _ in range(2)]
    late = ring(client, line)
    assert late.asks("voice").verbs[-1] == "Hangup"
    assert became(late) is Outcome.OVERLOAD
    callers[0].asks("left", QueueResult="hangup", QueueTime="50")
    assert "Gather" in ring(client, line).asks("voice").verbs


@pytest.mark.usefixtures("counsellor")
def test_the_same_request_twice_hears_the_same(client: Client, line: Programme) -> None:
    caller = ring(client, line)
    answers = [caller.asks("voice").response.content for _ in range(3)]
    assert len(set(answers)) == 1
    assert Call.objects.count() == 1


@pytest.mark.usefixtures("counsellor")
def test_english_is_one_key_away(client: Client, line: Programme) -> None:
    caller = ring(client, line)
    caller.asks("voice")
    heard = caller.asks("menu", Digits="2")
    assert {say.get("language") for say in heard.document.iter("Say")} == {"en-GB"}
    caller.asks("menu")
    assert "next" in caller.asks("wait").said


@pytest.mark.usefixtures("counsellor")
def test_who_tried_before_may_say_so(client: Client, line: Programme, clock: Clock) -> None:
    caller = ring(client, line)
    caller.asks("voice")
    assert caller.asks("menu", Digits="1").verbs == ["Enqueue"]
    caller.asks("left", QueueResult="hangup", QueueTime="60")
    finish(caller, clock)
    assert MonthCounter.objects.get(name="phone_tried_before").n == 1


@pytest.mark.usefixtures("counsellor")
@pytest.mark.parametrize("keys", ["9", "*", "#", "\u0661", "1" * 60, "\u202e3"])
def test_any_other_key_leads_into_the_line(client: Client, line: Programme, keys: str) -> None:
    caller = ring(client, line)
    caller.asks("voice")
    assert caller.asks("menu", Digits=keys).verbs == ["Enqueue"]


@pytest.mark.usefixtures("counsellor")
@pytest.mark.parametrize("number", ["anonymous", "+266696687", "+7378742833", "Restricted", "", "client:x"])
def test_anonymous_callers_are_callers(client: Client, line: Programme, number: str) -> None:
    caller = ring(client, line, from_number=number)
    assert "Gather" in caller.asks("voice").verbs


# --- waiting ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("counsellor")
def test_places_are_told_as_they_are(client: Client, line: Programme, clock: Clock) -> None:
    first = waits(ring(client, line))
    clock.forward(seconds=5)
    second = waits(ring(client, line))
    assert "eerste in de rij" in first.asks("wait").said
    assert "1 persoon" in second.asks("wait").said
    first.asks("left", QueueResult="hangup", QueueTime="30")
    assert "eerste in de rij" in second.asks("wait").said


def test_after_the_longest_wait_there_is_another_way(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    for _ in range(16):
        clock.forward(minutes=1)
        presence.renew(user=counsellor)
        heard = caller.asks("wait")
        if heard.verbs == ["Leave"]:
            break
    assert heard.verbs == ["Leave"]
    heard = caller.asks("left", QueueResult="leave", QueueTime="900")
    assert heard.verbs[-1] == "Hangup"
    assert heard.said
    assert finish(caller, clock).outcome == "wait_limit"


def test_nobody_waits_for_nobody(client: Client, line: Programme, counsellor: User, clock: Clock) -> None:
    caller = waits(ring(client, line))
    presence.say_available(user=counsellor, programme=line, available=False)
    clock.forward(seconds=20)
    heard = caller.asks("wait")
    assert heard.verbs == ["Leave"]
    caller.asks("left", QueueResult="leave", QueueTime="40")
    assert finish(caller, clock).outcome == "nobody_on_duty"


def test_a_counsellor_who_reloads_sends_nobody_away(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    clock.forward(seconds=70)
    assert caller.asks("wait").verbs[-1] == "Redirect"


# --- talking ----------------------------------------------------------------------------------------------------------


def test_an_answered_call_is_a_contact_to_register_at_once(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    clock.forward(seconds=40)
    desk = taken(client, caller, counsellor, line)
    contact = Contact.objects.get()
    assert (contact.state, contact.counsellor, contact.outcome) == ("open", counsellor, "answered")
    clock.forward(minutes=12)
    assert caller.asks("left", QueueResult="bridged", QueueTime="40").verbs[-1] == "Hangup"
    desk.asks("desk_left", leg_of(desk), DialCallStatus="completed", DialBridged="true")
    contact.refresh_from_db()
    assert contact.state == "to_register"
    caller.asks("status", CallStatus="completed", CallDuration="780")
    finished = finish(caller, clock)
    assert finished.pk == contact.pk
    assert finished.arrived_at < (finished.answered_at or finished.arrived_at)


def test_a_call_is_answered_also_when_only_the_provider_s_last_word_tells(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    desk = at_a_desk(client)
    desk.asks("desk", leg=str(leg.pk))
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="40")
    assert not Contact.objects.exists()
    caller.asks("left", QueueResult="bridged", QueueTime="40")
    assert finish(caller, clock).state == "to_register"


def test_a_caller_who_hangs_up_just_before_is_a_missed_call(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    desk = at_a_desk(client)
    desk.asks("desk", leg=str(leg.pk))
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="40")
    caller.asks("left", QueueResult="hangup", QueueTime="41")
    assert finish(caller, clock).outcome == "left_waiting"


def test_a_counsellor_whose_device_is_not_reached_is_a_cause_of_its_own(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    desk = at_a_desk(client)
    desk.asks("desk", leg=str(leg.pk))
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="40")
    desk.asks("desk_left", leg.pk, DialCallStatus="failed", DialBridged="false")
    caller.asks("left", QueueResult="error", QueueTime="41")
    assert finish(caller, clock).outcome == "device_unreachable"


def test_the_longest_waiting_is_whom_the_provider_takes_and_nobody_is_taken_twice(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    first = waits(ring(client, line))
    clock.forward(seconds=5)
    second = waits(ring(client, line))
    taken(client, first, counsellor, line)
    other = make_staff(line)
    make_available(user=other, programme=line, now=clock.at)
    taken(client, second, other, line)
    owners = dict(Call.objects.values_list("sid", "counsellor"))
    assert owners == {first.sid: counsellor.pk, second.sid: other.pk}


def test_a_stranger_s_leg_takes_nobody(
    client: Client, line: Programme, counsellor: User, clock: Clock
) -> None:
    caller = waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    assert at_a_desk(client).asks("desk", leg="not a leg").verbs == ["Hangup"]
    assert at_a_desk(client).asks("desk").verbs == ["Hangup"]
    clock.forward(seconds=61)
    assert at_a_desk(client).asks("desk", leg=str(leg.pk)).verbs == ["Hangup"]
    assert Call.objects.get(sid=caller.sid).counsellor is None


def test_a_counsellor_who_lost_the_role_takes_nobody(
    client: Client, line: Programme, counsellor: User
) -> None:
    waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    counsellor.memberships.all().delete()
    assert at_a_desk(client).asks("desk", leg=str(leg.pk)).verbs == ["Hangup"]


def test_the_counsellor_s_leg_shows_the_helpline_s_number(
    client: Client, line: Programme, counsellor: User
) -> None:
    waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    heard = at_a_desk(client).asks("desk", leg=str(leg.pk))
    assert heard.the("Dial").get("callerId") == OWN_NUMBER
    assert CALLER.encode() not in heard.response.content


def test_on_a_desk_phone_the_registration_begins_when_nothing_else_is_told(
    client: Client, line: Programme, counsellor: User, clock: Clock, asked: FakeProvider
) -> None:
    make_available(
        user=counsellor, programme=line, now=clock.at, device="desk_phone", desk_number="020 123 45 67"
    )
    caller = waits(ring(client, line))
    leg = calls.take_next(user=counsellor, programme=line)
    (rung,) = asked.asked
    assert rung[0] == "call"
    assert (rung[1]["to"], rung[1]["caller_id"]) == ("+31201234567", OWN_NUMBER)
    desk = at_a_desk(client)
    leg.refresh_from_db()
    desk.sid = str(leg.sid)
    assert "Gather" in desk.asks("desk_answer", leg.pk).verbs
    assert desk.asks("desk_take", leg.pk, Digits="").verbs == ["Hangup"]
    assert desk.asks("desk_take", leg.pk, Digits="1").the("Dial").get("callerId") == OWN_NUMBER
    caller.asks("pulled", DequeingCallSid=desk.sid, QueueTime="40")
    presence.renew(user=counsellor)
    assert not Contact.objects.exists()
    clock.forward(seconds=20)
    presence.renew(user=counsellor)
    assert Contact.objects.get().counsellor == counsellor


@pytest.mark.usefixtures("counsellor")
def test_a_line_that_a_lead_closed_says_what_the_lead_wrote(
    client: Client, line: Programme, clock: Clock
) -> None:
    lead = make_staff(line, role=Role.SHIFT_LEAD)
    overload.set_overload(programme=line, by=lead, on=True, texts=("Het is nu heel druk.", ""), now=clock.at)
    caller = ring(client, line)
    heard = caller.asks("voice")
    spoken = [say.text for say in heard.document.iter("Say")]
    assert "Het is nu heel druk." in spoken
    assert speech.ours("phone_full", "en") in spoken
    assert became(caller) is Outcome.OVERLOAD
    overload.set_overload(programme=line, by=lead, on=False, now=clock.at)
    assert "Gather" in ring(client, line).asks("voice").verbs
    with pytest.raises(NotAllowed):
        overload.set_overload(programme=line, by=make_staff(line), on=True)
