"""Requests end at their term, with their keys, and the ledger counts them."""

from datetime import date, timedelta

import pytest

from helpline.programmes.models import Programme
from helpline.requests import actions, terms
from helpline.requests.erasers import ERASERS
from helpline.requests.models import Intake, ProfessionalRequest
from helpline.requests.nightly import NIGHTLY
from helpline.requests.states import RequestState
from helpline.retention import actions as retention
from helpline.retention import registry
from helpline.retention.models import LedgerLine
from helpline.retention.terms import terms as house_terms
from helpline.vault.keystore import store
from helpline.vault.models import DataKey
from tests.factories.requests import MORNING, make_handler, make_request

pytestmark = pytest.mark.django_db
(requests,) = ERASERS
(tidy,) = NIGHTLY
DAY = timedelta(days=1)


def test_a_request_ends_on_its_thirtieth_day_in_amsterdam(helpwanted: Programme) -> None:
    make_request(programme=helpwanted)
    midnight = MORNING.replace(hour=22, minute=0) + 29 * DAY  # in summer, in Amsterdam
    before = midnight - timedelta(seconds=1)
    assert (requests.due(before), requests.erase(before, 10)) == (0, 0)
    assert (requests.due(midnight), requests.erase(midnight, 10)) == (1, 1)
    assert not ProfessionalRequest.objects.exists()
    assert not DataKey.objects.exists()


def test_what_was_handled_ends_a_week_later(helpwanted: Programme) -> None:
    noor = make_handler(helpwanted)
    make_request(programme=helpwanted, state=RequestState.DONE, by=noor)
    make_request(programme=helpwanted, state=RequestState.TAKEN, by=noor)
    assert requests.due(MORNING + 6 * DAY) == 0
    assert requests.erase(MORNING + 7 * DAY, 10) == 1
    assert ProfessionalRequest.objects.get().state == RequestState.TAKEN


def test_a_run_takes_so_many_and_the_oldest_first(helpwanted: Programme) -> None:
    for days in (0, 1, 2):
        make_request(programme=helpwanted, now=MORNING + days * DAY)
    late = MORNING + 60 * DAY
    assert requests.erase(late, 2) == 2
    assert ProfessionalRequest.objects.get().arrived_date == (MORNING + 2 * DAY).date()
    assert requests.erase(late, 2) == 1
    assert requests.erase(late, 2) == 0


def test_the_night_erases_counts_and_destroys_the_day_s_key(helpwanted: Programme) -> None:
    make_request(programme=helpwanted)
    assert [name.term_class for name in store().day_keys()] == ["request"]
    night = MORNING + 30 * DAY - timedelta(hours=6)  # four in the morning in Amsterdam
    counts = retention.erase(now=night)
    assert (counts["request"], counts["day_key"]) == (1, 1)
    assert LedgerLine.objects.get(kind="request").erased == 1
    assert list(store().day_keys()) == []
    assert not DataKey.objects.exists()


def test_a_request_that_was_reopened_meanwhile_is_left_alone(helpwanted: Programme) -> None:
    noor = make_handler(helpwanted)
    asked = make_request(programme=helpwanted, state=RequestState.DONE, by=noor)
    actions.reopen(asked=asked, by=noor, now=MORNING)
    assert actions.erase_if_due(asked.pk, now=MORNING + 7 * DAY) is False
    assert ProfessionalRequest.objects.exists()


def test_the_house_s_table_and_the_room_agree() -> None:
    table = house_terms(chat_days=7, contact_days=30)
    assert table["request"].length == terms.TERM
    assert table["handled_request"].length == terms.TERM_WHEN_DONE
    assert "request" in {eraser.kind for eraser in registry.erasers()}
    assert "requests" in {job.name for job in registry.nightly_jobs()}


@pytest.mark.parametrize(
    "arrived", [date(2026, 1, 31), date(2026, 3, 20), date(2026, 10, 10), date(2028, 2, 28)]
)
def test_a_key_is_not_needed_longer_than_its_request_also_over_the_change_of_clocks(arrived: date) -> None:
    erase_on = terms.erase_on(arrived)
    assert (erase_on - arrived).days == 30
    ends_at = terms.key_ends_at(erase_on)
    assert ends_at.date() == erase_on
    assert (ends_at - timedelta(seconds=1)).date() == erase_on - DAY


def test_the_night_forgets_the_hours(helpwanted: Programme) -> None:
    make_request(programme=helpwanted)
    tidy.run(MORNING + DAY)
    assert Intake.objects.get().hour_at is None
