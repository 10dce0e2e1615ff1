"""A contact from the attempt at the door to its end."""

from datetime import UTC, datetime, timedelta

import pytest

from figures.models import DayCounter, HourCounter
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.contacts import actions
from helpline.contacts.errors import FieldConflict, WrongMove
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.programmes.models import Channel
from helpline.programmes.queries import programme_by_slug
from tests.factories.contacts import (
    EVENING,
    make_attempt,
    make_counsellor,
    make_open,
    make_registered,
    make_to_register,
    save,
    seed,
)

pytestmark = pytest.mark.django_db


def arrivals() -> dict[tuple[str, str], int]:
    return {(row.code, f"{row.day_date}"): row.n for row in DayCounter.objects.filter(name="arrivals")}


def test_an_attempt_is_counted_when_its_outcome_is_known_on_the_day_it_arrived() -> None:
    programme = seed()
    # 23:30 in Amsterdam, a Tuesday
    contact = make_attempt(programme=programme, now=datetime(2026, 7, 7, 21, 30, tzinfo=UTC))
    assert arrivals() == {}

    actions.close_attempt(
        contact=contact, outcome=Outcome.LEFT_WAITING, now=datetime(2026, 7, 7, 22, 30, tzinfo=UTC)
    )

    assert arrivals() == {("chat.left_waiting", "2026-07-07"): 1}
    hour = HourCounter.objects.get()
    assert (hour.weekday, hour.hour, f"{hour.month_date}", hour.n) == (1, 23, "2026-07-01", 1)
    assert contact.state == ContactState.CLOSED


def test_an_answered_attempt_is_counted_once_however_often_it_changes_hands() -> None:
    programme = seed()
    first, second = make_counsellor(programme), make_counsellor(programme)
    contact = make_open(programme=programme, by=first)

    actions.answer(contact=contact, by=second, now=EVENING)
    actions.hand_to(contact=contact, to_user=first, by=second)
    actions.end(contact=contact, now=EVENING)
    actions.reopen(contact=contact, by=second, now=EVENING)

    assert arrivals() == {("chat.answered", "2026-07-07"): 1}
    assert contact.counsellor == second
    assert contact.form is not None
    assert contact.form.version == 1


def test_practice_is_never_counted() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    actions.close_attempt(contact=make_attempt(programme=programme, training=True), outcome=Outcome.CLOSED)
    contact = make_registered(programme=programme, by=counsellor, training=True)

    assert contact.state == ContactState.REGISTERED
    assert contact.fact_id is None
    assert not DayCounter.objects.exists()
    assert not HourCounter.objects.exists()


def test_an_attempt_closes_with_an_outcome_that_is_no_answer() -> None:
    contact = make_attempt(programme=seed())
    for outcome in (Outcome.ANSWERED, "other", ""):
        with pytest.raises(WrongMove):
            actions.close_attempt(contact=contact, outcome=outcome)
    assert arrivals() == {}


def test_only_a_contact_at_the_door_is_answered() -> None:
    programme = seed()
    counsellor = make_counsellor(programme)
    contact = make_to_register(programme=programme, by=counsellor)
    with pytest.raises(WrongMove):
        actions.answer(contact=contact, by=counsellor)
    attempt = make_attempt(programme=programme)
    with pytest.raises(WrongMove):
        actions.reopen(contact=attempt, by=counsellor)
    with pytest.raises(WrongMove):
        actions.end(contact=attempt)


def test_handing_to_another_programme_goes_on_with_its_form_and_keeps_what_fits() -> None:
    programme = seed()
    other = programme_by_slug("stopitnow")
    assert other is not None
    counsellor, colleague = make_counsellor(programme), make_counsellor(other)
    contact = make_open(programme=programme, by=counsellor)
    save(contact, "contact_of_year", ["first"], by=counsellor)
    save(contact, "age_band", ["5_11"], by=counsellor)

    actions.hand_to(contact=contact, to_user=colleague, to_programme=other, by=counsellor)

    contact.refresh_from_db()
    assert contact.programme == other
    assert contact.form is not None
    assert contact.form.programme == other
    assert {answer.field: answer.codes for answer in contact.answers.all()} == {
        "contact_of_year": ["first"],
        "age_band": [],
    }
    # whoever still has the other form open is told
    with pytest.raises(FieldConflict):
        save(contact, "age_band", ["19_25"], by=colleague, base=1)


def test_a_lead_takes_over_what_a_colleague_did_not_finish() -> None:
    programme = seed()
    counsellor, lead = make_counsellor(programme), make_counsellor(programme, role=Role.SHIFT_LEAD)
    contact = make_to_register(programme=programme, by=counsellor)

    actions.take_registration(contact=contact, by=lead, now=EVENING)

    assert contact.counsellor == lead
    entry = Entry.objects.order_by("-number")[0]
    assert (entry.action, entry.actor, entry.day_only, entry.subject) == (
        "contact.taken",
        lead.audit_id,
        True,
        "",
    )
    with pytest.raises(WrongMove):
        actions.take_registration(contact=make_open(programme=programme, by=counsellor), by=lead)


def test_terms(settings: object) -> None:
    settings.CONTACT_TERM_DAYS = 30  # type: ignore[attr-defined]
    programme = seed()
    counsellor = make_counsellor(programme)
    attempt = make_attempt(programme=programme)
    assert attempt.expires_at == EVENING + timedelta(days=2)
    registered = make_registered(programme=programme, by=counsellor)
    assert registered.expires_at == EVENING + timedelta(days=30)
    assert Contact.objects.get(pk=registered.pk).channel == Channel.CHAT
