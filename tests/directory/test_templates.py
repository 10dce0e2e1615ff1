"""What visitors see of a record: numbers that dial, links that say where they lead, and no fact for editors only."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation

from helpline.directory.demo import create_demo_content
from helpline.directory.models import KINDS
from helpline.directory.records import Record
from helpline.programmes.actions import seed_programmes
from tests.factories.directory import make_organisation, make_removal_route, make_term, make_tip

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

NAME_OF = {
    "directory/organisation.html": "organisation",
    "directory/removal_route.html": "route",
    "directory/tip.html": "tip",
    "directory/term.html": "term",
}


def shown(record: Record, language: str = "nl", **context: Any) -> BeautifulSoup:
    """The record as its include shows it in a language."""
    with translation.override(language):
        page = render_to_string(record.TEMPLATE, {NAME_OF[record.TEMPLATE]: record, **context})
    return BeautifulSoup(page, "html.parser")


def text(soup: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", soup.get_text())


def test_a_number_dials() -> None:
    organisation = make_organisation(
        phones=(
            {"number": "0800-0113", "free": True, "day_and_night": True},
            {"number": "030 123 45 67", "note_nl": "alleen overdag"},
        )
    )
    links = shown(organisation).select(".numbers a")
    assert [(link["href"], link.get_text(strip=True)) for link in links] == [
        ("tel:08000113", "0800-0113"),
        ("tel:0301234567", "030 123 45 67"),
    ]
    words = text(shown(organisation))
    assert "gratis, dag en nacht" in words
    assert "(alleen overdag)" in words


def test_a_link_says_that_it_leaves_and_tells_the_other_site_nothing() -> None:
    organisation = make_organisation(
        website="https://www.example.org/", chat_address="https://chat.example.org/x"
    )
    route = make_removal_route(form_address="https://help.example.org/")
    for record, count in ((organisation, 2), (route, 1)):
        links = shown(record, "en").select('a[href^="http"]')
        assert len(links) == count
        for link in links:
            assert set(link["rel"]) == {"noopener", "noreferrer", "external"}
            assert "opens another site" in link.get_text()
            assert not link.has_attr("target"), "the way back is the browser's own"
    assert "example.org (opens another site)" in text(shown(organisation, "en"))


def test_what_is_not_there_leaves_no_empty_part() -> None:
    page = shown(make_organisation())
    assert page.select(".numbers, .facts, .row, a") == []
    assert [part for part in page.find_all(["p", "li", "span"]) if not part.get_text(strip=True)] == []


def test_dutch_on_an_english_page_is_marked_and_told() -> None:
    organisation = make_organisation(what_nl="Wij luisteren.", hours_nl="Overdag", hours_en="By day")
    page = shown(organisation, "en")
    assert [part.get_text(strip=True) for part in page.select("[lang]")] == ["Wij luisteren."]
    assert page.select_one("[lang]")["lang"] == "nl"  # type: ignore[index]
    assert "in Dutch only" in text(page)
    assert "lang=" not in str(shown(organisation, "nl"))
    assert "alleen in het" not in text(shown(organisation, "nl"))


@pytest.mark.parametrize(("level", "tag"), [(None, "h3"), (2, "h2"), (3, "h3")])
def test_the_heading_fits_the_page(level: int | None, tag: str) -> None:
    for record in (make_organisation(), make_removal_route(), make_tip()):
        assert [heading.name for heading in shown(record, level=level).find_all(["h2", "h3"])] == [tag]


def test_steps_are_an_ordered_list() -> None:
    route = make_removal_route(steps=("Eerst dit.", "Dan dat."), image_age="under_18")
    page = shown(route)
    assert [step.get_text() for step in page.select("ol > li")] == ["Eerst dit.", "Dan dat."]
    assert "vóór je 18e" in text(page)
    assert "18" not in text(shown(make_removal_route()))


def test_a_tip_brings_the_number_of_who_helps_until_they_are_unpublished() -> None:
    helper = make_organisation(name="De helpers", phones=({"number": "112"},))
    tip = make_tip(text_nl="Een.\n\nTwee.", organisation=helper)
    assert len(shown(tip).select("div > p")) == 2
    assert shown(tip).select_one('a[href="tel:112"]') is not None
    assert "De helpers" in text(shown(tip))
    helper.unpublish()
    tip.refresh_from_db()
    assert shown(tip).select("a") == []
    assert "De helpers" not in text(shown(tip))


def test_a_term_can_be_pointed_at() -> None:
    page = shown(make_term(key="sexting", avoided_nl="ander woord"))
    assert page.select_one("#term-sexting dt dfn") is not None
    assert "ander woord" not in text(page)


def test_what_an_editor_typed_is_text_and_nothing_else() -> None:
    nasty = "<b onclick=x>'\"&"
    for record in (
        make_organisation(name=nasty, what_nl=nasty, phones=({"number": "112", "note_nl": nasty},)),
        make_removal_route(name=nasty, steps=(nasty,)),
        make_tip(title=nasty, text_nl=nasty),
        make_term(term=nasty, meaning_nl=nasty),
    ):
        page = shown(record)
        assert page.find_all("b") == []
        assert nasty in page.get_text()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_record_of_the_demo_tells_visitors_what_is_for_editors(language: str) -> None:
    seed_programmes()
    create_demo_content()
    for kind in KINDS:
        for record in kind.objects.all():
            page = shown(record, language)
            words = text(page)
            assert record.source not in words
            assert "eigenaar" not in words.lower()
            assert "owner" not in words.lower()
            assert page.find_all(["img", "script", "style", "iframe", "link"]) == []
            assert page.find_all("p", string=re.compile("only")) == []
