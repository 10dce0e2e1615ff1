"""The database is away, or its disk is full: the visitor is told, nothing is lost, and it arrives afterwards, once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.conftest import Houses
from tests.journeys.cast import Counsellor, Stage, Visitor
from tests.journeys.inside import Inside
from tests.services.browser import People
from tests.services.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def is_told_and_kept(visitor: Visitor, text: str) -> None:
    """The message stands there, marked as not yet received, in words of why."""
    visitor.writes(text)
    expect(visitor.page.locator("[data-state=waiting]").filter(has_text=text)).to_be_visible()


def arrives_once(stage: Stage, noor: Counsellor, visitor: Visitor, *texts: str) -> None:
    for text in texts:
        expect(
            visitor.page.locator("[data-state=received], [data-state=read]").filter(has_text=text)
        ).to_have_count(1)
        noor.reads(text)
    conversation = stage.inside.ask("newest")
    assert stage.inside.ask("said", conversation_id=conversation["id"]) == list(texts)


def test_a_locked_database(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("voor het slot")
    visitor.is_received("voor het slot")
    stage.inside.ask("hold_database", held=True)
    try:
        is_told_and_kept(visitor, "achter slot")
    finally:
        stage.inside.ask("hold_database", held=False)
    arrives_once(stage, noor, visitor, "voor het slot", "achter slot")


@pytest.mark.parametrize("stage", [("postgres", 2)], indirect=True, ids=["postgres"])
def test_a_full_disk(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("voor de volle schijf")
    visitor.is_received("voor de volle schijf")
    stage.inside.ask("fill_disk", full=True)
    try:
        is_told_and_kept(visitor, "er is geen plaats")
    finally:
        stage.inside.ask("fill_disk", full=False)
    arrives_once(stage, noor, visitor, "voor de volle schijf", "er is geen plaats")


def test_a_database_that_stops_and_comes_back(
    live_house: Houses, insides: Callable[[House], Inside], people: People
) -> None:
    house = live_house("postgres", 1, durable=True)
    stage = Stage(house, insides(house), people)
    noor, visitor = stage.conversation()
    visitor.writes("voor de storing")
    visitor.is_received("voor de storing")
    assert house.beside is not None
    postgres, _ = house.beside
    postgres.stop()
    is_told_and_kept(visitor, "tijdens de storing")
    # a page in between is an honest error, not a riddle
    stranger = stage.visitor()
    answer = stranger.page.goto(house.url + "/helpwanted/chat/")
    assert answer
    assert answer.status in (500, 503)
    expect(stranger.page.locator("main")).to_be_visible()
    postgres.start_again()
    arrives_once(stage, noor, visitor, "voor de storing", "tijdens de storing")
