"""Walking the advice module in a real browser: from the door to the advice, and from there to a counsellor."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from helpline import cookies
from tests.journeys.cast import Stage, Visitor, hardest_house
from tests.journeys.judge import NARROW, Judge
from tests.services import sizes
from tests.services.browser import DESK, PHONE

pytestmark = pytest.mark.browser

WALK = cookies.of_programme(settings.WALK_COOKIE_NAME, "helpwanted")
#: from the first question to "do not pay": no danger, my child, something to read, a threat, 12 to 18, two apps
TO_THE_ADVICE: Sequence[Sequence[str]] = (["no"], ["child"], [], ["threat"], ["b"], ["snap", "insta"])


@pytest.fixture
def shown(stage: Stage) -> Stage:
    """A house whose servers show the sample tree."""
    for slug in ("helpwanted", "stopitnow"):
        stage.inside.ask("publish_advice", slug=slug)
    return stage


def opens(visitor: Visitor) -> Page:
    """Come to the door. What was published a moment ago shows within seconds."""
    page = visitor.page
    for _ in range(20):
        visitor.person.visit(f"/{visitor.slug}/advice/")
        if page.get_by_text("Hoogstens 5 vragen").count():
            return page
        time.sleep(1)
    raise AssertionError("the published tree does not show")


def starts(visitor: Visitor) -> Page:
    page = opens(visitor)
    page.locator(".walk form button.button-main").click()
    page.wait_for_url("**/advice/1/")
    return page


def answers(page: Page, *chosen: str) -> None:
    """Touch the cards and the button; wait for the next page."""
    before = page.locator("h1").inner_text()
    for each in chosen:
        page.locator(".card-to-choose", has=page.locator(f"input[value='{each}']")).click()
    page.locator(".walk-next").click()
    expect(page.locator("h1")).not_to_have_text(before)


def walks(visitor: Visitor) -> Page:
    page = starts(visitor)
    for chosen in TO_THE_ADVICE:
        answers(page, *chosen)
    page.wait_for_url("**/advice/outcome/")
    return page


@hardest_house
def test_a_walk_is_taken_along_to_a_counsellor_without_what_was_left_out(shown: Stage) -> None:
    noor = shown.counsellor(on="helpwanted")
    visitor = shown.visitor()
    page = walks(visitor)
    expect(page.locator(".advice-steps > li")).to_have_count(4)
    page.locator(".door-first").click()
    along = page.locator("#along")
    expect(along).to_contain_text("Wie heeft dit meegemaakt? Mijn kind")
    page.locator("details summary", has_text="Iets weglaten").click()
    row = page.locator(".along-list li", has_text="Wie heeft dit meegemaakt?")
    row.get_by_role("button").click()
    expect(along).not_to_contain_text("Wie heeft dit meegemaakt?")
    expect(along).to_contain_text("Hoe oud ben je? 12 tot en met 18")
    approved = along.inner_text()
    page.locator(".along-go button").click()
    page.wait_for_url("**/helpwanted/chat/")
    expect(page.locator(".door-form")).to_contain_text("Wat je koos, gaat mee")
    expect(page.locator(".door-form [name=age_band]")).to_have_count(0)  # answered already
    visitor.starts()
    expect(page.locator(".msg-own")).to_contain_text("Hoe oud ben je? 12 tot en met 18")
    noor.opens()
    said = noor.talk.locator(".said-introduction")
    expect(said).to_have_count(1)
    expect(said).to_contain_text("Meegenomen van de site")
    for line in approved.splitlines():
        expect(said).to_contain_text(line.strip())
    expect(noor.talk).not_to_contain_text("Mijn kind")
    # it stands in the registration, until the counsellor makes it their own
    age = noor.page.locator("form[data-register] [data-field=age_band]")
    expect(age.locator("[data-told]")).to_be_visible()
    expect(age.locator("input[value='12_18']")).to_be_checked()
    expect(noor.page.locator("form[data-register] [data-field=target_group] [data-told]")).to_have_count(0)
    noor.answers({"age_band": "19_25"})
    expect(age.locator("[data-told]")).to_be_hidden()
    noor.writes("Ik zie wat je hebt ingevuld.")
    visitor.reads("Ik zie wat je hebt ingevuld.")
    _counts_once(shown)


def _counts_once(stage: Stage) -> None:
    wanted = {"advice_starts": 1, "advice_reached": 1, "advice_handovers": 1, "contacts": 1, "to_chat": 1}
    for _ in range(60):
        found = stage.inside.ask("advice_counted")
        if found == wanted:
            return
        time.sleep(0.5)
    raise AssertionError(f"counted {found}")


def test_without_scripts_everything_is_walked_changed_taken_along_and_stopped(shown: Stage) -> None:
    noor = shown.counsellor(on="helpwanted")
    visitor = shown.visitor(scripts=False)
    page = starts(visitor)
    page.locator(".walk-next").click()
    expect(page.locator(".ask-error")).to_contain_text("Kies eerst een antwoord")
    for chosen in TO_THE_ADVICE:
        answers(page, *chosen)
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
    expect(page.locator("[data-print]")).to_be_hidden()
    page.locator("a[href$='/answers/']").click()
    page.locator(".given-change a").nth(1).click()
    answers(page, "friend")
    page.wait_for_url("**/advice/outcome/")
    page.locator("a.language").click()
    expect(page.locator("h1")).to_have_text("Do not pay, stop the contact and ask for help")
    page.locator("a[href$='/take-along/']").first.click()
    page.locator(".along-go button").first.click()
    expect(page.locator(".door-form")).to_contain_text("What you chose goes along")
    page.locator(".door-form button[type=submit]").click()
    page.wait_for_url("**/helpwanted/chat/read/")
    expect(page.locator(".msg-own")).to_contain_text("A friend or classmate")
    noor.opens()
    expect(noor.talk.locator(".said-introduction")).to_contain_text("A friend or classmate")
    visitor.person.visit("/helpwanted/advice/outcome/")
    page.locator("form[action$='/stop/'] button").first.click()
    expect(page.locator("h1")).to_have_text("Your answers are erased")
    assert WALK not in {cookie["name"] for cookie in visitor.person.context.cookies()}


def test_the_browsers_own_buttons_do_no_harm(shown: Stage) -> None:
    visitor = shown.visitor()
    page = starts(visitor)
    answers(page, "no")
    answers(page, "child")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Wie heeft dit meegemaakt?")
    expect(page.locator("input[value=child]")).to_be_checked()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Is er nu direct gevaar?")
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Wie heeft dit meegemaakt?")
    page.reload()
    expect(page.locator("input[value=child]")).to_be_checked()
    answers(page, "me")
    expect(page.locator("h1")).to_have_text("Wat is er aan de hand?")
    # an old page in another tab, posted when the walk has gone another way
    tab = visitor.person.context.new_page()
    tab.goto(f"{shown.house.url}/helpwanted/advice/3/")
    answers(page, "other")
    page.go_back()
    page.go_back()
    answers(page, "child")
    tab.locator("input[value=threat]").check()
    tab.locator(".walk-next").click()
    expect(tab.locator("[role=status]")).to_contain_text("oudere pagina")
    expect(tab.locator("h1")).to_have_text("Goed dat je dit uitzoekt")


def test_leaving_now_leaves_nothing_of_a_walk(shown: Stage) -> None:
    visitor = shown.visitor()
    page = starts(visitor)
    answers(page, "no")
    assert WALK in {cookie["name"] for cookie in visitor.person.context.cookies()}
    visitor.leaves_now()
    page.wait_for_selector("text=Wikipedia")
    assert visitor.person.context.cookies() == []
    opens(visitor)
    expect(page.get_by_role("link", name="Ga verder waar je was")).to_have_count(0)


def test_a_walk_by_keyboard_alone(shown: Stage) -> None:
    visitor = shown.visitor(size=DESK)
    page = starts(visitor)
    keys = page.keyboard
    expect(page.locator("h1")).to_be_focused()
    keys.press("Tab")
    expect(page.locator("input[value=yes]")).to_be_focused()
    keys.press("ArrowDown")
    expect(page.locator("input[value=no]")).to_be_checked()
    keys.press("Tab")
    expect(page.locator(".walk-next")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Wie heeft dit meegemaakt?")
    expect(page.locator("h1")).to_be_focused()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Wat is er aan de hand?")
    page.locator(".walk-next").focus()
    keys.press("Enter")
    expect(page.locator(".ask-error")).to_be_focused()
    keys.press("Tab")
    expect(page.locator("input[value=threat]")).to_be_focused()


@pytest.mark.parametrize(
    ("dark", "size"),
    sizes.of_all(
        [(False, PHONE), (True, PHONE), (False, NARROW), (True, DESK)], part=[(False, NARROW), (True, DESK)]
    ),
)
def test_every_page_of_a_walk_is_judged(shown: Stage, dark: bool, size: tuple[int, int]) -> None:
    judge = Judge(shown)
    shown.counsellor(on="helpwanted")
    for slug in ("helpwanted", "stopitnow"):
        visitor = shown.visitor(slug, dark=dark, size=size)
        page = opens(visitor)
        judge.look(page, f"{slug} door")
        page.locator(".walk form button.button-main").click()
        page.locator(".walk-next").click()
        page.locator(".ask-error").wait_for()
        judge.look(page, f"{slug} nothing chosen")
        for chosen in TO_THE_ADVICE:
            judge.look(page, page.locator("h1").inner_text())
            _cards_are_large(page)
            answers(page, *chosen)
        for fold in page.locator("details.route summary").all():
            fold.click()
        page.evaluate("scrollTo(0, 0)")
        judge.look(page, f"{slug} advice")
        judge.look_at_the_head(page, f"{slug} advice")
        for path in ("answers/", "take-along/", "now/", "", "stopped/"):
            visitor.person.visit(f"/{slug}/advice/{path}")
            for fold in page.locator(".walk details > summary").all():
                fold.click()
            page.evaluate("scrollTo(0, 0)")  # the head covers what is scrolled under it
            judge.look(page, f"{slug} {path}")
    judge.close()


def _cards_are_large(page: Page) -> None:
    for card in page.locator(".card-to-choose").all():
        box = card.bounding_box()
        assert box
        assert box["height"] >= 44
        assert box["width"] >= 200


def test_the_saved_page_is_plain_and_names_nobody(shown: Stage, tmp_path: Path) -> None:
    visitor = shown.visitor()
    page = walks(visitor)
    with page.expect_download() as started:
        page.locator("a[download]").click()
    assert started.value.suggested_filename == "notities.html"
    saved = tmp_path / "saved.html"
    started.value.save_as(saved)
    text = saved.read_text()
    assert "Betaal niet en stuur niets meer" in text
    assert "<script" not in text
    assert "Helpwanted" not in text
    assert "localhost" not in text
    assert "/static/" not in text
    page.goto("about:blank")
    page.set_content(text)
    assert page.title() == "Notities"
    expect(page.locator("h1")).to_have_text("Betaal niet, stop het contact en vraag hulp")


def test_the_ways_in_show_the_door(shown: Stage) -> None:
    visitor = shown.visitor()
    opens(visitor)
    visitor.person.visit("/helpwanted/chat/")  # nobody is there
    door = visitor.page.locator(".door[href*='/helpwanted/advice/']")
    expect(door).to_contain_text("Bekijk je situatie")
    door.click()
    expect(visitor.page.locator("h1")).to_have_text("Bekijk je situatie")
