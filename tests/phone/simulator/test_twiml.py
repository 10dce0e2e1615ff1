"""What the provider would not know is refused, and what it knows is read."""

import pytest

from helpline.phone.simulator import twiml
from helpline.phone.simulator.twiml import UnknownTwiml, Verb, read


def test_instructions_are_read_in_order() -> None:
    say, dial = read(
        '<?xml version="1.0"?><Response><Say language="nl-NL">Eén  moment <break time="1s"/>nog.</Say>'
        '<Dial callerId="+31850000000"><Queue url="/pulled">helpline</Queue></Dial></Response>'
    )
    assert say == Verb("Say", {"language": "nl-NL"}, "Eén moment nog.")
    assert dial.inside == (Verb("Queue", {"url": "/pulled"}, "helpline"),)
    assert [verb.name for verb in dial.walk()] == ["Dial", "Queue"]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<Record/>", "<Record> cannot stand"),
        ("<Dial callerID='x'><Number>1</Number></Dial>", "knows no callerID"),
        ("<Dial record='record-from-answer'><Number>1</Number></Dial>", "is not possible"),
        ("<Conference>x</Conference>", "cannot stand in <Response>"),
        ("<Dial>+31612345678</Dial>", "takes no text"),
        ("<Dial/>", "exactly one"),
        ("<Dial><Number>1</Number><Number>2</Number></Dial>", "exactly one"),
        ("<Dial><Number/></Dial>", "says nothing"),
        ("<Gather input='speech' action='/x'/>", "is not possible"),
        ("<Gather action='' numDigits='1'/>", "must be an address"),
        ("<Gather numDigits='one'/>", "must be a whole number"),
        ("<Pause length='1.5'/>", "must be a whole number"),
        ("<Hangup>now</Hangup>", "takes no text"),
        ("<Redirect/>", "says nothing"),
        ("<Redirect method='PUT'>/x</Redirect>", "is not possible"),
        ("<Dial><Client statusCallbackEvent='over'>x</Client></Dial>", "names no such event"),
        ("<Say><script/></Say>", "cannot stand in <Say>"),
    ],
)
def test_what_the_provider_would_pass_over_is_refused(inside: str, told: str) -> None:
    with pytest.raises(UnknownTwiml, match=told.replace("(", r"\(")):
        read(f"<Response>{inside}</Response>")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "busy",
        "<Reply/>",
        "<Response>",
        "<!DOCTYPE x><Response/>",
        f"<Response><Say>{'a' * 64_001}</Say></Response>",
    ],
)
def test_what_is_no_instruction_at_all_is_refused(body: str) -> None:
    with pytest.raises(UnknownTwiml):
        read(body)


def test_some_places_allow_only_some_verbs() -> None:
    assert read("<Response><Leave/></Response>", allowed=twiml.WHILE_WAITING)
    with pytest.raises(UnknownTwiml, match="not possible there"):
        read("<Response><Dial><Number>1</Number></Dial></Response>", allowed=twiml.WHILE_WAITING)
    with pytest.raises(UnknownTwiml, match="not possible there"):
        read("<Response><Leave/></Response>", allowed=twiml.BEFORE_CONNECTED)
