"""Contacts against facts: each way to differ is planted once and found, and what agrees is not called different."""

import uuid
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from figures.agreement import COMPARERS, Fault, last
from figures.facts import withdraw_fact, write_fact
from figures.models import Fact
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.contacts import actions
from helpline.contacts.models import Answer, Contact
from helpline.contacts.reconciliation import compared, surplus
from helpline.programmes import queries
from helpline.programmes.models import Programme
from tests.factories.contacts import COMPLETE, make_counsellor, make_registered, make_to_register, seed
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
JULY = date(2026, 7, 1)


@pytest.fixture
def helpwanted() -> Programme:
    return seed()


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_counsellor(helpwanted)


@pytest.fixture
def contact(helpwanted: Programme, noor: User) -> Contact:
    return make_registered(programme=helpwanted, by=noor, now=NOW)


def found() -> list[tuple[str, str, int]]:
    return [(each.fault.value, each.field, each.n) for each in compared(NOW).differences]


def test_what_was_registered_agrees(helpwanted: Programme, noor: User, contact: Contact) -> None:
    make_registered(programme=helpwanted, by=noor, now=NOW, training=True)
    waiting = make_to_register(programme=helpwanted, by=noor, now=NOW)
    joke = make_to_register(programme=helpwanted, by=noor, now=NOW)
    actions.close_non_counselling(contact=joke, kind="joke", by=noor)
    actions.correct(contact=contact, codes={**COMPLETE, "topics": ["grooming"]}, by=noor)
    again = make_registered(programme=helpwanted, by=noor, now=NOW)
    actions.reopen(contact=again, by=noor)
    Answer.objects.filter(contact=again, field="topics").update(codes=["sexting"])
    write_fact(programme="helpwanted", month=NOW, channel="advice", codes={"kind": ["counselling"]})
    result = compared(NOW)
    assert result.differences == ()
    assert result.contacts == {"helpwanted": 3, "stopitnow": 0}, waiting


def test_a_contact_that_was_never_counted(contact: Contact) -> None:
    assert contact.fact_id is not None
    withdraw_fact(contact.fact_id)
    Contact.objects.filter(pk=contact.pk).update(fact_id=None)
    assert found() == [("no_fact", "", 1)]


def test_a_fact_that_is_gone_is_found_and_mended_by_a_correction(contact: Contact, noor: User) -> None:
    assert contact.fact_id is not None
    withdraw_fact(contact.fact_id)
    assert found() == [("fact_gone", "", 1)]
    actions.correct(contact=contact, codes=COMPLETE, by=noor)
    assert found() == []
    assert Fact.objects.get().topics == "blackmail|grooming"


@pytest.mark.parametrize(
    ("change", "fault", "field"),
    [
        ({"month_date": date(2019, 2, 1)}, Fault.OTHER_MONTH, ""),
        ({"channel": "post"}, Fault.OTHER_CHANNEL, ""),
        ({"programme": "stopitnow"}, Fault.OTHER_PROGRAMME, ""),
        ({"age_band": "19_25"}, Fault.OTHER_CODES, "age_band"),
        ({"topics": "grooming"}, Fault.OTHER_CODES, "topics"),
        ({"kind": "joke"}, Fault.OTHER_CODES, "kind"),
        ({"relation": "partner"}, Fault.OTHER_CODES, "relation"),
    ],
)
def test_a_fact_that_says_something_else(contact: Contact, change: dict, fault: Fault, field: str) -> None:  # type: ignore[type-arg]
    Fact.objects.update(**change)
    assert found() == [(fault.value, field, 1)]


def test_two_contacts_that_are_counted_as_one(helpwanted: Programme, noor: User, contact: Contact) -> None:
    other = make_registered(programme=helpwanted, by=noor, now=NOW)
    assert other.fact_id is not None
    withdraw_fact(other.fact_id)
    Contact.objects.filter(pk=other.pk).update(fact_id=contact.fact_id)
    assert found() == [("fact_shared", "", 1)]


def test_practice_that_was_counted(contact: Contact) -> None:
    Contact.objects.filter(pk=contact.pk).update(training=True)
    assert found() == [("practice_counted", "", 1)]


def test_a_fact_without_a_contact_is_found_while_all_contacts_of_its_month_exist(contact: Contact) -> None:
    for month in (NOW - timedelta(days=3650), NOW):
        write_fact(programme="helpwanted", month=month, channel="chat", codes={"kind": ["counselling"]})
    assert found() == [("fact_too_many", "", 1)]
    assert surplus({("helpwanted", JULY, "advice"): 9}, {}) == []


def test_the_comparison_asks_once_more_before_it_says_so(
    contact: Contact, noor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody corrects the contact between its reading and the reading of its fact."""
    from helpline.contacts import reconciliation

    read = reconciliation.read_facts

    def late(ids: list[uuid.UUID]) -> object:
        monkeypatch.setattr(reconciliation, "read_facts", read)
        actions.correct(contact=contact, codes={**COMPLETE, "gender": ["boy"]}, by=noor)
        return read(ids)

    monkeypatch.setattr(reconciliation, "read_facts", late)
    assert found() == []


def test_it_costs_a_few_readings_however_many_contacts(
    helpwanted: Programme, noor: User, django_assert_max_num_queries: object
) -> None:
    for _ in range(5):
        make_registered(programme=helpwanted, by=noor, now=NOW)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert found() == []


def test_the_command_keeps_prints_and_fails(contact: Contact) -> None:
    assert compared in COMPARERS
    printed = StringIO()
    call_command("compare_facts", stdout=printed)
    assert printed.getvalue().splitlines() == [
        "helpwanted: 1 contact(s) compared",
        "stopitnow: 0 contact(s) compared",
    ]
    Fact.objects.update(gender="boy")
    printed = StringIO()
    with pytest.raises(CommandError):
        call_command("compare_facts", stdout=printed)
    assert "1 other_codes (gender)" in printed.getvalue()
    (state,) = last(["helpwanted"])
    assert [each.fault for each in state.differences] == [Fault.OTHER_CODES]


def test_managers_and_administrators_see_and_compare(contact: Contact, helpwanted: Programme) -> None:
    manager = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    administrator = browser_of(make_desk_user(administrator=True), language="nl")
    editor = browser_of(make_desk_user(helpwanted, role=Role.EDITOR))
    page = manager.get("/staff/figures/agreement/").content.decode()
    assert "Not compared yet" in page
    assert "Stop it Now" not in page
    Fact.objects.update(gender="boy")
    page = administrator.post("/staff/figures/agreement/compare", follow=True).content.decode()
    assert "Geteld met andere antwoorden dan geregistreerd: Gender" in page
    assert str(contact.pk) not in page
    assert "boy" not in page.lower()
    overview = manager.get("/staff/figures/helpwanted/").content.decode()
    assert "Some of the numbers below are wrong" in overview
    overview = manager.get("/staff/figures/helpwanted/?from=2021-01&to=2021-12").content.decode()
    assert "do not agree in months that are not shown here" in overview
    assert editor.get("/staff/figures/agreement/").status_code == 403
    assert editor.post("/staff/figures/agreement/compare").status_code == 403
    queries.forget()
