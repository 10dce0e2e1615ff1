"""The desk as it meets the eye: what stands where, at which width, and how large it is under a finger or a pointer."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.house.tree import ROOT
from tests.journeys.cast import ADMINISTRATOR, LEAD, MANAGER, Stage

pytestmark = pytest.mark.browser

WIDE = (1920, 1080)
SIZES = [(360, 740), (768, 1024), (1280, 800), WIDE]

#: What can be pressed and is too small, as "what it is: width x height". A box to tick counts with its label; a link
#: inside a sentence does not count (WCAG 2.5.8).
_TOO_SMALL = """
([least, leastSmall]) => {
  const found = [];
  const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  for (const each of document.querySelectorAll(pressed)) {
    if (!each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (each.matches(".skip") || (each.tagName === "A" && getComputedStyle(each).display === "inline")) continue;
    const box = (each.matches("[type=checkbox], [type=radio]") ? each.closest("label") : each).getBoundingClientRect();
    if (box.width === 0) continue;
    const small = each.matches(".button-small, .switch, .row-button, label *, th > a");
    const want = small ? leastSmall : least;
    if (box.height < want - 0.5 || box.width < want - 0.5) {
      const name = each.getAttribute("aria-label") ?? each.textContent.trim().slice(0, 30);
      found.push(`${each.tagName} ${name || each.id || each.name}: ${box.width} x ${box.height}, least ${want}`);
    }
  }
  return found;
}
"""


def least_targets() -> list[int]:
    """What docs/look.md promises for staff, in pixels: for what stands alone, and where many stand together."""
    said = re.search(
        r"(\d+) px for staff \(`--target`\),\s*(\d+) px where", (ROOT / "docs/look.md").read_text()
    )
    assert said
    return [int(number) for number in said.groups()]


def faults(page: Page, size: tuple[int, int]) -> list[str]:
    """What is too small or too wide on the page as it stands, on a screen of this size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found: list[str] = page.evaluate(_TOO_SMALL, least_targets())
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{size[0]} px: {fault}" for fault in found + ([f"{wide} wide"] if wide > size[0] else [])]


def top_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def test_no_chat_is_open_stands_there_only_while_none_is(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted", size=WIDE)
    none = noor.page.locator("#talks-none")
    expect(none).to_be_visible()
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    visitor.starts()
    # on a wide screen a chat that was given stands there at once, before it is opened
    expect(noor.page.locator("#talks .talk")).to_be_visible()
    expect(none).to_be_hidden()
    # where there is room for one, it is shown when it is opened
    noor.page.set_viewport_size({"width": 1280, "height": 800})
    expect(noor.page.locator("#talks .talk")).to_be_hidden()
    expect(none).to_be_visible()
    noor.opens()
    expect(none).to_be_hidden()


def test_lists_say_which_programme_is_meant(stage: Stage) -> None:
    stage.conversation()
    fatima = stage.counsellor(LEAD)
    headings = fatima.page.locator("#shift h3")
    expect(headings).to_have_text(["Helpwanted", "Stop it Now"])
    # who leads both gets a chat of the one with the longer name
    stage.inside.ask("on_duty", email=LEAD, slug="stopitnow")
    visitor = stage.visitor("stopitnow")
    visitor.person.visit("/stopitnow/chat/")
    visitor.starts()
    row = fatima.page.locator("#mine li")
    name, place = row.locator("[data-part=name]"), row.locator("[data-part=place]")
    expect(place).to_have_text("Stop it Now")
    box = name.bounding_box()
    assert box
    assert top_of(place) >= box["y"] + box["height"] - 1, "the programme stands behind the name"


def test_one_chat_too_many_is_said_as_such(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted", capacity=2)
    fatima = stage.counsellor(LEAD)
    for _ in range(2):
        visitor = stage.visitor()
        visitor.person.visit("/helpwanted/chat/")
        visitor.starts()
    load = noor.page.locator("#presence [data-part=load]").first
    colleague = fatima.page.locator("#team li").filter(has_text="Noor")
    expect(load).to_have_text("2 van 2")
    noor.page.locator("#presence [data-part=less]").first.click()
    expect(load).to_have_text("2 (ruimte 1)")
    expect(colleague).to_contain_text("2 (ruimte 1)")


def test_the_desk_fits_every_screen_and_every_finger(stage: Stage) -> None:
    noor, _visitor = stage.conversation()
    fatima = stage.counsellor(LEAD)
    fatima.page.locator("#shift [data-part=open]").first.click()
    expect(fatima.talk).to_be_visible()
    noor.page.locator("form[data-register]").wait_for()
    found = []
    for somebody in (noor, fatima):
        for size in SIZES:
            found += [f"{somebody.email} {fault}" for fault in faults(somebody.page, size)]
            # the tools of the chat stand in one row, with the end of the chat beside its name
            tools = somebody.talk.locator(".talk-tools button:visible")
            if {top_of(tool) for tool in tools.all()} != {top_of(tools.first)}:
                found.append(f"{somebody.email} {size[0]} px: the tools take more than one row")
    for window in ("keys", "panel", "end", "transfer", "meldcode", "alert-settings"):
        noor.page.set_viewport_size({"width": 1280, "height": 800})
        noor.page.locator(f"[data-do={window}]").first.click()
        for size in SIZES:
            found += [f"{window} {fault}" for fault in faults(noor.page, size)]
        noor.page.keyboard.press("Escape")
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("email", [ADMINISTRATOR, MANAGER, LEAD])
def test_lists_and_forms_fit_too(stage: Stage, email: str) -> None:
    person, _session = stage.signed_in(email)
    paths = {
        ADMINISTRATOR: ("start", "people", "people/invite", "account"),
        MANAGER: ("figures", "requests", "account"),
        LEAD: ("contacts", "account", "account/passphrase"),
    }[email]
    found = []
    for path in paths:
        person.visit(f"/staff/{path}/")
        for size in SIZES:
            found += [f"{path} {fault}" for fault in faults(person.page, size)]
    assert not found, "\n" + "\n".join(found)


def test_the_bar_is_one_row_at_every_width(stage: Stage) -> None:
    person, _session = stage.signed_in(ADMINISTRATOR)
    person.visit("/staff/people/")
    page = person.page
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        bar = page.locator(".staff-bar").bounding_box()
        assert bar
        assert bar["height"] <= 56, f"{width} px: the bar is {bar['height']} px high"
    # on a phone the rest is one press away, and works without a script of ours
    page.set_viewport_size({"width": 360, "height": 740})
    menu = page.locator(".staff-menu")
    links = page.locator(".staff-nav a")
    expect(links.first).to_be_hidden()
    menu.click()
    expect(links).to_have_count(5)
    for link in links.all():
        expect(link).to_be_in_viewport()
    assert not faults(page, (360, 740))
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    menu.click()
    page.locator("form[action$='/sign-out/'] button").click()
    expect(page.locator("input[name=email]")).to_be_visible()


def test_who_may_enter_much_has_the_rest_one_press_away(stage: Stage) -> None:
    person, _session = stage.signed_in(LEAD)
    person.visit("/staff/contacts/")
    page = person.page
    rest = page.locator(".staff-rest a")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        bar = page.locator(".staff-bar").bounding_box()
        assert bar
        assert bar["height"] <= 56, f"{width} px: the bar is {bar['height']} px high"
    expect(rest.first).to_be_hidden()
    page.locator(".staff-rest-button").press("Enter")
    assert rest.count() >= 4
    for link in rest.all():
        expect(link).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(rest.first).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".staff-menu").click()
    rest.last.scroll_into_view_if_needed()
    rest.last.click()
    expect(page.locator("h1")).to_be_visible()


def test_people_are_read_on_a_phone_without_sliding(stage: Stage) -> None:
    person, _session = stage.signed_in(ADMINISTRATOR, size=(360, 740))
    person.visit("/staff/people/")
    rows = person.page.locator("main tbody tr")
    for row in rows.all():
        for cell in row.locator("th, td").all():
            left, right, hidden = cell.evaluate(
                "each => { const box = each.getBoundingClientRect();"
                " return [box.left, box.right, each.scrollWidth > each.clientWidth] }"
            )
            assert left >= 0, cell.inner_text()
            assert right <= 360, cell.inner_text()
            assert not hidden, cell.inner_text()
    # still a table for who hears it
    expect(person.page.get_by_role("cell", name="Actief").first).to_be_attached()
    expect(person.page.get_by_role("rowheader", name="Fatima")).to_be_visible()
