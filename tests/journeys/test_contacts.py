"""A shift lead enters a contact that was elsewhere and finds it by keyboard; what is typed is marked, and kept."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import LEAD, Stage

pytestmark = pytest.mark.browser

# A form as rooms write it, on a page of the staff: the two attributes are all it needs.
FORM = """
() => {
  document.querySelector("[data-test-form]")?.remove();
  const form = document.createElement("form");
  form.dataset.testForm = "";
  form.dataset.draft = "contacts.test:1";
  const field = document.createElement("textarea");
  Object.assign(field, { name: "note", id: "note", rows: 3 });
  field.dataset.guard = "";
  const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
  form.append(field, token);
  document.querySelector("main h1").after(form);
}
"""


def keep_picture(page: Page, name: str) -> None:
    """For looking at while working: set LOOK_AT to a folder."""
    if folder := os.environ.get("LOOK_AT"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_list_by_keyboard_and_a_note_that_is_guarded_and_kept(stage: Stage) -> None:
    person, _ = stage.signed_in(LEAD)
    page = person.page
    person.visit("/staff/contacts/")
    keep_picture(page, "empty")
    page.keyboard.press("a")
    page.wait_for_url("**/afterwards/")
    keep_picture(page, "afterwards")
    page.locator("[name=channel]").select_option("phone")
    page.locator("[name=hour]").select_option("0")
    page.locator("[name=on_behalf]").check()
    page.locator("main button[type=submit]").press("Enter")
    page.locator("form[data-register]").wait_for()
    keep_picture(page, "registration")

    person.visit("/staff/contacts/")
    page.keyboard.press("j")
    row = page.locator("a[data-row]").first
    expect(row).to_be_focused()
    stage.people.pictures(person, "contacts")
    for width, dark in ((1280, False), (1280, True), (360, False), (360, True)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if dark else "light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width} wide"
        keep_picture(page, f"list-{width}-{'dark' if dark else 'light'}")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.keyboard.press("f")
    expect(page.locator("#whose")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.locator("form[data-register]").wait_for()
    page.locator("form[data-register] button[type=submit]").press("Enter")
    unanswered = page.locator("[data-field=target_group] select")
    expect(unanswered).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-field=target_group]")).to_have_accessible_description("Kies een antwoord.")
    unanswered.select_option(index=1)
    expect(unanswered).not_to_have_attribute("aria-invalid", "true")

    person.visit("/staff/contacts/afterwards/")
    page.evaluate(FORM)
    field = page.locator("#note")
    field.press_sequentially("Bel 0612345678 of 112, mail jan@voorbeeld.nl")
    found = page.locator(".guard li")
    expect(found).to_have_count(2)
    expect(page.locator("[data-said]")).not_to_be_empty()
    state = page.locator("[data-draft-state], .draft [data-state]")
    expect(state).to_contain_text(":")
    keep_picture(page, "guard")
    found.first.locator("button").press("Enter")
    assert (
        field.evaluate("(field) => field.value.slice(field.selectionStart, field.selectionEnd)")
        == "0612345678"
    )

    # another page, or another computer: what was kept is the masked text, and nothing else
    page.reload()
    page.evaluate(FORM)
    expect(field).to_have_value("Bel [telefoonnummer] of 112, mail [e-mailadres]")
    expect(page.locator("[data-discard]")).to_be_visible()
    page.locator("[data-discard]").press("Enter")
    expect(field).to_have_value("")
