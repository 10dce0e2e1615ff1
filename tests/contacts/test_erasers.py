"""Contacts end at their term, and with them the only link to a fact."""

from datetime import timedelta

import pytest

from figures.models import Fact, MonthCounter
from helpline.contacts.erasers import ERASERS
from helpline.contacts.models import Answer, Contact
from helpline.contacts.nightly import NIGHTLY
from helpline.contacts.states import Outcome
from tests.factories.contacts import (
    EVENING,
    make_attempt,
    make_counsellor,
    make_registered,
    make_to_register,
    save,
    seed,
)

pytestmark = pytest.mark.django_db

(contacts,) = ERASERS
(close_forgotten,) = NIGHTLY


def test_a_contact_ends_with_its_answers_and_pointer_and_the_fact_stays() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_registered(programme=programme, by=counsellor)

    assert contacts.due(contact.expires_at - timedelta(seconds=1)) == 0
    assert contacts.erase(contact.expires_at - timedelta(seconds=1), 10) == 0
    assert contacts.due(contact.expires_at) == 1
    assert contacts.erase(contact.expires_at, 10) == 1

    assert not Contact.objects.exists()
    assert not Answer.objects.exists()
    assert Fact.objects.count() == 1
    assert not MonthCounter.objects.exists()


def test_a_contact_nobody_registered_is_counted_as_such() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_to_register(programme=programme, by=counsellor)
    save(contact, "gender", ["girl"], by=counsellor)
    make_to_register(programme=programme, by=counsellor, training=True)

    assert contacts.erase(contact.expires_at, 1) == 1
    assert contacts.erase(contact.expires_at, 5) == 1

    counter = MonthCounter.objects.get()
    assert (counter.name, counter.code, counter.n) == ("never_registered", "chat", 1)
    assert not Fact.objects.exists()


def test_an_attempt_whose_outcome_nobody_told_left_while_waiting() -> None:
    contact = make_attempt(programme=seed())
    close_forgotten.run(EVENING + timedelta(hours=23))
    contact.refresh_from_db()
    assert contact.outcome == ""
    close_forgotten.run(EVENING + timedelta(hours=24))
    contact.refresh_from_db()
    assert contact.outcome == Outcome.LEFT_WAITING
    assert contacts.erase(EVENING + timedelta(days=3), 10) == 1
