"""Keeping a workbook in the browser, and with the house under words that the house never sees.

What is typed carries a mark. No request may carry that mark or a word of the code, in any shape; and after a whole run
nothing that the house keeps may hold them.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from helpline.vault import codes
from tests.canaries import search
from tests.journeys.cast import Stage, Visitor
from tests.journeys.test_accessibility import Judge
from tests.journeys.test_selfhelp import EMPTY, MODULE, ROOM, goes_to, keeps
from tests.proof.kept import everything_kept
from tests.services.browser import DESK, PHONE

pytestmark = pytest.mark.browser

KEEPING = f"{ROOM}/keeping/"
CHAPTER = f"{MODULE}/wat-je-kunt-doen/"
TICKS = f"{MODULE}/je-lijf-eerst/"
MARK = "kanariebrief83f1 van niemand"
SENTENCE = "Vier pinguins drinken thee 4471"
LOOKS = [(False, (320, 640)), (True, (640, 400)), (False, DESK), (True, PHONE)]


class Wire:
    """All that a browser sends: addresses, headers, bodies."""

    def __init__(self, visitor: Visitor) -> None:
        self.sent: list[tuple[str, bytes]] = []
        visitor.person.context.on("request", self._note)

    def _note(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        self.sent.append((request.url, f"{request.url} {request.headers}".encode() + b" " + body))

    def says_nothing_of(self, *secrets: str) -> None:
        assert self.sent
        assert not search(self.sent, secrets)

    def posts_to(self, road: str) -> int:
        return sum(url.endswith(f"/self-help-safe/{road}/") for url, _ in self.sent)


def letter(page: Page) -> Any:
    return page.locator("[data-key=kind_words] textarea")


def held(page: Page, level: int) -> None:
    expect(page.locator(f"section.is-chosen[data-level='{level}']")).to_be_visible()


def opens_keeping(visitor: Visitor) -> Page:
    visitor.person.visit(KEEPING)
    expect(visitor.page.locator("section.is-chosen")).to_be_visible()
    return visitor.page


def keeps_in_browser(visitor: Visitor, kind: str, sentence: str = "") -> Page:
    page = opens_keeping(visitor)
    page.locator(f"[data-keep-kind][value={kind}]").check()
    page.locator("#keep-sentence").fill(sentence)
    page.locator("[data-choose-browser] button").click()
    held(page, 1)
    return page


def draws_words(visitor: Visitor) -> str:
    """Have seven words drawn, and keep the workbook under them."""
    page = opens_keeping(visitor)
    page.locator("[data-make-words]").click()
    expect(page.locator("[data-new-words] li")).to_have_count(7)
    words = page.locator("[data-new-words] li").all_inner_texts()
    assert set(words) <= set(codes.words())
    assert keeps(page) == EMPTY, "nothing is kept before somebody says so"
    page.locator("[data-keep-words]").click()
    held(page, 2)
    expect(page.locator("[data-new-words] li")).to_have_count(0)
    return " ".join(words)


def opens_with(visitor: Visitor, words: str) -> Page:
    page = opens_keeping(visitor)
    page.locator("#open-words").fill(words)
    page.locator("[data-open-words] button").click()
    held(page, 2)
    return page


def writes(visitor: Visitor, text: str) -> Page:
    page = goes_to(visitor, CHAPTER)
    letter(page).fill(text)
    letter(page).blur()
    return page


def reads(visitor: Visitor, text: str) -> Page:
    page = goes_to(visitor, CHAPTER)
    expect(letter(page)).to_have_value(text)
    return page


def long_ones(words: str) -> list[str]:
    """Those that are not found anywhere by chance."""
    return [word for word in words.split() if len(word) >= 6]


def saved(page: Page) -> Any:
    """Wait for the answer to a saving that somebody's hands begin."""
    return page.expect_response(lambda answer: "/self-help-safe/save/" in answer.url and answer.ok)


# --- level 1 ---


