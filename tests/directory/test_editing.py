"""An editor at work in a real browser: changes a tip, and sees beside the form how visitors will see it."""

import pytest
from playwright.sync_api import expect

from helpline.accounts.demo import PASSPHRASE
from tests.conftest import Houses
from tests.services.browser import People, Person

pytestmark = pytest.mark.browser

EDITOR = "editor@demo.test"
LIST = "/beheer/cms/snippets/directory/tip/"


@pytest.fixture
def editor(live_house: Houses, people: People) -> Person:
    """Roos, signed in with both factors."""
    house = live_house("sqlite")
    person = people.arrive(house, size=(1440, 900))
    person.visit("/staff/")
    person.page.locator("input[name=email]").fill(EDITOR)
    person.page.locator("input[name=passphrase]").fill(PASSPHRASE)
    person.page.locator("main form button[type=submit]").click()
    code = house.manage("demo_code", EDITOR).split()[0]
    person.page.locator("input[name=code]").fill(code)
    person.page.locator("main form button[type=submit]").click()
    expect(person.page.locator("a[href='/beheer/cms/']").first).to_be_visible()
    return person


def test_an_editor_sees_the_draft_as_visitors_will(editor: Person) -> None:
    page = editor.page
    editor.visit(LIST)
    expect(page.get_by_text("navragen", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Bewaar bewijs", exact=True).click()
    title = page.locator("#id_title_nl")
    expect(title).to_have_value("Bewaar bewijs")
    expect(page.locator("#id_key")).to_be_disabled()

    title.fill("Bewaar alles wat bewijs is")
    page.locator("[data-side-panel-toggle='preview']").click()
    preview = page.frame_locator("#w-preview-iframe")
    expect(preview.get_by_role("heading", name="Bewaar alles wat bewijs is")).to_be_visible()

    page.locator("button[type=submit]", has_text="concept").first.click()
    expect(page.locator(".messages .success, .messages li").first).to_be_visible()
    editor.visit(LIST)
    row = page.locator("tr", has_text="bewaar-bewijs")
    expect(row).to_contain_text("Bewaar alles wat bewijs is")
    expect(row).to_contain_text("live + concept")
