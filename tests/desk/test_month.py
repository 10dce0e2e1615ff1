"""The month so far, on the screen of a programme manager: small numbers never."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from figures.facts import write_fact
from helpline.accounts.roles import Role
from helpline.desk.month import part
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db


def register(programme: Programme, kind: str, times: int, *, month: date, channel: str = "chat") -> None:
    for _ in range(times):
        write_fact(programme=programme.slug, month=month, channel=channel, codes={"kind": [kind]})


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def test_a_manager_sees_the_own_programmes_and_nobody_else_sees_anything(
    programme: Programme, other: Programme, today: date
) -> None:
    register(programme, "counselling", 6, month=today)
    address = reverse("desk:figures")
    page = browser_of(make_desk_user(programme, role=Role.PROGRAMME_MANAGER)).get(address)
    assert page.status_code == 200
    assert [each.programme for each in page.context["parts"]] == [programme]
    assert f'href="{address}" aria-current="page"' in page.content.decode()
    for role in set(Role) - {Role.PROGRAMME_MANAGER}:
        browser = browser_of(make_desk_user(programme, other, role=role))
        assert browser.get(address).status_code == 403, role
        assert address not in browser.get(reverse("accounts:account")).content.decode(), role


def test_small_numbers_are_nowhere_on_the_page(programme: Programme, today: date) -> None:
    register(programme, "counselling", 41, month=today)
    register(programme, "silent", 37, month=today)
    register(programme, "joke", 3, month=today)
    manager = make_desk_user(programme, role=Role.PROGRAMME_MANAGER)
    page = browser_of(manager).get(reverse("desk:figures")).content.decode()
    # neither the 3, nor a sum that would tell it
    shown = re.findall(r'<td class="number[^"]*">\s*(\d+)\s*</td>', page)
    assert shown == ["41", "41", "37", "37"]
    assert "Hidden: a number from 1 to 4" in page


def test_too_few_to_show_is_said_in_a_sentence(programme: Programme, today: date) -> None:
    """One contact, or a few of each kind: dots in every cell would tell nothing."""
    browser = browser_of(make_desk_user(programme, role=Role.PROGRAMME_MANAGER))
    for kind, times, says_so in (("counselling", 1, True), ("joke", 3, True), ("silent", 5, False)):
        register(programme, kind, times, month=today)
        page = browser.get(reverse("desk:figures")).content.decode()
        assert ("too few of any kind to show a number" in page) is says_so
        assert ("<table" in page) is not says_so


def test_the_words_are_those_of_the_reader(programme: Programme, today: date) -> None:
    register(programme, "counselling", 5, month=today)
    manager = make_desk_user(programme, role=Role.PROGRAMME_MANAGER)
    page = browser_of(manager, language="nl").get(reverse("desk:figures")).content.decode()
    assert "Cijfers tot nu toe" in page
    assert "Verborgen" not in page
    assert "counselling" not in page.split("<tbody>")[1]


def test_another_month_and_another_programme_do_not_count(
    programme: Programme, other: Programme, today: date
) -> None:
    register(programme, "counselling", 5, month=date(2020, 1, 1))
    register(other, "counselling", 5, month=today)
    table = part(programme, today)
    assert (table.lines, table.hides) == ((), False)


def test_a_kind_is_named_in_words(programme: Programme, today: date) -> None:
    table = part(programme, today)
    assert table.lines == ()
    register(programme, "counselling", 5, month=today)
    (line,) = part(programme, today).lines
    assert line.label not in ("", "counselling")
    assert (line.cells, line.total) == ((5,), 5)