def test_all_answers_stay_in_this_browser_until_they_are_erased(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    wire = Wire(visitor)
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
    wire.says_nothing_of(MARK)
    assert wire.posts_to("look") == wire.posts_to("begin") == wire.posts_to("save") == 0

    page.locator("[data-erase]").click()
    expect(letter(page)).to_have_value("")
    assert keeps(page) == EMPTY
    assert visitor.person.context.cookies() == []
    tab.reload()
    expect(tab.locator("[data-keep-tools]")).to_be_visible()
    expect(letter(tab)).to_have_value("")


def test_only_ticks_stay(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    keeps_in_browser(visitor, "ticks")
    page = goes_to(visitor, TICKS)
    page.locator("input[value=jaw]").check()
    writes(visitor, MARK)
    page = reads(visitor, "")
    assert MARK not in str(keeps(page))
    page = goes_to(visitor, TICKS)
    expect(page.locator("input[value=jaw]")).to_be_checked()
    # from ticks to everything and back, at any moment
    keeps_in_browser(visitor, "texts")
    writes(visitor, MARK)
    reads(visitor, MARK)
    page = keeps_in_browser(visitor, "ticks")
    assert MARK not in str(keeps(page))


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
        page.wait_for_url("**/bye/")
        visitor.person.visit(KEEPING)
        held(visitor.page, 0)
        assert keeps(visitor.page) == EMPTY


# --- level 2 ---


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

    # the other browser: typed with a mistake in one word
    opens_with(second, words.replace(" ", "-").upper())
    reads(second, MARK)
    goes_to(second, TICKS)
    expect(second.page.locator("input[value=jaw]")).to_be_checked()
    for each in (first, second):
        kept = keeps(each.page)
        assert kept | {"session": {}} == EMPTY, "nothing beyond the tab"
        assert not search([("session", str(kept).encode())], [MARK, words, *long_ones(words)])
    for wire in wires:
        wire.says_nothing_of(MARK, words, *long_ones(words))
    assert not search(everything_kept(stage.house), [MARK, words, words.replace(" ", "-")])

    # forgotten by one click, with the other browser still open
    page = opens_keeping(second)
    page.locator("[data-forget]").click()
    held(page, 0)
    assert keeps(page) == EMPTY
    page = goes_to(first, CHAPTER)
    expect(page.locator("[data-keep-told]")).to_contain_text("niets meer bewaard")
    page = opens_keeping(first)
    page.locator("#open-words").fill(words)
    page.locator("[data-open-words] button").click()
    expect(page.locator("[data-keep-told]")).to_contain_text("gaat niets open")


def test_two_browsers_that_write_apart_lose_nothing(stage: Stage) -> None:
    first, second = stage.visitor("stopitnow"), stage.visitor("stopitnow")
    words = draws_words(first)
    opens_with(second, words)
    one, other = goes_to(first, CHAPTER), goes_to(second, CHAPTER)
    with saved(one):
        letter(one).fill("van de telefoon")
        letter(one).blur()
    with saved(other):
        letter(other).fill("van de laptop")
        letter(other).blur()
    # the second was told of the first when it saved, and shows both
    box = other.locator("[data-key=kind_words] .sh-others")
    expect(box).to_be_visible()
    texts = {letter(other).input_value(), box.locator("p").nth(1).inner_text()}
    assert texts == {"van de telefoon", "van de laptop"}
    # the first sees both as well, and chooses
    one = goes_to(first, CHAPTER)
    box = one.locator("[data-key=kind_words] .sh-others")
    expect(box).to_be_visible()
    chosen = box.locator("p").nth(1).inner_text()
    with saved(one):
        box.locator("button").nth(1).click()
    reads(second, chosen)
    expect(second.page.locator(".sh-others")).to_have_count(0)


def test_what_was_typed_without_a_network_is_kept_when_it_comes_back(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    words = draws_words(visitor)
    page = goes_to(visitor, CHAPTER)
    visitor.person.context.set_offline(True)
    letter(page).fill(MARK)
    letter(page).blur()
    expect(page.locator("[data-keep-told]")).to_contain_text("nog niet bewaard")
    with saved(page):
        visitor.person.context.set_offline(False)
    expect(page.locator("[data-keep-told]")).to_contain_text("weer bewaard")
    # and what is typed just before a page is left is there on the next one
    letter(page).fill("op de valreep")
    reads(visitor, "op de valreep")
    other = stage.visitor("stopitnow")
    opens_with(other, words)
    reads(other, "op de valreep")


def test_wrong_words_and_words_of_another_programme_are_told_the_same(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    page = opens_keeping(visitor)
    told = page.locator("[data-keep-told]")
    page.locator("#open-words").fill("zeven woorden die er niet zijn hoor")
    page.locator("[data-open-words] button").click()
    expect(told).to_contain_text("geen zeven woorden")
    page.locator("#open-words").fill(" ".join(codes.words()[:7]))
    page.locator("[data-open-words] button").click()
    expect(told).to_contain_text("gaat niets open")
    held(page, 0)
    assert keeps(page) == EMPTY


def test_from_level_to_level_answers_go_along(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    keeps_in_browser(visitor, "texts")
    writes(visitor, MARK)
    words = draws_words_over(visitor)
    assert keeps(visitor.page)["local"] == {}, "what this browser had is erased"
    reads(visitor, MARK)
    page = opens_keeping(visitor)
    page.locator("[data-choose='3']").click()
    held(page, 3)
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


def draws_words_over(visitor: Visitor) -> str:
    page = opens_keeping(visitor)
    page.locator("[data-make-words]").click()
    words = " ".join(page.locator("[data-new-words] li").all_inner_texts())
    page.locator("[data-keep-words]").click()
    held(page, 2)
    return words


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


@pytest.mark.parametrize(("dark", "size"), LOOKS, ids=["narrow", "twice", "desk", "phone"])
def test_every_state_of_the_choice_is_judged(stage: Stage, dark: bool, size: tuple[int, int]) -> None:
    judge = Judge(stage)
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
