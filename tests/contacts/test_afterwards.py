"""A contact that was elsewhere, entered by who had it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from figures.models import DayCounter, Fact
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts import actions, measuring
from helpline.contacts.errors import NotWithinTerm, WrongMove
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
from tests.factories.accounts import make_user, sign_in
from tests.factories.contacts import COMPLETE, EVENING, fill, make_counsellor, seed

pytestmark = pytest.mark.django_db
BEFORE = EVENING - timedelta(days=3, minutes=20)


def test_it_waits_to_be_registered_and_becomes_a_fact_of_its_channel_and_month() -> None:
    programme = seed()
    noor = make_counsellor(programme)
    contact = actions.enter_afterwards(
        programme=programme, channel="phone", arrived_at=BEFORE, by=noor, on_behalf=True, now=EVENING
    )
    assert contact.state == ContactState.TO_REGISTER
    assert (contact.after_the_fact, contact.on_behalf, contact.counsellor) == (True, True, noor)
    assert (contact.arrived_at.minute, contact.arrived_at.hour) == (0, BEFORE.hour)
    fill(contact, by=noor, codes=COMPLETE)
    actions.register(contact=contact, by=noor, now=EVENING)
    fact = Fact.objects.get()
    assert (fact.channel, fact.month_date.month) == ("phone", 7)


def test_it_counts_as_an_answered_arrival_of_its_day_and_not_as_a_call_that_took_time() -> None:
    programme = seed()
    actions.enter_afterwards(
        programme=programme, channel="phone", arrived_at=BEFORE, by=make_counsellor(programme), now=EVENING
    )
    counted = DayCounter.objects.get(name="arrivals")
    assert (counted.day_date, counted.code, counted.n) == (BEFORE.date(), "phone.answered", 1)
    assert measuring.calls(programme.slug).calls == 0


def test_it_is_audited_by_the_day_or_it_did_not_happen() -> None:
    programme = seed()
    noor = make_counsellor(programme)
    with (
        patch("helpline.contacts.actions.afterwards.audit.record", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        actions.enter_afterwards(programme=programme, channel="chat", arrived_at=BEFORE, by=noor, now=EVENING)
    assert not Contact.objects.exists()
    actions.enter_afterwards(programme=programme, channel="chat", arrived_at=BEFORE, by=noor, now=EVENING)
    entry = Entry.objects.get(action="contact.entered")
    assert (entry.day_only, entry.subject, entry.detail) == (True, "", {})


@pytest.mark.parametrize("ago", [timedelta(hours=-2), timedelta(days=40)])
def test_the_future_and_what_is_long_past_are_refused(ago: timedelta) -> None:
    programme = seed()
    with pytest.raises(NotWithinTerm):
        actions.enter_afterwards(
            programme=programme,
            channel="post",
            arrived_at=EVENING - ago,
            by=make_counsellor(programme),
            now=EVENING,
        )


def test_nobody_comes_by_the_advice_module() -> None:
    programme = seed()
    with pytest.raises(WrongMove):
        actions.enter_afterwards(
            programme=programme,
            channel="advice",
            arrived_at=BEFORE,
            by=make_counsellor(programme),
            now=EVENING,
        )


def test_the_page() -> None:
    programme = seed()
    browser = sign_in(
        Client(headers={"accept-language": "en"}), make_user(roles=[(programme, Role.COUNSELLOR)])
    )
    address = reverse("contacts:afterwards")
    today = timezone.localdate()
    # a field of a day takes its value in one form only, whatever the language
    for language in ("nl", "en"):
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = browser.get(address).text
        assert 'name="on_behalf"' in page
        assert f'value="{today.isoformat()}"' in page
    told = {
        "programme": "helpwanted",
        "channel": "phone",
        "day": today.isoformat(),
        "hour": "0",
        "on_behalf": "on",
    }
    assert browser.post(address, {**told, "day": (today + timedelta(days=2)).isoformat()}).status_code == 422
    assert browser.post(address, {**told, "programme": "stopitnow"}).status_code == 422
    answer = browser.post(address, told, follow=True)
    contact = Contact.objects.get()
    assert answer.redirect_chain == [(reverse("contacts:registration", args=[contact.pk]), 302)]
    assert "reg-note" in answer.text
    manager = sign_in(Client(), make_user(roles=[(programme, Role.PROGRAMME_MANAGER)]))
    assert manager.get(address).status_code == 403
