"""A shift without a mouse: every step at the desk is a key."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.cast import SECOND, Counsellor, Stage

pytestmark = pytest.mark.browser


def press(somebody: Counsellor, *keys: str) -> None:
    for key in keys:
        somebody.page.keyboard.press(key)


def question_in_focus(page: Page) -> str:
    """The question of the registration in which the focus stands; "" for anywhere else."""
    return str(page.evaluate("() => document.activeElement.closest('[data-field]')?.dataset.field ?? ''"))


def expect_first_question(somebody: Counsellor) -> None:
    """The focus stands in the first question that is asked, where one can answer it at once."""
    first = somebody.page.locator("form[data-register] [data-field]:not([hidden])").first
    expect(first.locator("select, input:not([type=hidden])").first).to_be_focused()


def registers_by_keyboard(somebody: Counsellor) -> None:
    """Fill what is asked with Tab, arrows and space, and press the button: no mouse, no focus set from outside."""
    page = somebody.page
    form = page.locator("form[data-register]")
    for _ in range(80):
        tag, kind, inside, is_seen = page.evaluate(
            "() => { const at = document.activeElement; const { x, y, width, height } = at.getBoundingClientRect();"
            " const on_top = document.elementFromPoint(x + width / 2, y + height / 2);"
            " return [at.tagName, at.type ?? '', at.form?.dataset.register !== undefined, at.contains(on_top)] }"
        )
        # the bar with the button never hides where one is (WCAG 2.4.11)
        assert is_seen, f"{question_in_focus(page)} has the focus and is covered"
        if tag == "SELECT":
            press(somebody, "ArrowDown")
        elif kind in ("radio", "checkbox"):
            press(somebody, "Space")
        elif tag == "BUTTON" and kind == "submit" and inside:
            expect(form.locator("[data-state]")).to_have_text(form.get_attribute("data-saved") or "")
            press(somebody, "Enter")
            return
        if kind == "checkbox":
            # one tick is enough: on to the next question
            last = page.locator(f"[data-field='{question_in_focus(page)}'] input").last
            while not last.evaluate("each => each === document.activeElement"):
                press(somebody, "Tab")
        press(somebody, "Tab")
    raise AssertionError("the button was never reached")


def test_a_whole_shift_by_keyboard(stage: Stage) -> None:
    sam = stage.counsellor(SECOND)
    noor = stage.counsellor()
    for somebody in (sam, noor):
        switch = somebody.page.locator("#presence [role=switch]").first
        press(somebody, "a")
        expect(switch).to_have_attribute("aria-checked", "true")
    # the last who was given nobody comes first; let it be Noor for sure
    press(sam, "b")
    expect(sam.page.locator("#break-button")).to_have_attribute("aria-pressed", "true")

    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    visitor.starts()

    # the alert: on the row, and in the title of the tab, until that chat is opened
    row = noor.page.locator("#mine li")
    expect(row).to_have_class("row-item is-urgent")
    expect(noor.page).to_have_title("(1) Er wacht iemand op je")
    press(noor, "1")
    expect(noor.talk).to_be_visible()
    expect(row).to_have_class("row-item is-current")
    expect(noor.page).not_to_have_title("(1) Er wacht iemand op je")

    # opening stands in the composer: what is typed now is a message, and no key of the desk fires
    composer = noor.talk.locator("textarea")
    expect(composer).to_be_focused()
    noor.page.keyboard.type("hoi, vertel maar. neem je tijd")
    press(noor, "Enter")
    visitor.reads("hoi, vertel maar. neem je tijd")
    visitor.writes("mag ik iets vragen?")
    noor.reads("mag ik iets vragen?")

    # a ready answer: "/" at the start of a message, and Enter
    noor.page.keyboard.type("/")
    options = noor.talk.locator("[role=option]")
    expect(options.first).to_be_visible()
    words = options.first.locator("span").inner_text()
    press(noor, "Enter")
    expect(composer).to_have_value(words)
    press(noor, "Enter")
    visitor.reads(words)

    # transfer, with a note: Alt works while one types
    press(sam, "b")
    expect(noor.page.locator("#team li").filter(has_text="Sam")).to_contain_text("0 van")
    press(noor, "Alt+t")
    window = noor.page.locator("#dialog-transfer")
    expect(window).to_be_visible()
    expect(window.locator("input:checked")).to_be_focused()
    press(noor, "Tab")
    expect(window.locator("#transfer-note")).to_be_focused()
    noor.page.keyboard.type("wil liever een man spreken")
    press(noor, "Tab", "Enter")
    expect(window).to_be_hidden()
    expect(composer).to_be_focused()
    expect(noor.talk.locator("[data-part=alarm]")).to_contain_text("Sam")

    # the colleague sees it, reads the note before deciding, and accepts with a key
    offer = sam.page.locator("#offers li")
    expect(offer).to_be_visible()
    press(sam, "o")
    sam.reads("wil liever een man spreken")
    sam.reads("mag ik iets vragen?")
    press(sam, "y")
    expect(sam.page.locator("#mine li")).to_have_count(1)
    expect(sam.page.locator("#offers-block")).to_be_hidden()
    visitor.is_told("transferred")
    expect(noor.page.locator("#mine li")).to_have_count(0)
    expect(noor.page.locator("#talks .talk")).to_have_count(0)
    # while the colleague is there, nothing can be taken back
    expect(noor.page.locator("[data-part=actions] button")).to_have_count(0)

    expect(sam.talk.locator("textarea")).to_be_focused()
    sam.page.keyboard.type("hoi, ik ben Sam")
    press(sam, "Enter")
    visitor.reads("hoi, ik ben Sam")

    # the end asks once more; Enter is yes
    press(sam, "Alt+e")
    expect(sam.page.locator("#dialog-end button[value=end]")).to_be_focused()
    press(sam, "Enter")
    expect(visitor.page.locator("#ended")).to_be_visible()
    expect(sam.page.locator("#mine li")).to_have_count(1)

    # the registration comes next, and the focus is there already; one key leads there from anywhere else
    expect_first_question(sam)
    press(sam, "Escape", "l")
    assert question_in_focus(sam.page) == ""
    press(sam, "r")
    expect_first_question(sam)
    registers_by_keyboard(sam)
    expect(sam.page.locator("#mine li")).to_have_count(0)
    assert len(stage.inside.ask("facts")) == 1


def test_a_letter_is_a_letter_while_one_types(stage: Stage) -> None:
    noor, _visitor = stage.conversation()
    noor.page.keyboard.type("npetwab?m")
    expect(noor.talk.locator("textarea")).to_have_value("npetwab?m")
    expect(noor.page.locator("dialog[open]")).to_have_count(0)
    press(noor, "Escape", "?")
    expect(noor.page.locator("#dialog-keys")).to_be_visible()
    press(noor, "e")
    expect(noor.page.locator("#dialog-end")).to_be_hidden()
    press(noor, "Escape", "i")
    expect(noor.talk.locator("textarea")).to_be_focused()
    # what was half typed is still there
    expect(noor.talk.locator("textarea")).to_have_value("npetwab?m")


def test_no_single_letter_does_anything_in_the_registration(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted", capacity=1)
    visitor, next_one = stage.visitor(), stage.visitor()
    for each in (visitor, next_one):
        each.person.visit("/helpwanted/chat/")
        each.starts()
    noor.opens()
    expect(noor.page.locator("#take-next button")).to_be_visible()
    mine = noor.page.locator("#mine li")
    press(noor, "Escape", "r")
    expect_first_question(noor)
    form = noor.page.locator("form[data-register]")
    for control in ("select", "input[type=radio]", "input[type=checkbox]", "button[type=submit]"):
        form.locator(control).first.focus()
        press(noor, *"abcdefghijklmopqstuvwxyz?+1")
        press(noor, "p", "n")  # what would do the most harm, once more
        expect(noor.page.locator("dialog[open]")).to_have_count(0)
    expect(noor.talk).to_be_visible()
    expect(mine).to_have_count(1)
    expect(visitor.page.locator(".danger-sent")).to_have_count(0)
    # with Alt the keys work there too
    press(noor, "Alt+m")
    expect(noor.page.locator("#dialog-meldcode")).to_be_visible()
    press(noor, "Escape")
    # outside, the letter takes the next visitor
    press(noor, "Escape", "n")
    expect(mine).to_have_count(2)


def test_the_danger_panel_asks_once(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    window = noor.page.locator("#dialog-panel")
    for answer, shown in (("Escape", 0), ("Enter", 1)):
        press(noor, "Escape", "p")
        expect(window.locator("button[value=yes]")).to_be_focused()
        press(noor, answer)
        expect(window).to_be_hidden()
        if not shown:
            noor.writes("Dit komt na het paneel dat niet kwam.")
            visitor.reads("Dit komt na het paneel dat niet kwam.")
        expect(visitor.page.locator("#log .danger-sent")).to_have_count(shown)


def test_keys_with_alt_only_are_a_choice_of_each_member_of_staff(stage: Stage) -> None:
    noor, _visitor = stage.conversation()
    meldcode = noor.page.locator("#dialog-meldcode")
    press(noor, "Escape", "?")
    box = noor.page.locator("#keys-only-alt")
    expect(box).to_be_focused()
    press(noor, "Space", "Escape")
    for _ in range(2):  # now, and after a reload
        press(noor, "Escape", "m", "p", "n")
        expect(noor.page.locator("dialog[open]")).to_have_count(0)
        press(noor, "Alt+m")
        expect(meldcode).to_be_visible()
        press(noor, "Escape", "Alt+?")
        expect(box).to_be_checked()
        expect(noor.page.locator("#keys-with-alt")).to_be_visible()
        press(noor, "Escape")
        noor.page.reload()
        noor.opens()
    # a colleague at the same computer has keys of her own
    noor.person.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": stage.inside.ask("sign_in", email=SECOND),
                "url": stage.house.url,
            }
        ]
    )
    noor.comes_to_the_desk()
    press(noor, "m")
    expect(meldcode).to_be_visible()


def test_a_chat_that_is_not_in_front_counts_what_is_new(stage: Stage) -> None:
    noor, _first = stage.conversation()
    second = stage.visitor()
    second.person.visit("/helpwanted/chat/")
    second.starts()
    row = noor.page.locator("#mine li").nth(1)
    expect(row).to_be_visible()
    for number in (1, 0):  # look at the second, and go back to the first
        press(noor, f"Alt+{number + 1}")
        expect(noor.page.locator("#mine li").nth(number)).to_have_class("row-item is-current")
    second.writes("ben je er nog")
    second.writes("hallo")
    unread = row.locator("[data-part=unread]")
    expect(unread).to_have_text("2 nieuw")
    # after a reload the first chat is in front, and what is new in the second is still new
    noor.page.reload()
    expect(noor.page.locator("#mine li").first).to_have_class("row-item is-current")
    expect(unread).to_have_text("2 nieuw")
    press(noor, "Alt+2")
    expect(unread).to_be_hidden()
    second.is_received("hallo", "read")
    # what was read does not become new by another reload
    noor.page.reload()
    expect(noor.page.locator(".talk").nth(1)).to_contain_text("hallo")
    expect(unread).to_be_hidden()
