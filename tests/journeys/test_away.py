"""nginx's own page while no process is there: who leaves from it leaves nothing behind, and "back" shows nothing."""

import shutil
from collections.abc import Generator

import pytest
from playwright.sync_api import Page, Route

from tests.services.browser import PHONE, People
from tests.services.nginx import HELPWANTED, Nginx
from tests.services.plugin import services_folder
from tests.services.ports import free_port

pytestmark = pytest.mark.browser

ELSEWHERE = "<!doctype html><title>Weer</title><h1>Het weer</h1>"
STORED = "[localStorage.length, sessionStorage.getItem('chat'), sessionStorage.getItem('away')]"


@pytest.fixture(scope="module")
def door() -> Generator[Nginx]:
    """nginx with nobody behind it."""
    folder = services_folder()
    nginx = Nginx(folder / "n", [free_port()], public=folder / "public")
    nginx.start()
    yield nginx
    nginx.stop()
    shutil.rmtree(folder)


@pytest.fixture
def page(people: People) -> Generator[Page]:
    """A browser that is led out of the house by hand: what stands elsewhere is no part of the test."""
    context = people.browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    context.route("https://**", _elsewhere)
    yield context.new_page()
    context.close()


def _elsewhere(route: Route) -> None:
    assert "referer" not in route.request.headers
    route.fulfill(body=ELSEWHERE, content_type="text/html")


@pytest.mark.parametrize(
    ("path", "told_at"),
    [
        ("/helpwanted/chat/talk/", "/helpwanted/leave/"),
        ("/en/stopitnow/", "/stopitnow/leave/"),
        ("/", "/leave/"),
    ],
)
def test_who_leaves_from_it_leaves_nothing_behind(door: Nginx, page: Page, path: str, told_at: str) -> None:
    page.goto(door.url(HELPWANTED) + path)
    page.evaluate("localStorage.setItem('outbox', 'help'); sessionStorage.setItem('chat', 'help')")
    page.locator("[data-leave]").click()
    page.wait_for_selector("text=Het weer")
    page.goto(door.url(HELPWANTED) + path)
    assert page.evaluate(STORED) == [0, None, told_at], "and a page of the house would tell the house"


def test_back_shows_an_empty_page(door: Nginx, page: Page) -> None:
    page.goto(door.url(HELPWANTED) + "/helpwanted/")
    first = page.locator("h1").first.inner_text()
    page.goto(door.url(HELPWANTED) + "/helpwanted/chat/")
    assert page.locator("h1").first.inner_text() == first
    page.locator("[data-leave]").click()
    page.wait_for_selector("text=Het weer")
    page.go_back()  # the page that was left is not in the history any more: this is the one before it
    assert page.url.endswith("/helpwanted/")
    assert page.locator("body").inner_text().strip() == ""
    assert page.title().strip("\u200e") == ""
