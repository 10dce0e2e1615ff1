"""The browser finds what the server finds: the same examples, in Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "helpline/guard/static/guard"
EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text())

ASK = """
async ([texts, list]) => {
  const { find, readAllowed } = await import("/finding.js");
  const allowed = readAllowed(list);
  return texts.map((text) => find(text, allowed).map(({ kind, start, end }) => [kind, text.slice(start, end)]));
}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with page_with_scripts(chromium, SCRIPTS, "http://guard.test") as page:
        yield page


def test_the_script_finds_what_the_server_finds(page: Page) -> None:
    found = [(one["text"], one["finds"]) for one in EXAMPLES["found"]] + [
        (text, []) for text in EXAMPLES["clean"]
    ]
    answers = page.evaluate(ASK, [[text for text, _ in found], []])
    assert dict(zip([text for text, _ in found], answers, strict=True)) == dict(found)
    allowed = EXAMPLES["allowed"]
    asked = [(one["text"], one["finds"]) for one in allowed["found"]] + [
        (text, []) for text in allowed["clean"]
    ]
    answers = page.evaluate(ASK, [[text for text, _ in asked], allowed["list"]])
    assert dict(zip([text for text, _ in asked], answers, strict=True)) == dict(asked)
