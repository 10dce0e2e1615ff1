"""Keeping a workbook with the house, under words that the house never sees.

What is typed carries a mark. No request may carry that mark or a word of the code, in any shape; and after a whole run
nothing that the house keeps may hold them.
"""

import pytest
from playwright.sync_api import expect

from helpline.vault import codes
from tests.canaries import search
from tests.journeys.cast import Stage
from tests.journeys.workbooks import (
    CHAPTER,
    EMPTY,
    TICKS,
    Wire,
    draws_words,
    goes_to,
    held,
    keeps,
    letter,
    long_ones,
    opens_keeping,
    opens_with,
    reads,
    saved,
    types_words,
)
from tests.proof.kept import everything_kept
from tests.services.browser import DESK

pytestmark = pytest.mark.browser

MARK = "kanariebrief83f1 van niemand"
OTHER_ROOM = "/stopitnow/self-help/relatives/keeping/"


def test_two_browsers_one_workbook_and_nothing_readable_on_the_way(stage: Stage) -> None:
    first, second = stage.visitor("stopitnow"), stage.visitor("stopitnow", size=DESK)
    wires = [Wire(first), Wire(second)]
    words = draws_words(first)
    page = goes_to(first, CHAPTER)
    with saved(page):
        letter(page).fill(MARK)
        letter(page).blur()
    page = goes_to(first, TICKS)
    with saved(page):
        page.locator("input[value=jaw]").check()

    # the other browser, with hyphens and capitals
    opens_with(second, words.replace(" ", "-").upper())
    reads(second, MARK)
    goes_to(second, TICKS)
    expect(second.page.locator("input[value=jaw]")).to_be_checked()
    for each in (first, second):
        kept = keeps(each.page)
        assert kept | {"session": {}} == EMPTY, "nothing beyond the tab"
        assert not search([("session", str(kept).encode())], [MARK, words, *long_ones(words)])

    # they write apart: the second is told of the first when it saves, and shows both
    one, other = goes_to(first, CHAPTER), goes_to(second, CHAPTER)
    with saved(one):
        letter(one).fill("van de telefoon")
        letter(one).blur()
    with saved(other):
        letter(other).fill("van de laptop")
        letter(other).blur()
    box = other.locator("[data-key=kind_words] .sh-others")
    expect(box).to_be_visible()
    assert {letter(other).input_value(), box.locator("p").nth(1).inner_text()} == {
        "van de telefoon",
        "van de laptop",
    }
    # the first sees both as well, and chooses
    one = goes_to(first, CHAPTER)
    box = one.locator("[data-key=kind_words] .sh-others")
    expect(box).to_be_visible()
    chosen = box.locator("p").nth(1).inner_text()
    with saved(one):
        box.locator("button").nth(1).click()
    reads(second, chosen)
    expect(second.page.locator(".sh-others")).to_have_count(0)

    # without a network it waits; what is typed just before a page is left is there on the next one
    one = goes_to(first, CHAPTER)
    first.person.context.set_offline(True)
    letter(one).fill(MARK)
    letter(one).blur()
    expect(one.locator("[data-keep-told]")).to_contain_text("nog niet bewaard")
    with saved(one):
        first.person.context.set_offline(False)
    expect(one.locator("[data-keep-told]")).to_contain_text("weer bewaard")
    letter(one).fill("op de valreep")
    reads(first, "op de valreep")
    reads(second, "op de valreep")

    for wire in wires:
        wire.says_nothing_of(MARK, words, *long_ones(words))
    assert not search(everything_kept(stage.house, stage.inside), [MARK, words, words.replace(" ", "-")])

    # forgotten by one click, with the other browser still open
    page = opens_keeping(second)
    page.locator("[data-forget]").click()
    held(page, 0)
    assert keeps(page) == EMPTY
    page = goes_to(first, CHAPTER)
    expect(page.locator("[data-keep-told]")).to_contain_text("niets meer bewaard")
    page = opens_keeping(first)
    types_words(page, words)
    expect(page.locator("[data-keep-told]")).to_contain_text("gaat niets open")


def test_words_that_are_wrong_foreign_or_past_their_term_are_told_the_same(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    words = draws_words(visitor)
    page = visitor.page
    page.locator("[data-close-words]").click()
    held(page, 0)
    said = []
    told = page.locator("[data-keep-told]")
    for path, typed in (("", " ".join(codes.words()[:7])), (OTHER_ROOM, words)):
        if path:
            opens_keeping(visitor, path)
        types_words(page, typed)
        expect(told).to_contain_text("gaat niets open")
        said.append(told.inner_text())
    stage.inside.ask("age_workbooks")
    opens_keeping(visitor)
    types_words(page, words)
    expect(told).to_contain_text("gaat niets open")
    assert {*said, told.inner_text()} == {said[0]}
    held(page, 0)
    assert keeps(page) == EMPTY
    types_words(page, "zeven woorden die er niet zijn hoor")
    expect(told).to_contain_text("geen zeven woorden")
