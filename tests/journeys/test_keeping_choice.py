"""Choosing what is kept: from level to level, by keyboard alone, without scripts; who comes back; and judged by axe."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import Stage
from tests.journeys.judge import Judge
from tests.journeys.workbooks import (
    CHAPTER,
    EMPTY,
    KEEPING,
    LOOKS,
    SEEN,
    draws_words,
    held,
    keeps,
    keeps_in_browser,
    opens_keeping,
    opens_with,
    reads,
    works_with_a_file,
    writes,
)
from tests.services.browser import DESK

pytestmark = pytest.mark.browser

MARK = "kanariebrief83f1 van niemand"
SENTENCE = "Vier pinguins drinken thee 4471"


def test_from_level_to_level_answers_go_along(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    keeps_in_browser(visitor, "texts")
    writes(visitor, MARK)
    words = draws_words(visitor)
    assert keeps(visitor.page)["local"] == {}, "what this browser had is erased"
    reads(visitor, MARK)
    works_with_a_file(visitor)
    reads(visitor, MARK)
    keeps_in_browser(visitor, "texts", SENTENCE)
    reads(visitor, MARK)
    # the words still open what was kept under them, and it is put together with what is here
    opens_with(visitor, words)
    reads(visitor, MARK)
    page = opens_keeping(visitor)
    page.locator("[data-close-words]").click()
    held(page, 0)
    assert keeps(page) == EMPTY


def test_without_room_for_another_the_page_says_so_and_keeps_what_there_is(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    keeps_in_browser(visitor, "texts")
    writes(visitor, MARK)
    page = opens_keeping(visitor)
    refusal = {"status": 507, "content_type": "application/json", "body": '{"error": "room"}'}
    page.route("**/self-help-safe/begin/", lambda route: route.fulfill(**refusal))
    page.locator("[data-make-words]").click()
    page.locator("[data-keep-words]").click()
    expect(page.locator("[data-keep-told]")).to_contain_text("geen plaats")
    held(page, 1)
    reads(visitor, MARK)


def test_coming_back_is_counted_once_and_by_nothing_that_is_stored(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    keeps_in_browser(visitor, "texts")
    visitor.page.locator("a[href*='/stoppen-is-mogelijk/']").first.click()
    visitor.page.wait_for_load_state("networkidle")
    counted = visitor.person.context.new_page()
    with counted.expect_response(lambda answer: answer.url.endswith("/counted/")) as told:
        counted.goto(visitor.person.house.url + CHAPTER)
    assert told.value.status == 204
    assert list(keeps(counted)["local"]) == ["selfhelp.sim"]
    assert keeps(counted)["session"] == {}
    body = told.value.request.post_data or ""
    assert re.fullmatch(r"what=return&proof=[0-9]+\.[0-9]+\.[0-9a-f]{32}\.[A-Za-z0-9_-]{24}\.[0-9]+", body)
    assert "cookie" not in told.value.request.all_headers()


def test_without_scripts_the_page_says_what_does_not_work(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow", scripts=False)
    visitor.person.visit(KEEPING)
    said = visitor.page.locator("noscript p", has_text="achter zeven woorden")
    expect(said).to_be_visible()
    for part in ("[data-choose-browser]", "[data-make-words]", "[data-open-words]", "[data-unlock]"):
        expect(visitor.page.locator(part)).to_be_hidden()


def test_choosing_is_done_by_keyboard_alone(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow", size=DESK)
    page = opens_keeping(visitor)
    page.locator("[data-keep-kind][value=ticks]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("#keep-sentence")).to_be_focused()
    page.keyboard.press("Enter")
    held(page, 1)
    expect(page.locator("section.is-chosen h2")).to_be_focused()
    page.locator("[data-make-words]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-new-words] h3")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-keep-words]")).to_be_focused()
    page.keyboard.press("Enter")
    held(page, 2)
    expect(page.locator("section.is-chosen h2")).to_be_focused()


@pytest.mark.parametrize("look", SEEN)
def test_every_state_of_the_choice_is_judged(stage: Stage, look: str) -> None:
    judge = Judge(stage)
    dark, size = LOOKS[look]
    visitor = stage.visitor("stopitnow", dark=dark, size=size)
    page = keeps_in_browser(visitor, "texts", SENTENCE)
    page.locator("[data-make-words]").click()
    judge.look(page, "keeping, with a lock, words drawn")
    tab = visitor.person.context.new_page()
    tab.goto(visitor.person.house.url + CHAPTER)
    expect(tab.locator("[data-unlock]")).to_be_visible()
    judge.look(tab, "a chapter under lock")
    tab.close()
    page.locator("[data-keep-words]").click()
    held(page, 2)
    judge.look(page, "keeping, under words")
    judge.close()
