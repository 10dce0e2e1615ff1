"""From every page of the staff "Help" leads to what fits that page."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.guides import fitting, shelf
from helpline.programmes.models import Programme
from tests.factories.desk import make_desk_user


def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every view below a resolver, as a request knows it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif pattern.name:
            yield ":".join((*spaces, pattern.name))


def staff_names() -> set[str]:
    found: set[str] = set()
    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern).startswith(("staff/", "beheer/techniek/")):
            assert isinstance(pattern, URLResolver), pattern
            found |= set(names(pattern, (pattern.namespace,) if pattern.namespace else ()))
        assert not (isinstance(pattern, URLPattern) and str(pattern.pattern).startswith("staff"))
    return found


def test_every_page_of_the_staff_has_its_section() -> None:
    without = {name for name in staff_names() if fitting.place_of(name) is None}
    assert without == set()


def test_a_room_without_a_section_would_be_found() -> None:
    assert fitting.place_of("newroom:list") is None


def test_every_place_is_a_view_or_a_room() -> None:
    known = staff_names()
    spaces = {name.partition(":")[0] for name in known} | {"wagtail", "advice_editing"}
    assert {place for place in fitting.PLACES if place not in known and place not in spaces} == set()


@pytest.mark.parametrize("language", shelf.LANGUAGES)
def test_every_section_that_is_led_to_is_there(language: str) -> None:
    for sections in fitting.PLACES.values():
        for each in sections:
            key, _mark, section = each.partition("#")
            assert section in {found.key for found in shelf.guide(key, language).sections()}, each


@pytest.mark.django_db
def test_the_readers_own_job_comes_first(helpwanted: Programme) -> None:
    counsellor = make_desk_user(helpwanted, role=Role.COUNSELLOR)
    lead = make_desk_user(helpwanted, role=Role.SHIFT_LEAD)
    assert fitting.section_for("care:show", counsellor) == "counsellor#risk"
    assert fitting.section_for("care:show", lead) == "shift-lead#consult"
    assert fitting.section_for("appointments_staff:mine", counsellor) == "therapist#hours"
    assert fitting.section_for("guides:show", lead) == ""
    assert [title.key for title in shelf.own_and_others(User())[0]] == ["everybody"]
