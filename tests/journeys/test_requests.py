"""A teacher asks for a lesson without scripts; the office handles it by keyboard; no page has a flaw for axe."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import LEAD, Counsellor, Stage, Visitor
from tests.journeys.judge import Judge
from tests.services import sizes
from tests.services.browser import PHONE

pytestmark = pytest.mark.browser
FORM = "/helpwanted/requests/lesson/"
TYPED = {
    "name": "Iemand van School",
    "organisation": "Voorbeeldschool",
    "email": "iemand@school.example",
    "place": "Nergenshuizen",
    "group": "klas 2, 13 en 14 jaar",
    "how_many": "26",
    "period": "in maart",
}


def fill(page: Page, **changes: str) -> None:
    for name, text in {**TYPED, **changes}.items():
        page.locator(f"[name={name}]").fill(text)


def sends(page: Page) -> None:
    page.locator("main form button[type=submit]").click()


def asks_for_a_lesson(visitor: Visitor) -> None:
    """From the form to the thanks, with a mistake on the way."""
    page = visitor.page
    visitor.person.visit(FORM)
    fill(page, email="iemand bij school", remark="het liefst in de ochtend")
    page.wait_for_timeout(3000)  # no hands are faster
    sends(page)
    expect(page.locator("[role=alert]")).to_contain_text("wat je typte staat er nog")
    for name, text in TYPED.items():
        if name != "email":
            expect(page.locator(f"[name={name}]")).to_have_value(text)
    expect(page.locator("[name=remark]")).to_have_value("het liefst in de ochtend")
    page.locator("[name=email]").fill(TYPED["email"])
    sends(page)
    page.wait_for_url("**/helpwanted/requests/thanks/")
    expect(page.locator("main")).not_to_contain_text("les")
    for cookie in visitor.person.context.cookies():
        assert cookie["expires"] == -1, f"{cookie['name']} outlives the visit"


def press(page: Page, name: str) -> None:
    """Reach a button or link by the Tab key alone, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"the Tab key does not reach {name!r}")


def handles_by_keyboard(lead: Counsellor) -> None:
    page = lead.page
    page.locator("main a.rq-row").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".rq-answers")).to_contain_text("het liefst in de ochtend")
    press(page, "Ik behandel deze")
    expect(page.locator(".badge-strong")).to_have_text("Jij behandelt hem")
    press(page, "Hij is afgehandeld")
    expect(page.locator("main a.rq-row")).to_contain_text("Gewist over 7 dagen")


def test_a_lesson_is_asked_for_and_handled(stage: Stage) -> None:
    asks_for_a_lesson(stage.visitor(scripts=False))
    lead = stage.counsellor(LEAD)
    lead.person.visit("/staff/requests/")
    handles_by_keyboard(lead)
    lead.page.locator("main a.rq-row").click()
    lead.page.locator(".rq-acts .button-danger").click()
    sends(lead.page)
    expect(lead.page.locator("main")).to_contain_text("De aanvraag is gewist")
    expect(lead.page.locator("main a.rq-row")).to_have_count(0)


@pytest.mark.parametrize("dark", sizes.of_all([False, True], part=[True]))
def test_no_page_has_a_flaw(stage: Stage, dark: bool) -> None:
    judge = Judge(stage)
    visitor = stage.visitor(dark=dark)
    for kind in ("lesson", "materials"):
        visitor.person.visit(f"/helpwanted/requests/{kind}/")
        judge.look(visitor.page, kind)
        visitor.page.wait_for_timeout(3000)
        sends(visitor.page)
        visitor.page.locator("[role=alert]").wait_for()
        judge.look(visitor.page, f"{kind} with mistakes")
    visitor.person.visit("/stopitnow/requests/lesson/")
    judge.look(visitor.page, "Stop it Now")
    visitor.person.visit(FORM)
    fill(visitor.page)
    visitor.page.wait_for_timeout(3000)
    sends(visitor.page)
    visitor.page.wait_for_url("**/thanks/")
    judge.look(visitor.page, "thanks")
    lead = stage.counsellor(LEAD, dark=dark)
    lead.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    lead.person.visit("/staff/requests/")
    judge.look(lead.page, "list")
    lead.page.locator("main a.rq-row").first.click()
    judge.look(lead.page, "request that waits")
    lead.page.locator(".rq-acts .button-main").click()
    lead.page.locator(".badge-strong").wait_for()
    judge.look(lead.page, "request that is handled")
    lead.page.locator(".rq-acts .button-danger").click()
    judge.look(lead.page, "erasing")
    sends(lead.page)
    lead.person.visit("/staff/requests/")
    judge.look(lead.page, "list without requests")
    judge.close()
