"""What the visitor's page says while nobody has looked at a chat that was given (chat/static/chat/coming.js)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "chat/static/chat"
HARNESS = """
async () => {
  const { Coming } = await import("/coming.js");
  window.section = document.createElement("section");
  section.hidden = true;
  window.coming = new Coming(section, 60000);
  window.notice = (code, ago = 0) => coming.entry({
    kind: "notice", from: "system", body: JSON.stringify({ code }),
    at: new Date(Date.now() - ago * 1000).toISOString(),
  });
  window.say = (from) => coming.entry({ kind: "text", from, body: "hoi", at: new Date().toISOString() });
}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium, SCRIPTS, "http://coming.test", stopped_clock=True) as page:
        page.evaluate(HARNESS)
        yield page


def shown_after(page: Page, seconds: float) -> Any:
    page.clock.run_for(int(seconds * 1000))
    return page.evaluate("!section.hidden")


def test_it_is_said_when_nobody_looks_for_a_minute(page: Page) -> None:
    page.evaluate("notice('assigned')")
    assert not shown_after(page, 59)
    page.evaluate("say('visitor'); notice('last_entry')")
    assert shown_after(page, 2)


@pytest.mark.parametrize(
    "comes", ["notice('joined')", "notice('back_in_queue')", "say('counsellor')", "coming.stop()"]
)
def test_it_is_over_as_soon_as_somebody_looks_or_has_it_no_more(page: Page, comes: str) -> None:
    page.evaluate("notice('assigned')")
    page.evaluate(comes)
    assert not shown_after(page, 120)
    page.evaluate("notice('assigned')")
    assert shown_after(page, 61)
    page.evaluate(comes)
    assert not shown_after(page, 120)


def test_a_page_that_is_opened_again_goes_on_counting(page: Page) -> None:
    page.evaluate("notice('assigned', 50)")
    assert not shown_after(page, 9)
    assert shown_after(page, 2)


@pytest.mark.parametrize(("ago", "after"), [(3600, 0.01), (-3600, 61)])
def test_a_clock_that_is_wrong_shows_it_at_once_or_after_the_whole_while(
    page: Page, ago: int, after: float
) -> None:
    page.evaluate(f"notice('assigned', {ago})")
    assert shown_after(page, after)
