"""How long calls took and how long callers waited, as sums over many; nothing of a single one."""

from datetime import timedelta

import pytest
from django.apps import apps

from figures.planning import measured
from helpline.contacts import actions, measuring
from helpline.contacts.states import Outcome
from helpline.programmes.models import Channel, Programme
from tests.factories.contacts import EVENING, make_attempt, make_counsellor, seed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def answered(
    programme: Programme, by: object, *, waited: int, talked: int, channel: str = Channel.PHONE
) -> None:
    contact = make_attempt(programme=programme, channel=channel)
    actions.answer(contact=contact, by=by, now=EVENING + waited * MINUTE)  # type: ignore[arg-type]
    actions.end(contact=contact, now=EVENING + (waited + talked) * MINUTE)


def missed(programme: Programme, outcome: Outcome, *, waited: int) -> None:
    contact = make_attempt(programme=programme, channel=Channel.PHONE)
    actions.close_attempt(contact=contact, outcome=outcome, now=EVENING + waited * MINUTE)


def test_sums_of_calls_within_their_term() -> None:
    programme = seed()
    by = make_counsellor(programme)
    answered(programme, by, waited=1, talked=20)
    answered(programme, by, waited=3, talked=30)
    answered(programme, by, waited=0, talked=400)  # nobody pressed the end
    answered(programme, by, waited=2, talked=15, channel=Channel.CHAT)
    missed(programme, Outcome.LEFT_WAITING, waited=4)
    missed(programme, Outcome.WAIT_LIMIT, waited=15)
    missed(programme, Outcome.CLOSED, waited=1)
    training = make_attempt(programme=programme, channel=Channel.PHONE, training=True)
    actions.close_attempt(contact=training, outcome=Outcome.LEFT_WAITING, now=EVENING + 9 * MINUTE)

    found = measuring.calls("helpwanted")

    assert found == measured.Measured(calls=2, talked=50, gave_up=1, waited=1 + 3 + 4 + 15)
    assert measuring.calls("stopitnow") == measured.NOTHING


def test_averages_are_told_of_enough_calls_only() -> None:
    few = measured.Measured(calls=49, talked=1_000, gave_up=19, waited=100)
    assert (few.handling, few.patience) == (None, None)
    enough = measured.Measured(calls=50, talked=1_012, gave_up=20, waited=91)
    assert (enough.handling, enough.patience) == (20, 4.5)
    assert measured.Measured(50, 1_000, 19, 91).patience is None


def test_planning_asks_here() -> None:
    assert apps.get_app_config("contacts") is not None
    assert measured.SOURCES["phone"] is measuring.calls
