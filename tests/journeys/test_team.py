"""Colleagues talk, one writes to the shift lead, and the lead closes the chat for a while: seen on both sides."""

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import COUNSELLOR, LEAD, Stage
from tests.journeys.judge import Judge

pytestmark = pytest.mark.browser


def test_a_word_among_colleagues_and_a_door_that_is_closed_for_a_while(stage: Stage) -> None:
    judge = Judge(stage)
    noor, _session = stage.signed_in(COUNSELLOR)
    lead, _session = stage.signed_in(LEAD, dark=True)
    noor.visit("/staff/")
    lead.visit("/staff/team/helpwanted/")
    page = noor.page
    # beside the chats, by keyboard: opened, said, closed
    page.locator("#team-links a").first.press("Enter")
    field = page.get_by_label("Zeg iets tegen je team")
    expect(field).to_be_focused()
    page.keyboard.type("Wie neemt om vier uur over? Bel 06 12345678.")
    page.keyboard.press("Enter")
    expect(page.locator("#team-talk .team-remark").last).to_contain_text("Bel [telefoonnummer].")
    expect(field).to_have_value("")
    judge.look_on_both(page, "talk of the team on the desk")
    # it comes by itself to who has the page open
    expect(lead.page.locator(".team-remark").last).to_contain_text(
        "Wie neemt om vier uur over?", timeout=20_000
    )
    judge.look_on_both(lead.page, "talk of the team")
    lead.page.get_by_label("Zeg iets tegen je team").fill("Sam, om vier uur.")
    lead.page.keyboard.press("Enter")
    expect(page.locator("#team-talk .team-remark").last).to_contain_text("Sam, om vier uur.", timeout=20_000)
    field.press("Escape")
    expect(page.locator("#team-talk")).to_be_hidden()
    expect(page.locator("#team-links a").first).to_be_focused()

    noor.visit("/staff/team/helpwanted/notes/")
    page.get_by_label("Wat wil je dat je dienstleider weet?").fill("Dat gesprek van vanmiddag blijft hangen.")
    page.get_by_label("Ik wil er graag over praten").check()
    page.get_by_role("button", name="Geef het aan de dienstleider").click()
    expect(page.locator(".team-note").first).to_contain_text("blijft hangen")

    lead.visit("/staff/shift/")
    matter = lead.page.locator(".shift-matter").filter(has_text="1 briefje voor jou")
    judge.look_on_both(lead.page, "the shift")
    stage.people.pictures(lead, "shift-board")
    matter.click()
    judge.look_on_both(lead.page, "notes to the shift lead")
    lead.page.get_by_role("button", name="Ik pak het op").click()
    expect(lead.page.locator(".team-note").first).to_contain_text("heeft het opgepakt")

    lead.visit("/staff/shift/")
    door = lead.page.locator(".shift-door").filter(has_text="Helpwanted · Chat")
    door.locator("summary").press("Enter")
    door.locator("[name=text_nl]").fill("Er is nu veel te doen. Om acht uur zijn we er weer.")
    door.get_by_role("button", name="Sluit voor nieuwe bezoekers").press("Enter")
    expect(lead.page.locator("#shift-live .badge").first).to_have_text("tijdelijk dicht")
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    expect(visitor.page.locator("main")).to_contain_text("Om acht uur zijn we er weer.")
    judge.look(visitor.page, "a door that is closed for a while")
    door.get_by_role("button", name="Weer openen").click()
    expect(lead.page.locator("#shift-live .badge")).to_have_count(0)
    judge.close()
