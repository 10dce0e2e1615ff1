"""One call at a time through each verb, in virtual time."""

import base64

import pytest

from helpline.phone.simulator.engine import NotInProgress, UnknownCall
from helpline.phone.simulator.people import Endpoint, Person
from helpline.phone.simulator.wire import Mischief
from tests.phone.simulator.scripted import HOUSE, OWN, Stage

QUEUE = {
    "/voice": '<Enqueue action="/left" waitUrl="/wait">q</Enqueue>',
    "/wait": '<Say>wait</Say><Pause length="10"/>',
    "/left": "<Say>left</Say>",
    "/desk": f'<Dial callerId="{OWN}" action="/desk-left" timeout="20"><Queue url="/pulled">q</Queue></Dial>',
    "/pulled": "<Say>connected</Say>",
    "/desk-left": "<Hangup/>",
}


def test_a_call_that_is_talked_to_ends_when_nothing_is_left_to_say() -> None:
    stage = Stage({"/voice": "<Say>Goodbye</Say>"})
    call = stage.call_in()
    stage.clock.run()
    assert (call.status, call.said, call.is_live) == ("completed", "Goodbye", False)
    (told,) = stage.house.asked("/status")
    assert (told["CallStatus"], told["CallSid"]) == ("completed", call.sid)


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_call_that_is_rejected_was_never_answered(reason: str, status: str) -> None:
    stage = Stage({"/voice": f'<Reject reason="{reason}"/>'})
    call = stage.call_in()
    stage.clock.run()
    assert (call.status, call.answered_at) == (status, None)


def test_keys_go_to_the_action_and_no_key_goes_on() -> None:
    stage = Stage(
        {
            "/voice": '<Gather numDigits="1" action="/menu"><Say>one</Say></Gather><Redirect>/none</Redirect>',
            "/menu": "<Say>menu</Say>",
            "/none": "<Say>none</Say>",
        }
    )
    pressed, silent = stage.call_in(Person.pressing("17")), stage.call_in()
    stage.clock.run()
    assert stage.house.asked("/menu")[0]["Digits"] == "1"
    assert (pressed.said, silent.said) == ("one menu", "one none")


def test_an_empty_result_is_told_where_that_is_asked_for() -> None:
    stage = Stage(
        {"/voice": '<Gather numDigits="1" action="/menu" actionOnEmptyResult="true"/>', "/menu": "<Hangup/>"}
    )
    stage.call_in()
    stage.clock.run()
    assert stage.house.asked("/menu")[0]["Digits"] == ""


def test_a_long_code_ends_with_its_finishing_key() -> None:
    stage = Stage({"/voice": '<Gather numDigits="10" finishOnKey="#" action="/code"/>', "/code": "<Hangup/>"})
    stage.call_in(Person.pressing("0123#456"))
    stage.clock.run()
    assert stage.house.asked("/code")[0]["Digits"] == "0123"


def test_who_waits_longest_is_taken_first_and_hears_so() -> None:
    stage = Stage(QUEUE)
    first, second = stage.call_in(Person(talk=60)), stage.call_in()
    stage.clock.run(15)
    counsellor = stage.pull()
    stage.clock.run(5)
    assert (first.talks_with, second.talks_with) == (counsellor, None)
    assert first.said.endswith("connected")
    (pulled,) = stage.house.asked("/pulled")
    assert (pulled["CallSid"], pulled["DequeingCallSid"]) == (first.sid, counsellor.sid)
    stage.clock.run(100)
    assert [form["QueueResult"] for form in stage.house.asked("/left")] == ["bridged"]
    assert stage.house.asked("/desk-left")[0]["DialCallStatus"] == "completed"
    assert stage.house.asked("/desk-left")[0]["DialBridged"] == "true"
    assert stage.house.asked("/wait")[-1]["QueuePosition"] == "1"
    assert not counsellor.is_live


def test_when_the_counsellor_hangs_up_the_caller_goes_on_after_the_queue() -> None:
    stage = Stage(QUEUE)
    caller = stage.call_in()
    stage.clock.run(5)
    counsellor = stage.pull()
    stage.clock.run(10)
    counsellor.hang_up()
    stage.clock.run(3)
    assert caller.said.endswith("left")
    assert stage.house.asked("/left")[0]["QueueResult"] == "bridged"


def test_somebody_who_loses_patience_hangs_up_and_that_is_told() -> None:
    stage = Stage(QUEUE)
    caller = stage.call_in(Person(patience=25))
    stage.clock.run(60)
    assert not caller.is_live
    (left,) = stage.house.asked("/left")
    assert (left["QueueResult"], left["QueueTime"], left["CallStatus"]) == ("hangup", "25", "completed")


