"""Records end with their case or at their own term, with their keys; an open one does not end by itself."""

from datetime import timedelta

import pytest

from helpline.care import terms
from helpline.care.erasers import ERASERS
from helpline.care.models import RiskRecord, RiskText
from helpline.care.nightly import NIGHTLY
from helpline.care.states import RiskState
from helpline.cases.models import Case, TimelineLine
from helpline.contacts.models import Contact
from helpline.retention import actions as retention
from helpline.retention import registry
from helpline.retention.models import LedgerLine
from helpline.retention.terms import terms as house_terms
from helpline.vault.models import DataKey
from tests.factories.care import EVENING, make_case, make_lead, make_record
from tests.factories.contacts import make_counsellor, seed

pytestmark = pytest.mark.django_db
(records,) = ERASERS
(keep,) = NIGHTLY
DAY = timedelta(days=1)


def test_a_closed_record_ends_at_its_term_and_an_open_one_does_not() -> None:
    programme = seed()
    noor, lead = make_counsellor(programme), make_lead(programme)
    make_record(programme=programme, by=noor, lead=lead, state=RiskState.CLOSED)
    still = make_record(programme=programme, by=noor)
    end = EVENING + terms.TERM
    assert (records.due(end - timedelta(seconds=1)), records.erase(end - timedelta(seconds=1), 9)) == (0, 0)
    assert (records.due(end), records.erase(end, 9), records.erase(end, 9)) == (1, 1, 0)
    assert list(RiskRecord.objects.all()) == [still]
    assert RiskText.objects.count() == 1
    assert DataKey.objects.filter(term_class="case").count() == 1


def test_the_key_of_an_open_record_is_moved_on_every_night_that_needs_it() -> None:
    programme = seed()
    make_record(programme=programme, by=make_counsellor(programme))

    def ends() -> object:
        return DataKey.objects.get(term_class="case").expires_on_date

    first = ends()
    keep.run(EVENING + DAY)
    assert ends() == first, "not every night"
    for nights in range(10, 400, 5):
        keep.run(EVENING + nights * DAY)
    assert ends() >= (EVENING + 395 * DAY).date()  # type: ignore[operator]


def test_of_a_case_it_ends_with_the_case_and_open_it_keeps_the_case() -> None:
    programme = seed()
    noor, lead = make_counsellor(programme), make_lead(programme)
    case, other = (make_case(programme=programme, by=noor, alias=alias) for alias in ("reiger", "zeekoet"))
    make_record(programme=programme, by=noor, case=case)
    make_record(programme=programme, by=noor, lead=lead, state=RiskState.CLOSED, case=other)
    other.refresh_from_db()
    shortly = other.expires_at - DAY
    keep.run(shortly)
    case.refresh_from_db()
    assert case.expires_at > shortly + DAY
    assert TimelineLine.objects.get(case=case, codes={"did": "still_open"}).by is None
    assert records.erase(other.expires_at, 9) == 1
    assert [record.case for record in RiskRecord.objects.all()] == [case]


def test_the_night_erases_a_case_with_its_record_and_the_ledger_counts_both() -> None:
    programme = seed()
    noor, lead = make_counsellor(programme), make_lead(programme)
    case = make_case(programme=programme, by=noor)
    make_record(programme=programme, by=noor, lead=lead, state=RiskState.CLOSED, case=case)
    case.refresh_from_db()
    counts = retention.erase(now=case.expires_at)
    assert counts["risk_record"] == 1
    assert LedgerLine.objects.get(kind="risk_record").erased == 1
    assert not Case.objects.exists()
    assert not DataKey.objects.filter(term_class="case").exists()


def test_a_contact_that_ends_leaves_the_record() -> None:
    programme = seed()
    record = make_record(programme=programme, by=make_counsellor(programme))
    Contact.objects.all().delete()
    record.refresh_from_db()
    assert record.contact is None


def test_the_house_s_table_and_the_room_agree() -> None:
    assert house_terms(chat_days=7, contact_days=30)["risk_record"].length == terms.TERM
    assert "risk_record" in {eraser.kind for eraser in registry.erasers()}
    assert "risk_records" in {job.name for job in registry.nightly_jobs()}
