"""People with browsers: one context each, watched for what a visitor's browser must never do."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.services.house import House
from tests.services.programs import find_program

PHONE = (360, 740)
DESK = (1280, 800)
# Chromium's own errands would leave the machine.
_FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync",
          # a microphone that is not there, and that pages may use which ask for one
          "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]  # fmt: skip

# Leaves window.blank: whether the very next picture after the press of the quick exit is a blank one.
_WATCH_THE_EXIT = """
() => {
  window.blank = new Promise((resolve) => {
    document.querySelector("[data-leave] button").addEventListener("click", () => {
      requestAnimationFrame(() => {
        const blank = document.body.innerText.trim() === "";
        requestAnimationFrame(() => resolve(blank));
      });
    }, { capture: true });
  });
}
"""


@contextmanager
def running_browser() -> Iterator[Browser]:
    """The machine's own headless Chromium. Playwright keeps an event loop in this thread until it ends."""
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else _FLAGS
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # journeys may look into the database between two clicks
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_program("chromium")), args=flags)
            yield browser
            browser.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@dataclass
class Person:
    """One person: a browser context of their own, and what went wrong in it."""

    house: House
    context: BrowserContext
    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    _metrics: CDPSession = field(init=False, repr=False)
    _worked: float = field(default=0.0, init=False)

    def visit(self, path: str) -> None:
        """Go to an address of the house."""
        self.page.goto(self.house.url + path)

    def time_the_exit(self) -> None:
        """Have the page open now time its quick exit."""
        self.page.evaluate(_WATCH_THE_EXIT)
        self._metrics = self.context.new_cdp_session(self.page)
        self._metrics.send("Performance.enable")
        self._worked = self._worked_so_far()

    def exit_took(self) -> float:
        """Milliseconds that the page worked for, from the press until a blank screen was painted.

        The blank screen must be the very next picture: then nothing was waited for, and the page's own work is all
        that it took. On a machine with other work to do the clock on the wall says more about the machine.
        """
        assert self.page.evaluate("window.blank"), "the next picture still shows the page"
        return (self._worked_so_far() - self._worked) * 1000

    def _worked_so_far(self) -> float:
        """Seconds of processor time that the page's main thread took."""
        told = self._metrics.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in told if each["name"] == "ThreadTime"))

    def watch(self) -> None:
        """From now on note requests to anywhere else, uncaught errors and refusals of the content policy."""
        self.context.on("request", self._note_request)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("console", self._note_console)

    def check_unharmed(self) -> None:
        """Raise AssertionError when the browser fetched from elsewhere, or a page broke."""
        assert not self.outside, f"a page fetched from elsewhere: {self.outside}"
        assert not self.errors, f"a page broke: {self.errors}"

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and (
            "Content Security Policy" in message.text or "TrustedScript" in message.text
        ):
            self.errors.append(message.text)


@dataclass
class People:
    """Opens browsers for people of one test, and checks each of them at the end."""

    browser: Browser
    folder: Path | None
    _present: list[Person] = field(default_factory=list)

    def arrive(
        self, house: House, *, size: tuple[int, int] = PHONE, scripts: bool = True, dark: bool = False
    ) -> Person:
        """A new person with an empty browser: at the house's door, no page opened yet.

        size: width and height in CSS pixels. scripts: False for a browser without JavaScript.
        """
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, locale="nl-NL",
            color_scheme="dark" if dark else "light", reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(60_000)
        person = Person(house, context, context.new_page())
        person.watch()
        self._present.append(person)
        return person

    def picture(self, person: Person, name: str) -> None:
        """Keep a screenshot, when the run was asked for pictures (make pictures)."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=self.folder / f"{name}.png", animations="disabled")

    def pictures(self, person: Person, name: str) -> None:
        """Keep the page as it stands, in the light and in the dark; it is left in the light."""
        for light in ("dark", "light") if self.folder else ():
            person.page.emulate_media(color_scheme="dark" if light == "dark" else "light")
            self.picture(person, f"{name}-{light}")

    def leave(self) -> None:
        """Close everybody's browser, then check them."""
        present, self._present = self._present, []
        for person in present:
            person.context.close()
        for person in present:
            person.check_unharmed()
