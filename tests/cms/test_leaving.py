"""Leaving now, in a real browser: neutral at once, also offline; and "back" shows nothing."""

import pytest
from playwright.sync_api import Page

from tests.conftest import Houses
from tests.services.browser import People, Person

pytestmark = pytest.mark.browser

#: how long a page may work on its neutral screen, in milliseconds, from the press to the next picture
AT_ONCE = 100


@pytest.fixture
def person(live_house: Houses, people: People) -> Person:
    return people.arrive(live_house("sqlite"))


def is_blank(page: Page) -> bool:
    return page.locator("body").inner_text().strip() == ""


def test_the_screen_is_neutral_within_a_tenth_of_a_second(person: Person) -> None:
    person.visit("/helpwanted/")
    page = person.page
    person.time_the_exit()
    # the server answers late: the screen must not wait for it
    page.route("**/leave/", lambda route: None)
    page.locator("[data-leave] button").click()
    assert person.exit_took() < AT_ONCE
    assert is_blank(page)
    assert page.url.endswith("/bye/")
    assert page.title() in ("Nieuw tabblad", "New tab")


def test_the_server_has_the_browser_forget(person: Person) -> None:
    person.visit("/helpwanted/?lang=en")
    assert person.context.cookies()
    person.page.locator("[data-leave] button").click()
    person.page.wait_for_selector("text=Wikipedia")
    assert person.context.cookies() == []


def test_three_times_shift_leaves_and_writing_capitals_does_not(person: Person) -> None:
    person.visit("/helpwanted/")
    keyboard = person.page.keyboard
    for key in ("Shift+A", "Shift+B", "Shift+C", "Shift", "Shift", "a", "Shift"):
        keyboard.press(key)
    assert not is_blank(person.page)
    for _ in range(3):
        keyboard.press("Shift")
    assert person.page.url.endswith("/bye/")


def test_offline_it_is_neutral_too_and_the_server_hears_it_later(person: Person) -> None:
    person.visit("/helpwanted/?lang=en")
    person.context.set_offline(True)
    person.page.locator("[data-leave] button").click()
    assert is_blank(person.page)
    assert person.page.url.endswith("/bye/")
    assert person.context.cookies()
    person.context.set_offline(False)
    person.page.wait_for_selector("text=Wikipedia")
    assert person.context.cookies() == []


def test_back_shows_nothing_and_coming_back_on_purpose_works(person: Person) -> None:
    page = person.page
    person.visit("/")
    person.visit("/helpwanted/")
    person.visit("/helpwanted/what-we-keep/")
    page.locator("[data-leave] button").click()
    page.wait_for_selector("text=Wikipedia")
    for _ in range(2):
        page.go_back()
        assert is_blank(page)
        assert "elpwanted" not in page.title()
    page.reload()
    assert is_blank(page)
    person.visit("/helpwanted/")
    assert not is_blank(page)


def test_without_scripts_the_button_leads_to_the_same_page(live_house: Houses, people: People) -> None:
    person = people.arrive(live_house("sqlite"), scripts=False)
    person.visit("/helpwanted/?lang=en")
    person.page.locator("[data-leave] button").click()
    person.page.wait_for_selector("text=Wikipedia")
    assert person.page.url.endswith("/bye/")
    assert person.context.cookies() == []