def test_an_empty_queue_is_waited_for_and_then_given_up() -> None:
    stage = Stage(QUEUE)
    stage.call_in(Person(patience=1))
    stage.clock.run(5)
    stage.pull()
    stage.clock.run(30)
    assert stage.house.asked("/desk-left")[0]["DialCallStatus"] == "no-answer"


def test_a_queue_that_nobody_ever_entered_does_not_exist() -> None:
    stage = Stage(QUEUE)
    stage.pull()
    stage.clock.run(5)
    assert stage.house.asked("/desk-left")[0]["DialCallStatus"] == "failed"


def test_leave_goes_on_at_the_action() -> None:
    stage = Stage({**QUEUE, "/wait": "<Leave/>"})
    caller = stage.call_in()
    stage.clock.run()
    assert stage.house.asked("/left")[0]["QueueResult"] == "leave"
    assert caller.said == "left"


def test_a_key_pressed_while_waiting_leads_on_and_back() -> None:
    pages = {**QUEUE, "/wait": '<Gather numDigits="1" action="/key" timeout="3"/>', "/key": "<Say>key</Say>"}
    stage = Stage(pages)
    caller = stage.call_in(Person.pressing("2"))
    stage.clock.run(20)
    assert stage.house.asked("/key")[0]["Digits"] == "2"
    assert caller.queue_name == "q"
    assert len(stage.house.asked("/wait")) > 1


def test_a_number_is_dialled_with_the_number_we_say_and_talked_to() -> None:
    events = 'statusCallback="/leg" statusCallbackEvent="answered completed"'
    number = f"<Number {events}>+31880000000</Number>"
    stage = Stage({"/voice": f'<Dial callerId="{OWN}" action="/after">{number}</Dial>'})
    stage.engine.endpoints["+31880000000"] = Endpoint(after=3, talk=20)
    caller = stage.call_in()
    stage.clock.run()
    (after,) = stage.house.asked("/after")
    assert (after["DialCallStatus"], after["DialCallDuration"]) == ("completed", "20")
    assert [form["CallStatus"] for form in stage.house.asked("/leg")] == ["in-progress", "completed"]
    leg = stage.house.asked("/leg")[0]
    assert (leg["From"], leg["To"], leg["ParentCallSid"]) == (OWN, "+31880000000", caller.sid)


@pytest.mark.parametrize("answers", ["busy", "no-answer", "failed"])
def test_a_number_that_is_not_picked_up(answers: str) -> None:
    stage = Stage({"/voice": '<Dial action="/after" timeout="10"><Number>+31880000000</Number></Dial>'})
    stage.engine.endpoints["+31880000000"] = Endpoint(answers)  # type: ignore[arg-type]
    stage.call_in()
    stage.clock.run()
    assert stage.house.asked("/after")[0]["DialCallStatus"] == answers


ROOM = {
    **QUEUE,
    "/room": f'<Dial callerId="{OWN}" action="/room-left"><Conference beep="false">r</Conference></Dial>',
    "/last": f'<Dial callerId="{OWN}" action="/room-left"><Conference endConferenceOnExit="true">r</Conference></Dial>',
    "/held": '<Say>hold on</Say><Pause length="5"/>',
}


def test_a_bridge_becomes_a_room_and_a_third_one_comes_in() -> None:
    stage = Stage({**ROOM, "/desk-left": "<Redirect>/room</Redirect>"})
    stage.engine.endpoints["+31880000000"] = Endpoint(after=3)
    caller = stage.call_in()
    stage.clock.run(5)
    counsellor = stage.pull()
    stage.clock.run(10)
    caller.redirect(f"{HOUSE}/room")
    third = stage.engine.ring(
        "+31880000000", caller_id=OWN, room="r", status_url=f"{HOUSE}/leg", events=frozenset({"answered"})
    )
    stage.clock.run(10)
    (room,) = stage.engine.rooms()
    assert [guest.call for guest in room.guests] == [caller, counsellor, third.call]
    assert stage.house.asked("/left")[0]["QueueResult"] == "redirected-from-bridged"
    third.call.hang_up()
    counsellor.hang_up()
    stage.clock.run(5)
    assert [guest.call for guest in room.guests] == [caller]


def test_a_room_closes_with_the_one_it_was_made_for() -> None:
    stage = Stage(
        {
            "/voice": "<Redirect>/last</Redirect>",
            "/desk": "<Redirect>/room</Redirect>",
            **{k: ROOM[k] for k in ("/room", "/last")},
        }
    )
    caller, counsellor = stage.call_in(), stage.pull()
    stage.clock.run(5)
    caller.hang_up()
    stage.clock.run(5)
    assert not counsellor.is_live
    assert stage.engine.rooms() == []


