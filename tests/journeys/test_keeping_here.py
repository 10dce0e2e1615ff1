"""Keeping a workbook in the browser: ticks or words too, with a lock or without, and gone at once when it has to be."""

import pytest
from playwright.sync_api import expect

from tests.canaries import search
from tests.journeys.cast import Stage
from tests.journeys.workbooks import (
    CHAPTER,
    EMPTY,
    KEEPING,
    MODULE,
    TICKS,
    TOP,
    Wire,
    goes_to,
    held,
    keeps,
    keeps_in_browser,
    letter,
    opens_keeping,
    reads,
    writes,
)

pytestmark = pytest.mark.browser

MARK = "kanariebrief83f1 van niemand"
SENTENCE = "Vier pinguins drinken thee 4471"


def test_from_ticks_to_all_answers_to_nothing(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    wire = Wire(visitor)
    page = goes_to(visitor, TICKS)
    expect(page.locator("[data-tick]")).to_be_hidden()  # where nothing is kept
    keeps_in_browser(visitor, "ticks")
    page = goes_to(visitor, TICKS)
    page.locator("input[value=jaw]").check()
    page.locator("[data-tick] input").check()
    writes(visitor, MARK)
    page = reads(visitor, "")
    assert MARK not in str(keeps(page))
    page = goes_to(visitor, TICKS)
    expect(page.locator("input[value=jaw]")).to_be_checked()
    expect(page.locator("[data-tick] input")).to_be_checked()
    # what was read and begun stands at the module and in the list, and nothing presses on
    page = goes_to(visitor, f"{MODULE}/")
    expect(page.locator("[data-chapter=your_body_first] [data-read]")).to_be_visible()
    expect(page.locator("[data-read]:visible")).to_have_count(1)
    visitor.person.visit(f"{TOP}/")
    expect(page.locator("[data-module=feelings] [data-some]")).to_be_visible()
    expect(page.locator("[data-some]:visible, [data-all]:visible")).to_have_count(1)

    page = keeps_in_browser(visitor, "texts")
    expect(page.locator("section.is-chosen")).to_contain_text("geen slot")
    page = writes(visitor, MARK)
    expect(page.locator("p[data-level='1'][data-lock=false]")).to_contain_text("wie deze browser opent")
    page = reads(visitor, MARK)
    # another tab of the same browser, tomorrow
    tab = visitor.person.context.new_page()
    tab.goto(visitor.person.house.url + CHAPTER)
    expect(letter(tab)).to_have_value(MARK)
    kept = keeps(page)
    assert list(kept["local"]) == ["selfhelp.sim"]
    assert kept | {"local": {}} == EMPTY
    # and back, at any moment
    page = keeps_in_browser(visitor, "ticks")
    assert MARK not in str(keeps(page))
    wire.says_nothing_of(MARK)
    assert wire.posts_to("look") == wire.posts_to("begin") == wire.posts_to("save") == 0

    page = goes_to(visitor, TICKS)
    page.locator("[data-erase]").click()
    expect(page.locator("input[value=jaw]")).not_to_be_checked()
    expect(page.locator("[data-tick]")).to_be_hidden()
    assert keeps(page) == EMPTY
    assert visitor.person.context.cookies() == []
    tab.reload()
    expect(tab.locator("[data-keep-tools]")).to_be_visible()
    expect(letter(tab)).to_have_value("")


def test_a_lock_opens_with_the_sentence_alone(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    wire = Wire(visitor)
    page = opens_keeping(visitor)
    page.locator("#keep-sentence").fill("te kort")
    page.locator("[data-choose-browser] button").click()
    expect(page.locator("#keep-sentence-error")).to_be_visible()
    assert keeps(page) == EMPTY
    keeps_in_browser(visitor, "texts", SENTENCE)
    with visitor.page.expect_navigation():
        page = writes(visitor, MARK)
        page.reload()  # at once: what was typed last goes along
    expect(letter(page)).to_have_value(MARK)
    local = str(keeps(page)["local"])
    assert not search([("localStorage", local.encode())], [MARK, SENTENCE])

    # a new tab knows nothing of the sentence
    tab = visitor.person.context.new_page()
    tab.goto(visitor.person.house.url + CHAPTER)
    lock = tab.locator("[data-unlock]")
    expect(lock).to_be_visible()
    expect(letter(tab)).to_have_value("")
    letter(tab).fill("zonder sleutel getypt")
    lock.locator("input").fill("Vier pinguins drinken thee 4472")
    lock.locator("button").click()
    expect(lock.locator("[role=status]")).to_contain_text("gaat niets open")
    lock.locator("input").fill(SENTENCE)
    lock.locator("button").click()
    expect(lock).to_be_hidden()
    both = {letter(tab).input_value(), *tab.locator("[data-key=kind_words] .sh-others p").all_inner_texts()}
    assert {MARK, "zonder sleutel getypt"} <= both, "what was typed before it was opened stands beside it"
    wire.says_nothing_of(MARK, SENTENCE)

    # half an hour later the tab asks again
    tab.evaluate(
        """() => {
          const name = "selfhelp.open.browser.sim";
          const found = JSON.parse(sessionStorage[name]);
          sessionStorage[name] = JSON.stringify({ ...found, at: found.at - 31 * 60 * 1000 });
        }"""
    )
    tab.reload()
    expect(lock).to_be_visible()
    assert 'root":""' in str(keeps(tab)["session"]), "the key is thrown away"
    tab.locator("[data-erase]").click()
    expect(lock).to_be_hidden()
    assert keeps(tab) == EMPTY


def test_leaving_now_erases_what_the_browser_kept_also_without_a_network(stage: Stage) -> None:
    for offline in (False, True):
        visitor = stage.visitor("stopitnow")
        keeps_in_browser(visitor, "texts", SENTENCE if offline else "")
        page = writes(visitor, MARK)
        visitor.person.context.set_offline(offline)
        if offline:
            letter(page).fill("iets dat nog niet op slot is")
            page.locator("[data-leave] button").click()
            page.wait_for_function("document.body.children.length === 0")
            found = keeps(page)
            assert found["local"] == {}
            assert found["session"] == {}
        else:
            visitor.leaves_now()
        visitor.person.context.set_offline(False)
        # the address is the neutral page's at once; its words come when the server has heard
        expect(page.locator("main a").first).to_be_visible()
        visitor.person.visit(KEEPING)
        held(visitor.page, 0)
        assert keeps(visitor.page) == EMPTY
