"""Doors, and what ends when a visitor leaves."""

import logging
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from helpline.programmes import doors
from helpline.programmes.doors import Door, DoorState
from helpline.programmes.models import Programme

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HELPWANTED = Programme(slug="helpwanted", name="Helpwanted", theme="helpwanted")
STOPITNOW = Programme(slug="stopitnow", name="Stop it Now", theme="stopitnow")


@pytest.fixture(autouse=True)
def empty_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house in which no room registered anything."""
    monkeypatch.setattr(doors, "_doors", {})
    monkeypatch.setattr(doors, "_leave_callbacks", {})


def door(channel: str, order: int, only: str = "") -> Door:
    return Door(
        channel=channel,
        order=order,
        url=lambda programme: f"{programme.url}{channel}/",
        state=lambda programme, now: DoorState(open=True, until=now),
        label=channel,
        hint="",
        icon=channel,
        serves=lambda programme: not only or programme.slug == only,
    )


def test_a_house_without_rooms_has_no_doors() -> None:
    assert doors.doors(HELPWANTED, NOW) == []


def test_doors_come_in_their_order_with_their_state() -> None:
    doors.register(door("phone", 2))
    doors.register(door("chat", 1))
    listed = doors.doors(HELPWANTED, NOW)
    assert [(entry.channel, entry.url(HELPWANTED), state) for entry, state in listed] == [
        ("chat", "/helpwanted/chat/", DoorState(open=True, until=NOW)),
        ("phone", "/helpwanted/phone/", DoorState(open=True, until=NOW)),
    ]


def test_a_door_is_listed_only_where_it_serves() -> None:
    doors.register(door("advice", 1, only="helpwanted"))
    assert len(doors.doors(HELPWANTED, NOW)) == 1
    assert doors.doors(STOPITNOW, NOW) == []


def test_a_channel_has_one_door_and_it_can_be_taken_away() -> None:
    doors.register(door("chat", 1))
    doors.register(door("chat", 5))
    assert [entry.order for entry, _ in doors.doors(HELPWANTED, NOW)] == [5]
    doors.unregister("chat")
    doors.unregister("chat")
    assert doors.doors(HELPWANTED, NOW) == []


# Leaving calls every callback and never fails; of a failure the log holds the callback's name and nothing it said.
def test_leaving_always_succeeds(caplog: pytest.LogCaptureFixture) -> None:
    ended = []

    def fails(request: HttpRequest) -> None:
        raise ValueError("what a visitor typed")

    doors.on_leave("fails", fails)
    doors.on_leave("chat", lambda request: ended.append(request.path))
    with caplog.at_level(logging.DEBUG):
        doors.leave(RequestFactory().post("/helpwanted/leave/"))
    assert ended == ["/helpwanted/leave/"]
    assert "fails" in caplog.text
    assert "typed" not in caplog.text
