"""The list and its filters, the same on both engines."""

from datetime import date, timedelta
from typing import Any

import pytest

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases import actions, searching
from helpline.cases.models import Case
from helpline.cases.searching import ANY, MINE, NOBODYS, Filters
from helpline.programmes.queries import programmes
from tests.factories.cases import EVENING, make_case
from tests.factories.chat import make_staff
from tests.factories.programmes import make_programme
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
LATER = EVENING + timedelta(days=20)


def _fill() -> dict[str, int]:
    here, there = make_programme(), make_programme(slug="stopitnow", name="Stop it Now")
    noor, sam = make_staff(here, name="Noor"), make_staff(here, there, name="Sam")
    make_case(programme=here, by=noor, alias="Stille Haven")
    later = make_case(programme=here, by=noor, alias="Bonte Café", now=LATER)
    actions.move(case=later, to="waiting", by=noor, now=LATER)
    closed = make_case(programme=here, by=sam, alias="Dicht Dak")
    actions.move(case=closed, to="closed", by=sam, now=EVENING)
    free = make_case(programme=there, by=sam, alias="Verre Haven")
    actions.let_go(case=free, by=sam, now=EVENING)
    lead = make_staff(there, role=Role.SHIFT_LEAD)
    manager = make_staff(here, role=Role.PROGRAMME_MANAGER)
    return {"noor": noor.pk, "sam": sam.pk, "lead": lead.pk, "manager": manager.pk}


filled = once_a_file(_fill)


@pytest.mark.parametrize(
    ("who", "filters", "aliases"),
    [
        ("noor", {}, ["Bonte Café", "Stille Haven"]),
        ("sam", {}, ["Bonte Café", "Stille Haven", "Verre Haven"]),
        ("lead", {}, ["Verre Haven"]),
        ("manager", {}, []),
        ("sam", {"text": "HAVEN"}, ["Stille Haven", "Verre Haven"]),
        ("noor", {"text": "cafe"}, ["Bonte Café"]),
        ("noor", {"text": "100%"}, []),
        ("sam", {"state": "closed"}, ["Dicht Dak"]),
        ("sam", {"state": ANY, "owner": MINE}, ["Dicht Dak"]),
        ("sam", {"owner": NOBODYS}, ["Verre Haven"]),
        ("sam", {"programme": "stopitnow"}, ["Verre Haven"]),
        ("noor", {"programme": "stopitnow"}, []),
        ("noor", {"state": "waiting"}, ["Bonte Café"]),
        ("noor", {"opened_from": date(2026, 7, 10)}, ["Bonte Café"]),
        ("noor", {"moved_until": date(2026, 7, 7)}, ["Stille Haven"]),
        ("sam", {"state": ANY, "soon": True}, ["Dicht Dak"]),
    ],
)
def test_filters(filled: dict[str, int], who: str, filters: dict[str, Any], aliases: list[str]) -> None:
    user = User.objects.get(pk=filled[who])
    page = searching.search(user, Filters(**filters), now=LATER)
    assert sorted(row.case.alias for row in page.rows) == aliases
    assert page.total == len(aliases)


def test_moved_last_comes_first_and_the_next_task_stands_beside(filled: dict[str, int]) -> None:
    noor = User.objects.get(pk=filled["noor"])
    case = Case.objects.get(alias="Bonte Café")
    for days in (3, 1):
        actions.set_task(case=case, kind="other", due_at=LATER + timedelta(days=days), by=noor, now=LATER)
    rows = searching.search(noor, Filters(), now=LATER).rows
    assert [row.case.alias for row in rows] == ["Bonte Café", "Stille Haven"]
    assert [row.next_due for row in rows] == [LATER + timedelta(days=1), None]


def test_pages_cost_the_same_number_of_questions(
    filled: dict[str, int], django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor = User.objects.get(pk=filled["noor"])
    monkeypatch.setattr(searching, "PAGE_SIZE", 1)
    programmes()  # kept by the process: not asked for again at every look
    with django_assert_max_num_queries(4):
        first = searching.search(noor, Filters(), now=LATER)
    second = searching.search(noor, Filters(), page=2, now=LATER)
    assert [row.case.alias for row in (*first.rows, *second.rows)] == ["Bonte Café", "Stille Haven"]
    assert searching.search(noor, Filters(), page=9, now=LATER).number == 2
