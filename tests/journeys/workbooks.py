"""Somebody with a self-help workbook: where its pages are, what hands do there, what a browser keeps and sends."""

from typing import Any

from playwright.sync_api import Page, Request, expect

from helpline.vault import codes
from tests.canaries import search
from tests.journeys.cast import Visitor
from tests.journeys.judge import NARROW, TWICE
from tests.services import sizes
from tests.services.browser import DESK, PHONE

TOP = "/stopitnow/stoppen-is-mogelijk"
MODULE = f"{TOP}/gevoelens"
ROOM = "/stopitnow/self-help/sim"
KEEPING = f"{ROOM}/keeping/"
CHAPTER = f"{MODULE}/wat-je-kunt-doen/"
TICKS = f"{MODULE}/je-lijf-eerst/"
#: darkness and size
LOOKS = {
    "narrow": (False, NARROW), "twice": (True, TWICE), "desk": (False, DESK), "phone": (True, PHONE),
    "phone by day": (False, PHONE),
}  # fmt: skip
SEEN = sizes.of_all(list(LOOKS), part=["narrow", "phone"])

#: everything a browser can keep for a site
_STORES = """
async () => ({
  local: { ...localStorage },
  session: Object.fromEntries(Object.entries({ ...sessionStorage }).filter(([key]) => key !== "away")),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  cookies: document.cookie,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})
"""
EMPTY = {"local": {}, "session": {}, "databases": [], "caches": [], "cookies": "", "workers": 0}


class Wire:
    """All that a browser sends: addresses, headers, bodies."""

    def __init__(self, visitor: Visitor) -> None:
        self.sent: list[tuple[str, bytes]] = []
        visitor.person.context.on("request", self._note)

    def _note(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        self.sent.append((request.url, f"{request.url} {request.headers}".encode() + b" " + body))

    def says_nothing_of(self, *secrets: str) -> None:
        """No secret was sent, in any shape in which it can be recognised."""
        assert self.sent
        assert not search(self.sent, secrets)

    def posts_to(self, road: str) -> int:
        return sum(url.endswith(f"/self-help-safe/{road}/") for url, _ in self.sent)


def keeps(page: Page) -> dict[str, Any]:
    """Every store of the browser."""
    found: dict[str, Any] = page.evaluate(_STORES)
    return found


def goes_to(visitor: Visitor, path: str) -> Page:
    """Open a page, and wait until its script has shown what is kept."""
    visitor.person.visit(path)
    expect(visitor.page.locator("[data-keep-tools]")).to_be_visible()
    return visitor.page


def letter(page: Page) -> Any:
    return page.locator("[data-key=kind_words] textarea")


def writes(visitor: Visitor, text: str) -> Page:
    page = goes_to(visitor, CHAPTER)
    letter(page).fill(text)
    letter(page).blur()
    return page


def reads(visitor: Visitor, text: str) -> Page:
    page = goes_to(visitor, CHAPTER)
    expect(letter(page)).to_have_value(text)
    return page


def held(page: Page, level: int) -> None:
    expect(page.locator(f"section.is-chosen[data-level='{level}']")).to_be_visible()


def opens_keeping(visitor: Visitor, path: str = KEEPING) -> Page:
    visitor.person.visit(path)
    expect(visitor.page.locator("section.is-chosen")).to_be_visible()
    return visitor.page


def keeps_in_browser(visitor: Visitor, kind: str, sentence: str = "") -> Page:
    page = opens_keeping(visitor)
    page.locator(f"[data-keep-kind][value={kind}]").check()
    page.locator("#keep-sentence").fill(sentence)
    page.locator("[data-choose-browser] button").click()
    held(page, 1)
    return page


def draws_words(visitor: Visitor) -> str:
    """Have seven words drawn, and keep the workbook under them."""
    page = opens_keeping(visitor)
    before = keeps(page)
    page.locator("[data-make-words]").click()
    expect(page.locator("[data-new-words] li")).to_have_count(7)
    words = page.locator("[data-new-words] li").all_inner_texts()
    assert set(words) <= set(codes.words())
    assert keeps(page) == before, "nothing is kept before somebody says so"
    page.locator("[data-keep-words]").click()
    held(page, 2)
    expect(page.locator("[data-new-words] li")).to_have_count(0)
    return " ".join(words)


def types_words(page: Page, words: str) -> None:
    page.locator("#open-words").fill(words)
    page.locator("[data-open-words] button").click()


def opens_with(visitor: Visitor, words: str) -> Page:
    page = opens_keeping(visitor)
    types_words(page, words)
    held(page, 2)
    return page


def works_with_a_file(visitor: Visitor) -> Page:
    page = opens_keeping(visitor)
    page.locator("[data-choose='3']").click()
    held(page, 3)
    return page


def saved(page: Page) -> Any:
    """Wait for the answer to a saving that somebody's hands begin."""
    return page.expect_response(lambda answer: "/self-help-safe/save/" in answer.url and answer.ok)


def long_ones(words: str) -> list[str]:
    """Those that are not found anywhere by chance."""
    return [word for word in words.split() if len(word) >= 6]
