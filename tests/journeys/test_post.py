"""Two people write a letter, one without scripts; a counsellor answers by keyboard; both read it with five words."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import COUNSELLOR, Counsellor, Stage, Visitor
from tests.journeys.judge import Judge
from tests.services.browser import PHONE

pytestmark = pytest.mark.browser
POST = "/helpwanted/post/"
LETTER = "Iemand heeft een foto van mij doorgestuurd. Wat kan ik doen?"
ANSWER = "Wat goed dat je schrijft. Het is niet jouw schuld."


def writes(visitor: Visitor, text: str) -> str:
    """From the programme's first page to the words, which are written down."""
    page = visitor.page
    visitor.person.visit("/helpwanted/")
    page.locator(f"a[href$='{POST}']").first.click()
    page.locator("#letter").fill(text)
    page.wait_for_load_state("load")
    page.locator("form[data-letter] button[type=submit]").click()
    page.wait_for_url("**/post/code/")
    words = page.locator("[data-code]").inner_text()
    page.reload()
    expect(page.locator("[data-code]")).to_have_text(words)
    return words


def opens(page: Page, words: str) -> None:
    page.goto(page.url.partition("/helpwanted")[0] + f"{POST}back/")
    page.locator("#code").fill(words)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/post/letters/")


def answers_by_keyboard(counsellor: Counsellor) -> None:
    """Take the letter, write, send with Ctrl and Enter; the answer stands there once."""
    page = counsellor.page
    page.locator("main a.post-row").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/post/*-*/")
    page.locator(".post-acts .button-main").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("[data-registration]")).to_be_visible()
    page.wait_for_load_state("load")
    page.locator("#answer").focus()
    page.keyboard.type(ANSWER)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".post-helpline").filter(has_text=ANSWER)).to_have_count(1)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_letter_and_its_answer(stage: Stage, scripts: bool) -> None:
    stage.inside.ask("post_clean")
    judge = Judge(stage)
    dark = not scripts
    visitor = stage.visitor(scripts=scripts, dark=dark)
    if scripts:
        visitor.person.visit(POST)
        judge.look(visitor.page, "paper")
        visitor.page.locator("#letter").fill("woord " * 2500)
        expect(visitor.page.locator("[data-room]")).to_be_visible()
        visitor.page.locator("form[data-letter] button[type=submit]").click()
        visitor.page.locator("[role=alert]").wait_for()
        expect(visitor.page.locator("#letter")).to_have_value("woord " * 2500)
        judge.look(visitor.page, "a letter that is too long")
    words = writes(visitor, LETTER)
    if scripts:
        judge.look(visitor.page, "words")
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_url("**/post/letters/")
    expect(visitor.page.locator(".letter")).to_have_count(1)
    counsellor = stage.counsellor(COUNSELLOR, dark=dark)
    counsellor.person.visit("/staff/post/")
    if scripts:
        judge.look(counsellor.page, "inbox")
        stage.people.pictures(counsellor.person, "post-inbox")
    answers_by_keyboard(counsellor)
    if scripts:
        judge.look(counsellor.page, "answered")
        counsellor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        judge.look(counsellor.page, "answered, on a phone")
    other = stage.visitor(scripts=scripts, dark=dark)
    other.person.visit(f"{POST}back/")
    opens(other.page, words.replace("-", " ").upper())
    expect(other.page.locator(".letter-theirs")).to_contain_text(ANSWER)
    if scripts:
        judge.look(other.page, "letters")
    for cookie in other.person.context.cookies():
        assert cookie["expires"] == -1, f"{cookie['name']} outlives the visit"
    other.page.locator("a[href$='/post/delete/']").click()
    other.page.locator("main form button[type=submit]").click()
    other.page.wait_for_url("**/post/deleted/")
    if scripts:
        judge.look(other.page, "gone")
    judge.close()
