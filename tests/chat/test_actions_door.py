"""The door: every attempt is recorded, with exactly one outcome."""

from datetime import timedelta

import pytest

from chat import log
from chat.actions import door, lead, presence
from chat.errors import DoorClosed, NotAllowed
from chat.models import Conversation, OverloadSwitch, Presence
from chat.rules import REACHABLE
from chat.states import State
from figures import queries as figures
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.programmes.models import Channel
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_waiting,
)
from tests.factories.programmes import make_code, make_hours, make_programme

pytestmark = pytest.mark.django_db


def arrivals(programme_slug: str) -> dict[str, int]:
    return figures.day_counts(programme_slug, "arrivals", EVENING.date(), EVENING.date())


def refused(reason: str, **knocking: object) -> Contact:
    with pytest.raises(DoorClosed) as closed:
        knock(**knocking)  # type: ignore[arg-type]
    assert closed.value.reason == reason
    assert not Conversation.objects.filter(contact__state=ContactState.CLOSED).exists()
    return Contact.objects.latest("arrived_at")


def test_a_visitor_is_given_to_a_counsellor_who_has_room() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    make_available(user=user, programme=programme)

    conversation = knock(programme=programme)

    assert (conversation.state, conversation.counsellor) == (State.TALKING, user)
    assert conversation.contact is not None
    assert conversation.contact.outcome == Outcome.ANSWERED
    assert arrivals("helpwanted") == {"chat.answered": 1}
    assert [entry.body for entry in log.read(conversation.pk)] == [
        '{"code": "waiting"}',
        '{"code": "assigned", "again": false}',
    ]


def test_a_visitor_waits_when_nobody_has_room() -> None:
    programme = make_open_programme()
    make_full(programme=programme)

    conversation = knock(programme=programme)

    assert (conversation.state, conversation.counsellor) == (State.WAITING, None)
    assert conversation.contact is not None
    assert conversation.contact.state == ContactState.AT_THE_DOOR


def test_outside_opening_hours_the_attempt_is_recorded_and_the_next_opening_told() -> None:
    programme = make_programme()
    make_hours(programme=programme, channel=Channel.CHAT, weekday=2, opens="12:00", closes="14:00")

    with pytest.raises(DoorClosed) as closed:
        knock(programme=programme)

    assert closed.value.reason == "closed"
    assert closed.value.next_opening is not None
    assert closed.value.next_opening.date().isoformat() == "2026-07-08"
    assert Contact.objects.get().outcome == Outcome.CLOSED
    assert arrivals("helpwanted") == {"chat.closed": 1}


def test_near_closing_time_nobody_new_comes_in() -> None:
    programme = make_programme(last_entry_minutes=15)
    make_hours(programme=programme, channel=Channel.CHAT, weekday=1, opens="12:00", closes="20:10")
    make_hours(programme=programme, channel=Channel.CHAT, weekday=2, opens="12:00", closes="20:10")
    make_available(user=make_staff(programme), programme=programme)

    with pytest.raises(DoorClosed) as closed:
        knock(programme=programme)

    assert closed.value.reason == "last_entry_passed"
    assert closed.value.next_opening is not None
    assert closed.value.next_opening > EVENING + timedelta(hours=12)
    assert Contact.objects.get().outcome == Outcome.CLOSED


def test_with_nobody_on_duty_the_attempt_is_recorded() -> None:
    assert refused("nobody_on_duty", programme=make_open_programme()).outcome == Outcome.NOBODY_ON_DUTY


def test_a_counsellor_on_a_break_or_without_a_lease_is_not_on_duty() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    make_available(user=user, programme=programme)
    assert door.door_state(programme, EVENING).open
    assert door.door_state(programme, EVENING + timedelta(seconds=61)).reason == "nobody_on_duty"

    presence.take_break(user=user, now=EVENING)

    assert door.door_state(programme, EVENING).reason == "nobody_on_duty"


def test_a_switched_off_door_is_full_for_newcomers() -> None:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme)
    shift_lead = make_staff(programme, role="shift_lead")

    lead.set_overload(programme=programme, by=shift_lead, on=True, now=EVENING)

    assert refused("full", programme=programme).outcome == Outcome.OVERLOAD
    assert door.door_state(programme, EVENING).reason == "full"
    assert arrivals("helpwanted") == {"chat.overload": 1}


def test_a_counsellor_may_not_switch_the_door_off() -> None:
    programme = make_open_programme()
    with pytest.raises(NotAllowed):
        lead.set_overload(programme=programme, by=make_staff(programme), on=True, now=EVENING)


def test_a_full_line_takes_nobody_more_and_visitors_without_scripts_have_room_of_their_own() -> None:
    programme = make_open_programme()
    make_full(programme=programme)
    OverloadSwitch.objects.update(max_waiting=3, max_waiting_unscripted=1)

    make_waiting(programme=programme)
    knock(programme=programme, scripted=False)
    refused("full", programme=programme, scripted=False)
    make_waiting(programme=programme)
    refused("full", programme=programme)


def test_who_cannot_be_reached_takes_no_room_in_the_line() -> None:
    """A line of closed browsers must not tell a visitor that it is full."""
    programme = make_open_programme()
    make_full(programme=programme)
    OverloadSwitch.objects.update(max_waiting=2, max_waiting_unscripted=1)
    make_waiting(programme=programme)
    knock(programme=programme, scripted=False)
    assert door.door_state(programme, EVENING).reason == "full"

    later = EVENING + REACHABLE
    for row in Presence.objects.all():
        presence.renew(user=row.user, now=later)

    assert door.door_state(programme, later).open
    assert knock(programme=programme, scripted=False, now=later).state == State.WAITING


def test_without_a_right_proof_of_work_the_attempt_is_refused() -> None:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme)

    with pytest.raises(DoorClosed) as closed:
        door.knock(programme=programme, language="nl", pre_chat={}, scripted=True, proof=False, now=EVENING)

    assert closed.value.reason == "refused"
    assert Contact.objects.get().outcome == Outcome.REFUSED


def test_only_codes_are_kept_of_what_was_answered_beforehand() -> None:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme)
    make_code(programme=programme, list_key="topics", code="sextortion")
    make_code(programme=programme, list_key="kind", code="counselling")

    conversation = knock(
        programme=programme,
        pre_chat={"topics": ["sextortion", "my name is Anna"], "kind": ["counselling"], "name": ["Anna"]},
    )

    assert conversation.pre_chat == {"topics": ["sextortion"]}


def test_practice_needs_no_open_door_and_is_never_counted() -> None:
    programme = make_programme()
    user = make_staff(programme)

    conversation = door.start_training(programme=programme, by=user, now=EVENING)

    assert conversation.training
    assert conversation.state == State.WAITING
    assert arrivals("helpwanted") == {}


def test_practice_is_started_by_those_who_answer_chats() -> None:
    programme = make_open_programme()
    with pytest.raises(NotAllowed):
        door.start_training(programme=programme, by=make_staff(), now=EVENING)
    assert not Contact.objects.exists()
