"""The screens: searching with a code, a new case, codes that are shown once, the contact beside a case."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit.models import Entry
from helpline.cases import actions, queries
from helpline.cases.models import Case, Note
from helpline.programmes.models import Programme
from tests.cases.asking import answer
from tests.factories.contacts import make_attempt, make_open

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_hash")]


@pytest.fixture
def case(helpwanted: Programme, noor: User) -> Case:
    return actions.open_case(programme=helpwanted, by=noor, alias="Stille Haven")


def page(user: User, name: str, posted: dict[str, Any] | None = None, query: str = "", **ids: Any) -> str:
    return str(answer(user, name, ids, posted, query).content.decode())


def test_a_code_finds_its_case_and_never_comes_into_an_address(case: Case, noor: User) -> None:
    code = actions.make_code(case=case, by=noor)
    found = answer(noor, "cases:find", {}, {"text": code.upper().replace("-", " ")})
    assert found["Location"] == reverse("cases:show", args=[case.pk])
    found = answer(noor, "cases:find", {}, {"text": "lepel " + " ".join(code.split("-")[1:])})
    assert "lepel" not in found["Location"]


def test_an_alias_is_looked_for_in_the_list(case: Case, noor: User) -> None:
    found = answer(noor, "cases:find", {}, {"text": "haven"})
    assert found["Location"] == reverse("cases:list") + "?text=haven&state=any"
    assert "Stille Haven" in page(noor, "cases:list", query="?text=HAVEN&state=any")
    assert "Stille Haven" not in page(noor, "cases:list", query="?text=boot")


def test_a_code_is_shown_once_and_only_its_hash_is_kept(case: Case, noor: User) -> None:
    shown = page(noor, "cases:make_code", {"kind": "words"}, case_id=case.pk)
    case.refresh_from_db()
    assert case.words_hash is not None
    assert case.digits_hash is None
    assert case.words_hash not in shown
    assert shown.count("cs-dash") == 4


def test_a_new_case_asks_about_a_name_and_keeps_what_was_typed(helpwanted: Programme, noor: User) -> None:
    sent = {"programme": helpwanted.pk, "alias": "Sanne uit Oost"}
    asked = page(noor, "cases:new", sent)
    assert "Sanne" in asked
    assert "is_no_name" in asked
    assert not Case.objects.exists()
    answer(noor, "cases:new", {}, {**sent, "is_no_name": "on"})
    assert Case.objects.get().alias == "Sanne uit Oost"


def test_a_contact_is_linked_by_the_code_that_the_person_told(
    case: Case, helpwanted: Programme, noor: User
) -> None:
    contact = make_open(programme=helpwanted, by=noor, now=timezone.now())
    code = actions.make_code(case=case, by=noor)
    answer(noor, "cases:beside", {"contact_id": contact.pk}, {"text": code})
    assert queries.case_of(contact) == case
    line = case.lines.get(kind="contact")
    assert line.codes == {"did": "linked", "channel": "chat", "how": "code"}


def test_without_a_code_nobody_is_linked(case: Case, helpwanted: Programme, noor: User) -> None:
    contact = make_attempt(programme=helpwanted, now=timezone.now())
    assert queries.case_of(contact) is None


def test_a_case_is_opened_from_a_contact(helpwanted: Programme, noor: User) -> None:
    contact = make_open(programme=helpwanted, by=noor, now=timezone.now())
    sent = {"programme": helpwanted.pk, "alias": "", "contact": str(contact.pk)}
    answer(noor, "cases:new", {}, sent)
    found = queries.case_of(contact)
    assert found is not None
    assert found.owner == noor


def test_what_identifies_is_masked_unless_a_reason_is_given(case: Case, noor: User) -> None:
    sent = {"number": str(uuid4()), "text": "bel 06 12345678"}
    answer(noor, "cases:write_note", {"case_id": case.pk}, sent)
    note = Note.objects.get()
    assert "12345678" not in queries.unseal(case, bytes(note.sealed), kind="note", row_id=note.pk)
    answer(
        noor,
        "cases:write_note",
        {"case_id": case.pk},
        {**sent, "number": str(uuid4()), "text_reason": "needed"},
    )
    assert Entry.objects.filter(action="guard.overridden").count() == 1


def test_a_task_shows_on_the_case_on_my_tasks_and_on_the_desk(case: Case, noor: User, sam: User) -> None:
    now = timezone.now()
    actions.set_task(
        case=case, kind="find_out", due_at=now - timedelta(minutes=1), by=noor, text="rond woensdag"
    )
    assert "rond woensdag" in page(noor, "cases:tasks")
    assert "rond woensdag" not in page(sam, "cases:show", case_id=case.pk)
    load = queries.for_desk(noor, now)
    assert load is not None
    assert (load.own, load.later, [task.is_due for task in load.tasks]) == (1, 0, [True])
    assert "woensdag" not in str(load)
    assert queries.for_desk(sam, now) == queries.for_desk(sam, now)


def test_a_case_past_its_term_is_not_there(case: Case, noor: User) -> None:
    Case.objects.update(expires_at=timezone.now())
    assert "Stille Haven" not in page(noor, "cases:list", query="?state=any")
