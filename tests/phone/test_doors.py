"""The phone's way in stands on a programme's pages when it can be used, with what it says about itself."""

import re

import pytest
from django.conf import settings

from chat.actions import aftercare
from cms.ways import ways_in
from helpline.accounts.models import User
from helpline.phone.actions import codes, door
from helpline.phone.models import PhoneLine
from helpline.programmes import doors
from helpline.programmes.models import Channel, Programme
from tests.factories.chat import make_talking
from tests.factories.phone import make_line
from tests.factories.programmes import open_always
from tests.phone.conftest import Clock


def phone_door(programme: Programme, clock: Clock) -> tuple[doors.Door, doors.DoorState] | None:
    found = [each for each in doors.doors(programme, clock.at) if each[0].channel == Channel.PHONE]
    return found[0] if found else None


def test_an_open_line_is_a_number_to_press(line: Programme, counsellor: User, clock: Clock) -> None:
    found = phone_door(line, clock)
    assert found is not None
    assert found[0].url(line) == "tel:0800123456"
    assert found[1].open


def test_a_number_to_press_stays_a_number_on_english_pages(
    line: Programme, counsellor: User, clock: Clock
) -> None:
    (way,) = [way for way in ways_in(line, clock.at, speaking="en") if way.door.channel == Channel.PHONE]
    assert way.address == "tel:0800123456"
    assert way.name.endswith(" 0800-123456")


def test_without_somebody_there_it_says_so(line: Programme, clock: Clock) -> None:
    assert door.door_state(line, clock.at).reason == "nobody_on_duty"


def test_closed_says_when_it_opens(db: None, clock: Clock) -> None:
    programme = make_line(open_always=False)
    state = door.door_state(programme, clock.at)
    assert (state.open, state.reason) == (False, "closed")


def test_a_conversation_is_come_back_to_by_phone_too(line: Programme, clock: Clock) -> None:
    open_always(programme=line, channel=Channel.CHAT)
    conversation = make_talking(programme=line, now=clock.at)
    (made,) = doors.return_codes(line, conversation.pk, clock.at)
    assert re.fullmatch(r"[0-9]{4} [0-9]{3} [0-9]{3}", made.code)
    found = codes.read_phone_code(made.code.replace(" ", ""), line, clock.at)
    assert found is not None
    assert found.conversation_id == conversation.pk
    aftercare.delete_now(conversation=conversation)
    assert doors.return_codes(line, conversation.pk, clock.at) == []


@pytest.mark.parametrize("missing", ["account", "number", "shown number", "hours"])
def test_a_phone_that_cannot_be_used_is_no_door(
    line: Programme, counsellor: User, clock: Clock, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing == "account":
        monkeypatch.setattr(settings, "PHONE", None)
    elif missing == "number":
        PhoneLine.objects.update(number="")
    elif missing == "shown number":
        line.phone_number = ""
    else:
        line = make_line(slug="elsewhere", open_always=False)
    assert phone_door(line, clock) is None
