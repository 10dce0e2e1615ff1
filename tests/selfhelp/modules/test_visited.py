"""What a programme manager sees: visits by module, small numbers hidden."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms import kept, visits
from figures import axes, counters
from figures.errors import UnknownCode
from figures.models import DayCounter
from helpline.accounts.roles import Role
from selfhelp.modules import visited
from selfhelp.modules.models import ProgrammePage
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.selfhelp import make_module, make_programme_page, make_whole_programme

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)


def count(name: str, code: str, n: int, day: date = DAY) -> None:
    counters.count_day(programme="stopitnow", name=name, code=code, day=day, n=n)


def counted(name: str) -> dict[str, int]:
    visits.write()
    return dict(DayCounter.objects.filter(name=name).values_list("code", "n"))


def test_readings_are_counted_by_module_and_chapter_and_day(client: Client) -> None:
    make_whole_programme()
    for path in ("gevoelens/", "gevoelens/", "gevoelens/eerste-deel/", "", "nu/"):
        client.get(f"/stopitnow/programma/{path}")
    kept.forget()
    client.get("/stopitnow/programma/gevoelens/")
    client.head("/stopitnow/programma/gevoelens/")
    client.get("/stopitnow/programma/gevoelens/", headers={"Sec-Purpose": "prefetch"})
    assert counted("module_visits") == {"sim.feelings": 3}
    assert counted("chapter_visits") == {"sim.feelings.first": 1}
    assert counted("page_visits") == {"self_help": 6}
    assert set(DayCounter.objects.values_list("day_date", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize(
    ("name", "code"),
    [("module_visits", "sim"), ("module_visits", "sim.a.b"), ("chapter_visits", "sim.a"), ("module_visits", "Sim.a"),
     ("self_help_returns", "sim.a"), ("self_help_returns", "")],
)  # fmt: skip
def test_only_keys_are_counted(name: str, code: str) -> None:
    make_whole_programme()
    with pytest.raises(UnknownCode):
        count(name, code, 1)


def test_the_most_visited_comes_first_and_small_numbers_are_hidden() -> None:
    page = make_programme_page()
    for number, key in enumerate(("one", "two", "three"), start=1):
        make_module(page, number=number, key=key, slug=key, title=key)
    count("module_visits", "sim.one", 7)
    count("module_visits", "sim.two", 20)
    count("module_visits", "sim.three", 3)
    count("module_visits", "sim.two", 99, date(2025, 7, 7))
    count("module_visits", "other.one", 50)
    count("self_help_returns", "sim", 4)
    (part,) = visited.parts(page.programme, 2026, date(2026, 12, 1))
    assert [(line.title, line.visits) for line in part.lines] == [("two", 20), ("one", 7), ("three", None)]
    assert part.visits is None, "with the sum the hidden number could be worked out"
    assert part.returns is None


def test_a_manager_sees_it_and_others_do_not() -> None:
    page = make_whole_programme()
    count("module_visits", "sim.feelings", 12, timezone.localdate())
    programme = ProgrammePage.objects.get(pk=page.pk).programme
    address = reverse("selfhelp_staff:visits")
    manager = browser_of(make_desk_user(programme, role=Role.PROGRAMME_MANAGER))
    shown = manager.get(address)
    assert "Gevoelens" in shown.content.decode()
    assert re.search(r">\s*12\s*<", shown.content.decode())
    assert manager.get(f"{address}?year=nonsense").status_code == 200
    counsellor = browser_of(make_desk_user(programme, role=Role.COUNSELLOR))
    assert counsellor.get(address).status_code == 403


@pytest.mark.parametrize(
    ("asked", "year"), [("2025", 2025), ("2026", 2026), ("2027", 2026), ("1999", 2026), ("x", 2026)]
)
def test_years_that_can_be_asked_for(asked: str, year: int) -> None:
    assert visited.year_of(asked, DAY) == year


def test_the_figures_name_a_module_as_its_page_does() -> None:
    page = make_programme_page()
    make_module(page, number=1, key="one", slug="one", title="Gevoelens herkennen")
    titles = axes.NAMES["module"]("stopitnow")
    assert titles["sim.one"] == "Gevoelens herkennen"
    assert "sim.gone" not in titles
    assert axes.NAMES["module"]("helpwanted") == {}
