"""A therapist publishes, a counsellor books, somebody looks and comes, the therapist tells; none of them meets."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.cast import COUNSELLOR, Stage
from tests.journeys.judge import Judge
from tests.services.browser import PHONE

pytestmark = pytest.mark.browser
THERAPIST = "therapist@demo.test"
FREE, MINE = "/staff/appointments/", "/staff/appointments/mine/"
PAGE = "/stopitnow/appointment/"


def publishes(page: Page, day: date, at: str) -> None:
    form = page.locator("form[action$='/mine/publish/']")
    if form.locator("select[name=programme]").count():
        form.locator("select[name=programme]").select_option(label="Stop it Now")
    form.locator("[name=day]").fill(f"{day:%Y-%m-%d}")
    form.locator("[name=at]").fill(at)
    form.locator("button[type=submit]").click()


def by_keyboard(page: Page, selector: str) -> None:
    """Reach it with the Tab key alone, and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key does not reach {selector}")


def test_an_appointment_from_the_hour_to_the_report(stage: Stage) -> None:
    stage.inside.ask("appointments_fresh", slug="stopitnow", therapist=THERAPIST)
    judge, day = Judge(stage), date.today() + timedelta(days=3)  # noqa: DTZ011 - the day on the wall

    jonas, _session = stage.signed_in(THERAPIST)
    jonas.visit(MINE)
    publishes(jonas.page, day, "10:00")
    expect(jonas.page.locator(".notice-good")).to_be_visible()
    publishes(jonas.page, day, "10:30")
    expect(jonas.page.locator("#slot_at_error")).to_contain_text("10:00")
    judge.look(jonas.page, "a therapist's hours")
    stage.people.pictures(jonas, "appointments")

    noor, _session = stage.signed_in(COUNSELLOR, size=PHONE)
    noor.visit(f"{FREE}?week={day:%Y-%m-%d}&programme=stopitnow")
    judge.look(noor.page, "the week of free times")
    by_keyboard(noor.page, "a.ap-slot")
    noor.page.wait_for_url("**/book/")
    by_keyboard(noor.page, "main form button[type=submit]")
    words = noor.page.locator("#words").inner_text()
    digits = noor.page.locator("#digits").inner_text()
    assert noor.page.title() == "Afspraak"
    judge.look(noor.page, "the code, once")

    visitor = stage.visitor("stopitnow", scripts=False)
    visitor.person.visit(PAGE)
    visitor.page.locator("#code").fill("een twee drie vier vijf")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("#code-error")).to_be_visible()
    visitor.page.locator("#code").fill(words.replace("-", " ").upper())
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_contain_text("10:00")
    assert visitor.page.title() == "Afspraak"
    with visitor.page.expect_download() as coming:
        visitor.page.locator("form[action$='/calendar/'] button").click()
    assert coming.value.suggested_filename == "calendar.ics"
    assert {cookie["name"] for cookie in visitor.person.context.cookies()} <= {
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
    }

    # the hour has come: the digits, typed this time, say that the person can call now
    stage.inside.ask("appointment_begins")
    visitor.person.visit(PAGE)
    visitor.page.locator("#code").fill(digits)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".notice-good")).to_be_visible()

    jonas.visit(MINE)
    expect(jonas.page.locator("main")).not_to_contain_text("Noor")
    made = stage.inside.ask("appointment_made", slug="stopitnow", therapist=THERAPIST, counsellor=COUNSELLOR)
    stage.inside.ask("appointment_begins")
    outside = stage.visitor("stopitnow")
    outside.person.visit(made["link"])
    judge.look(outside.page, "the one-time link")
    assert stage.inside.ask("appointment_states") == ["booked", "booked"]
    outside.page.locator("button[value=started]").click()
    expect(outside.page.locator("h1")).to_be_visible()
    assert stage.inside.ask("appointment_states") == ["booked", "started"]
    outside.person.visit(made["link"])
    expect(outside.page.locator("button[value=started]")).to_have_count(0)
    assert judge.faults == []