def test_somebody_on_hold_hears_that_and_comes_back() -> None:
    stage = Stage({"/voice": "<Redirect>/room</Redirect>", **{k: ROOM[k] for k in ("/room", "/held")}})
    caller = stage.call_in()
    stage.clock.run(5)
    room = stage.engine.rooms()[0]
    stage.engine.hold(room.sid, caller.sid, on=True, url=f"{HOUSE}/held")
    stage.clock.run(20)
    stage.engine.hold(room.sid, caller.sid, on=False, url="")
    heard = caller.said.count("hold on")
    stage.clock.run(20)
    assert heard >= 3
    assert caller.said.count("hold on") == heard
    assert caller.is_live


def test_the_number_travels_in_many_places_and_once_in_base64() -> None:
    stage = Stage({"/voice": "<Hangup/>"})
    stage.call_in(Person(number="+31612345678"))
    (form,) = stage.house.asked("/voice")
    assert form["From"] == form["Caller"] == "+31612345678"
    assert b"+31612345678" in base64.b64decode(form["CallToken"])


def test_a_softphone_brings_its_own_parameters() -> None:
    stage = Stage({"/desk": "<Hangup/>"})
    stage.pull()
    (form,) = stage.house.asked("/desk")
    assert (form["leg"], form["From"]) == ("1", "client:someone")
    assert "CallToken" not in form


def test_records_are_deleted_only_after_the_end() -> None:
    stage = Stage(QUEUE)
    caller = stage.call_in()
    stage.clock.run(5)
    with pytest.raises(NotInProgress):
        stage.engine.delete(caller.sid)
    caller.hang_up()
    stage.engine.delete(caller.sid)
    with pytest.raises(UnknownCall):
        stage.engine.delete(caller.sid)


# --- what goes wrong ----------------------------------------------------------------------------------------------


def test_unknown_instructions_are_told_loudly_and_end_the_call() -> None:
    stage = Stage({"/voice": "<Record/>"})
    caller = stage.call_in()
    stage.clock.run()
    assert stage.engine.problems == [f"<Record> cannot stand in <Response> (from {HOUSE}/voice)"]
    assert not caller.is_live


def test_a_house_that_fails_is_asked_at_its_second_address() -> None:
    stage = Stage({"/voice": "<Hangup/>", "/fallback": "<Say>sorry</Say>"})
    stage.house.down.add("/voice")
    caller = stage.call_in()
    stage.clock.run()
    assert caller.said == "sorry"
    (form,) = stage.house.asked("/fallback")
    assert (form["ErrorCode"], form["ErrorUrl"]) == ("11200", f"{HOUSE}/voice")


def test_a_lost_answer_brings_the_same_request_again() -> None:
    stage = Stage({"/voice": "<Hangup/>"}, mischief=Mischief(timeout=1.0))
    stage.call_in()
    stage.clock.run(20)
    first, second = stage.house.headers[:2]
    assert first == second


def test_events_come_twice_late_or_never() -> None:
    twice = Stage({"/voice": "<Hangup/>"}, mischief=Mischief(duplicate=1.0))
    never = Stage({"/voice": "<Hangup/>"}, mischief=Mischief(loss=1.0))
    for stage in (twice, never):
        stage.call_in()
        stage.clock.run()
    assert (len(twice.house.asked("/status")), len(never.house.asked("/status"))) == (2, 0)
    late = Stage({"/voice": "<Hangup/>"}, mischief=Mischief(disorder=1.0))
    calls = [late.call_in() for _ in range(20)]
    late.clock.run()
    assert [form["CallSid"] for form in late.house.asked("/status")] != [call.sid for call in calls]


def test_both_schemes_of_signatures_are_in_use() -> None:
    stage = Stage(QUEUE)
    stage.call_in(Person(patience=30))
    stage.clock.run(60)
    newer = [
        "X-Twilio-Webhooks-Signature-Settings" in headers for _url, headers, _form in stage.house.headers
    ]
    assert newer == [bool(at % 2 == 0) for at in range(len(newer))]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_goes_wrong_every_call_ends_and_nobody_stays_bridged(seed: int) -> None:
    stage = Stage(QUEUE, seed=seed, mischief=Mischief.of_all_kinds(0.2))
    calls = [stage.call_in(Person(patience=40, talk=30)) for _ in range(8)]
    for _ in range(4):
        stage.clock.run(20)
        calls.append(stage.pull())
    stage.clock.run()
    assert [call.sid for call in calls if call.is_live or call.talks_with or call.queue_name] == []
    assert all(not queue.members and not queue.takers for queue in stage.engine.queues())


def test_a_run_can_be_had_again() -> None:
    def run() -> list[tuple[str, str]]:
        stage = Stage(QUEUE, seed=5, mischief=Mischief.of_all_kinds(0.3))
        for _ in range(10):
            stage.call_in(Person(patience=20))
            stage.clock.run(7)
        stage.clock.run()
        return [(path, form["CallSid"]) for path, form in stage.house.heard]

    assert run() == run()
