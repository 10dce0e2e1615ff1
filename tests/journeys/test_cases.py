"""A case is opened by keyboard, a person comes back to it with its code, and a colleague takes it over."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import LEAD, SECOND, Counsellor, Stage
from tests.journeys.judge import Judge
from tests.services.browser import DESK, PHONE

pytestmark = pytest.mark.browser
NOTE = "Wil eerst met de mentor praten."


def opens_a_case_by_keyboard(noor: Counsellor) -> str:
    """From the list to a case with a note and a task; its alias."""
    page = noor.page
    noor.person.visit("/staff/cases/")
    page.keyboard.press("n")
    alias = page.locator("[name=alias]")
    expect(alias).not_to_have_value("")
    alias.fill("Sanne uit Oost")
    alias.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("Sanne")
    alias.fill("Stille Haven")
    alias.press("Enter")
    expect(page.locator("h1")).to_have_text("Stille Haven")
    page.wait_for_load_state()  # the heading stands there before the page's keys listen
    page.keyboard.press("n")
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.type(NOTE)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".cs-note")).to_have_text(NOTE)
    return "Stille Haven"


def sets_a_task_that_is_due(page: Page) -> None:
    page.locator("summary", has_text="Nieuwe taak").click()
    page.locator("#task-kind").select_option("consult")
    page.locator("#task-day").fill("2026-01-05")
    page.locator("#task-text").fill("over woensdag")
    page.locator("form[data-draft^='cases.task'] button[type=submit]").click()
    expect(page.locator(".cs-task.is-due")).to_contain_text("over woensdag")


def gets_a_code(page: Page) -> str:
    page.locator("summary", has_text="Codes").click()
    page.locator("button[value=words]").click()
    words = [each.strip() for each in page.locator(".cs-code > span:not(.cs-dash)").all_inner_texts()]
    page.locator("main .button-main").click()
    expect(page.locator("h1")).to_have_text("Stille Haven")
    return " ".join(words)


def test_a_person_comes_back_to_a_case(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted")
    alias = opens_a_case_by_keyboard(noor)
    sets_a_task_that_is_due(noor.page)
    code = gets_a_code(noor.page)
    noor.comes_to_the_desk()
    expect(noor.page.locator("#tasks li")).to_contain_text(alias)

    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/back/")
    visitor.page.locator("#code").fill(code.upper())
    visitor.page.locator("main form button[type=submit]").click()
    visitor.page.wait_for_url("**/chat/talk/")
    noor.opens()
    link = noor.talk.locator(".case-link")
    expect(link).to_contain_text(alias)
    address = link.get_attribute("href")
    assert address

    sam = stage.counsellor(SECOND)
    sam.person.visit(address)
    expect(sam.page.locator(".cs-hidden")).to_have_count(1)
    expect(sam.page.locator("main")).not_to_contain_text(NOTE)
    sam.page.locator("form[action$='/take/'] button").click()
    expect(sam.page.locator(".cs-note")).to_have_text(NOTE)


def test_no_page_has_a_flaw(stage: Stage) -> None:
    judge = Judge(stage)
    lead = stage.counsellor(LEAD)
    stage.inside.ask("some_cases")
    page = lead.page
    for dark, size in ((False, DESK), (True, PHONE)):
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for name, address in (
            ("list", "/staff/cases/"),
            ("tasks", "/staff/cases/tasks/"),
            ("new", "/staff/cases/new/"),
        ):
            lead.person.visit(address)
            judge.look(page, f"cases/{name} {size[0]}")
        lead.person.visit("/staff/retention/")
        judge.look(page, f"retention {size[0]}")
        lead.person.visit("/staff/cases/?state=any")
        page.locator(".cs-table th a").first.click()
        for summary in page.locator("details.panel > summary").all():
            summary.click()
        judge.look(page, f"case {size[0]}")
        if size == DESK and not dark:
            stage.people.pictures(lead.person, "case")
        page.locator("a[href$='/shred/']").click()
        judge.look(page, f"shred {size[0]}")
    assert judge.faults == []
