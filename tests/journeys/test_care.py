"""A counsellor opens a risk record in a contact, the shift lead advises by keyboard, it is closed; then a referral.

Every page on the way is judged by axe, wide and on a phone.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import COUNSELLOR, LEAD, Stage
from tests.journeys.judge import Judge
from tests.journeys.test_requests import press
from tests.services.browser import Person
from tests.services.hotline import REFERENCE

pytestmark = pytest.mark.browser


def writes(page: Page, act: str, text: str, *, field: str = "text", folded: bool = True) -> None:
    """Fill one of the forms of the record, folded away or open, and send it."""
    form = page.locator(f"form[action$='/{act}/']")
    if folded:
        form.locator("xpath=preceding-sibling::summary").click()
    form.locator(f"[name={field}]").fill(text)
    form.locator("button[type=submit]").last.click()
    page.wait_for_load_state()


def reports_to_the_hotline(stage: Stage, noor: Person, contact: str, judge: Judge) -> None:
    """Pass an address on: it cannot be delivered first, stands there still, and then is gone from everywhere."""
    page, hotline = noor.page, stage.house.hotline
    hotline.received.clear()
    address = "https://kanariepad.example/zeekoet-83-47/beeld.jpg"
    noor.visit(f"/staff/referrals/hotline/?contact={contact}")
    hotline.refuses = True
    field = page.locator("[name=addresses]")
    field.fill(address)
    judge.look_on_both(page, "reporting to the hotline")
    press(page, "Doorgeven aan het Meldpunt")
    expect(page.locator("[data-problem]")).to_be_visible()
    expect(field).to_have_value(address)
    judge.look_on_both(page, "a report that was not delivered")
    hotline.refuses = False
    press(page, "Doorgeven aan het Meldpunt")
    expect(page.locator("[data-problem]")).to_be_hidden()
    expect(field).to_have_value("")
    assert [each["addresses"] for each in hotline.received] == [[address]]
    noor.visit("/staff/referrals/hotline/reports/")
    expect(page.locator("[name=reference]").first).to_have_value(REFERENCE)
    judge.look_on_both(page, "reports to the hotline")
    assert "kanariepad" not in page.content()
    page.go_back()
    page.wait_for_load_state()
    assert "kanariepad" not in page.content()
    stored = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    assert "kanariepad" not in stored


def test_from_a_worry_to_a_closed_record_and_a_referral(stage: Stage) -> None:
    judge = Judge(stage)
    noor, _session = stage.signed_in(COUNSELLOR, dark=True)
    contact = stage.inside.ask("open_contact", email=COUNSELLOR, slug="helpwanted")
    page = noor.page
    noor.visit(f"/staff/care/new/?contact={contact}")
    judge.look_on_both(page, "new risk record")
    page.locator("[name=level][value=acute]").check()
    page.locator("[name=said]").fill("Zegt dat het vanavond misgaat. Mijn nummer is 06 12345678.")
    page.locator("[name=applies][value=no]").check()
    page.locator("form.care-form button[type=submit]").last.click()
    expect(page.locator("#signs")).to_contain_text("[telefoonnummer]")
    expect(page.locator(".care-needs")).to_contain_text("Nog nodig:")
    judge.look_on_both(page, "risk record that waits")

    lead, _session = stage.signed_in(LEAD)
    lead.visit("/staff/care/")
    expect(lead.page.locator("main [class*=notice-danger]")).to_be_visible()
    judge.look_on_both(lead.page, "risk records")
    press(lead.page, lead.page.locator(".care-row").first.inner_text().strip())
    expect(lead.page.locator("form[action$='/consult/'] textarea")).to_be_visible()
    lead.page.locator("form[action$='/consult/'] textarea").focus()
    lead.page.keyboard.type("Bel samen 112 en blijf aan de lijn.")
    press(lead.page, "Adviseren en tekenen")
    expect(lead.page.locator("#consultation")).to_contain_text("Getekend")

    page.reload()
    writes(page, "do/decide", "Wij bellen 112.", field="decision", folded=False)
    expect(page.locator("#decision")).to_contain_text("Wij bellen 112.")
    writes(page, "write/informed", "Verteld in het gesprek.")
    judge.look_on_both(page, "risk record that can be closed")
    page.locator("form[action$='/do/close/'] button").click()
    expect(page.locator("main")).to_contain_text("Het risicoverslag is gesloten.")
    judge.look(page, "closed risk record")

    stage.inside.ask("old_facts", key="politie")
    noor.visit(f"/staff/referrals/pick/?contact={contact}")
    judge.look_on_both(page, "organisations")
    page.locator(".ref-choice").filter(has_text="Centrum Seksueel Geweld").locator("a.button").click()
    page.locator("[name=note]").fill("Belt morgen zelf.")
    page.locator("[name=agreed]").check()
    judge.look_on_both(page, "referring")
    page.locator("form.ref-form button[type=submit]").last.click()
    expect(page.locator(".ref-note")).to_contain_text("Belt morgen zelf.")
    judge.look_on_both(page, "referral")
    stage.people.pictures(noor, "referral")
    page.locator("a[href$='/print/']").click()
    judge.look_on_both(page, "note on paper")
    noor.visit("/staff/referrals/")
    judge.look_on_both(page, "referrals")
    reports_to_the_hotline(stage, noor, contact, judge)
    judge.close()
