"""One tick: what must happen without anybody asking."""

import json
from datetime import timedelta

import pytest

from chat import log
from chat.actions import presence
from chat.models import Conversation, Presence
from chat.rules import GRACE, LEASE, VISIT
from chat.states import EndedHow, State
from chat.ticking import tick
from helpline.contacts.models import Contact
from helpline.contacts.states import Outcome
from helpline.programmes.models import Channel, OpeningHours
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_talking,
    make_waiting,
)
from tests.factories.programmes import make_hours, make_programme

pytestmark = pytest.mark.django_db


def codes(conversation: Conversation) -> list[str]:
    return [json.loads(entry.body)["code"] for entry in log.read(conversation.pk)]


def test_a_visitor_who_faded_away_is_let_go_and_counted() -> None:
    programme = make_open_programme()
    talking = make_talking(programme=programme)
    waiting = make_waiting(programme=make_open_programme(slug="stopitnow"))

    tick(now=EVENING + VISIT)

    for conversation in (talking, waiting):
        conversation.refresh_from_db()
        assert (conversation.state, conversation.ended_how) == (State.ENDED, EndedHow.FADED)
    assert waiting.contact is not None
    assert waiting.contact.outcome == Outcome.LEFT_WAITING


def test_a_sign_of_life_keeps_the_place() -> None:
    waiting = make_waiting(programme=make_open_programme())
    Conversation.objects.update(visitor_seen_at=EVENING + timedelta(minutes=1))
    tick(now=EVENING + VISIT)
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_from_lease_to_grace_to_a_colleague_in_one_walk() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    over = EVENING + LEASE + GRACE
    tick(now=EVENING + LEASE)
    make_available(user=make_staff(programme), programme=programme, now=over)
    Conversation.objects.update(visitor_seen_at=over)

    tick(now=over)

    conversation.refresh_from_db()
    assert conversation.state == State.TALKING
    assert codes(conversation)[-3:] == ["counsellor_away", "back_in_queue", "assigned"]


def test_the_last_entry_is_announced_once_to_who_waits() -> None:
    programme = make_programme(last_entry_minutes=15)
    make_hours(programme=programme, channel=Channel.CHAT, weekday=1, opens="12:00", closes="20:20")
    user = make_full(programme=programme)
    waiting = knock(programme=programme)
    tick(now=EVENING)
    assert "last_entry" not in codes(waiting)

    passed = EVENING + timedelta(minutes=6)
    presence.renew(user=user, now=passed)
    for _ in range(2):
        tick(now=passed)

    told = [json.loads(entry.body) for entry in log.read(waiting.pk)]
    assert [notice for notice in told if notice["code"] == "last_entry"] == [
        {"code": "last_entry", "closes_at": "2026-07-07T18:20:00+00:00"}
    ]
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_after_closing_time_nobody_waits_for_nobody() -> None:
    programme = make_programme(last_entry_minutes=5)
    make_hours(programme=programme, channel=Channel.CHAT, weekday=1, opens="12:00", closes="20:10")
    user = make_full(programme=programme)
    waiting = knock(programme=programme)
    closed = EVENING + timedelta(minutes=11)
    presence.renew(user=user, now=closed)
    Conversation.objects.update(visitor_seen_at=closed)

    tick(now=closed)
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING  # a counsellor is still there

    presence.say_available(user=user, programme=programme, available=False, now=closed)
    tick(now=closed)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.ended_how) == (State.ENDED, EndedHow.UNANSWERED)
    assert Contact.objects.get(pk=waiting.contact_id).outcome == Outcome.NOBODY_ON_DUTY
    assert codes(waiting)[-1] == "ended_by_helpline"


def test_a_tick_fills_room_that_nobody_filled() -> None:
    programme = make_open_programme()
    waiting = make_waiting(programme=programme)
    user = make_staff(programme)
    presence.say_available(user=user, programme=programme, available=False, now=EVENING)
    Presence.objects.filter(user=user).update(available=True)

    tick(now=EVENING)

    waiting.refresh_from_db()
    assert waiting.counsellor == user


def test_a_tick_without_work_changes_nothing() -> None:
    tick(now=EVENING)
    assert not OpeningHours.objects.exists()
