"""Every page is judged by axe-core, in both languages, light and dark, and read at 360 pixels and at twice the size.

On this walk the pictures of `make pictures` are taken too: of the Dutch pages, light and dark.
"""

import base64
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from helpline.accounts import totp
from tests.journeys.axe import RUN, give_axe
from tests.journeys.cast import ADMINISTRATOR, COUNSELLOR, LEAD, SECOND, Counsellor, Stage, Visitor
from tests.services import sizes
from tests.services.browser import DESK, PHONE, Person

pytestmark = pytest.mark.browser

#: language and darkness: the whole proof sees every page in all four, a part each language and each darkness once
LOOKS = sizes.of_all(
    [("nl", False), ("en", False), ("nl", True), ("en", True)], part=[("nl", False), ("en", True)]
)
#: 320 pixels is 1280 at four times the size (WCAG 1.4.10); 640 x 400 is a small laptop at twice the size
NARROW, TWICE = (320, 640), (640, 400)
#: (page, rule) that is broken on purpose, and why
ON_PURPOSE = {
    ("neutral", "page-has-heading-one"): "the page after leaving must look like nothing in particular",
    ("a code list, 1280 px", "empty-table-header"): "two columns of Django's own table have no head",
    ("a code list, 360 px", "empty-table-header"): "two columns of Django's own table have no head",
    (
        "chat/read",
        "meta-refresh",
    ): "without scripts nothing else brings news; the page says so and offers to stop it",
}
# What makes the page wider than the screen: its width, and what stands out; nothing when it is not.
WIDE = """
() => {
  const { scrollWidth } = document.documentElement;
  if (scrollWidth <= innerWidth) return [];
  const stands = (part) => part.getBoundingClientRect().right > innerWidth + 1;
  const out = [...document.querySelectorAll("body *")].filter(stands);
  return [scrollWidth, ...out.slice(0, 5).map((part) => `${part.tagName} ${part.className}`)];
}
"""
# What scrolls away with the page and not with the part that it stands in: placed absolutely in a part that scrolls but
# does not hold it, it makes the whole page wider or longer. (Wagtail's own screens do that with their titles.)
LOOSE = """
() => {
  const scrolls = (part) => {
    const { display, overflowX, overflowY } = getComputedStyle(part);
    return display !== "contents" && /auto|scroll/.test(`${overflowX} ${overflowY}`);
  };
  const placed = [...document.querySelectorAll("body *")].filter((part) => part instanceof HTMLElement &&
    part.offsetParent && !part.matches(".w-sr-only") && getComputedStyle(part).position === "absolute");
  const loose = placed.filter((part) => {
    for (let above = part.parentElement; above && above !== part.offsetParent; above = above.parentElement) {
      if (above !== document.body && above !== document.documentElement && scrolls(above)) return true;
    }
    return false;
  });
  return loose.slice(0, 5).map((part) => `${part.tagName} ${part.className} in ${part.offsetParent.className}`);
}
"""
#: how wide phones are, and two screens on which the text stands in a column
HEAD_WIDTHS = (320, 344, 360, 375, 390, 412, 768, 1280)
# What is wrong with the head of the page: parts that touch, words that are cut, an edge that differs from the text's.
HEAD = """
() => {
  const row = document.querySelector(".site-head-row");
  const faults = [];
  const seen = [...row.children].filter((part) => part.getClientRects().length > 0 && part.textContent.trim());
  const name = (part) => part.className || part.tagName;
  const words = (part) => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const boxes = [];
    while (walker.nextNode()) {
      const { parentElement } = walker.currentNode;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      const shows = parentElement.checkVisibility() && parentElement.getBoundingClientRect().width > 1;
      if (shows && box.width > 0) boxes.push(box);
    }
    return boxes;
  };
  const inside = (box, other) => box.left >= other.left - 1 && box.right <= other.right + 1 &&
    box.top >= other.top - 1 && box.bottom <= other.bottom + 1;
  seen.forEach((part, at) => {
    const box = part.getBoundingClientRect();
    if (!inside(box, row.getBoundingClientRect()) || box.left < 0 || box.right > innerWidth) {
      faults.push(`${name(part)} stands outside the head`);
    }
    if (words(part).some((word) => !inside(word, box))) faults.push(`words of ${name(part)} are cut`);
    const next = seen[at + 1]?.getBoundingClientRect();
    if (next && box.right > next.left + 0.5) faults.push(`${name(part)} runs into ${name(seen[at + 1])}`);
    if (part.matches("a, form") && (box.height < 44 || box.width < 44)) faults.push(`${name(part)} is under 44 px`);
  });
  const column = document.querySelector("main .wrap") ?? document.querySelector("main .talk");
  const content = (element) => {
    const { left, right } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return [left + parseFloat(style.paddingLeft), right - parseFloat(style.paddingRight)];
  };
  if (column.matches(".wrap") && content(row).some((edge, at) => Math.abs(edge - content(column)[at]) > 1)) {
    faults.push(`head from ${content(row)}, text from ${content(column)}`);
  }
  return faults;
}
"""


class Judge:
    """Collects what is wrong, so that one run names all of it.

    album: how the pictures of this walk end ("" takes none).
    """

    def __init__(self, stage: Stage, album: str = "") -> None:
        self.faults: list[str] = []
        self._people = stage.people
        self._album = album
        self._seen_on_both = int(bool(album))

    def look(self, page: Page, name: str) -> None:
        """Judge the page as it stands now."""
        give_axe(page)
        for rule, fault in page.evaluate(RUN):
            if (name, rule) not in ON_PURPOSE:
                self.faults.append(f"{name}: {rule} {fault}")
        self._look_at_the_frame(page, name)

    def _look_at_the_frame(self, page: Page, name: str) -> None:
        # a page that has just become narrow may take a moment on a busy machine
        for _ in range(20):
            if not (wide := page.evaluate(WIDE)):
                break
            page.wait_for_timeout(100)
        if wide:
            self.faults.append(f"{name}: wider than the screen: {wide}")
        if loose := page.evaluate(LOOSE):
            self.faults.append(f"{name}: does not scroll with the part that it stands in: {loose}")

    def look_at_the_head(self, page: Page, name: str) -> None:
        """Judge the head of the page at every width, and go back to the first."""
        size = page.viewport_size
        assert size
        for width in HEAD_WIDTHS:
            page.set_viewport_size({"width": width, "height": size["height"]})
            self.faults += [f"{name} at {width}: {fault}" for fault in page.evaluate(HEAD)]
        page.set_viewport_size(size)

    def look_on_both(self, page: Page, name: str) -> None:
        """Judge the page at a desk and on a phone.

        A part asks axe on one of the two: on the other one where the walk in the other language does.
        """
        self._seen_on_both += 1
        for number, size in enumerate((DESK, PHONE)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            with_axe = sizes.IS_FULL or (self._seen_on_both + number) % 2
            (self.look if with_axe else self._look_at_the_frame)(page, f"{name}, {size[0]} px")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})

    def keep(self, person: Person, name: str) -> None:
        """Judge a page that has a picture in docs/pictures, and take it: one screen, as one sees it."""
        if self._album:
            self._people.picture(person, f"{name}-{self._album}")
        self.look(person.page, name)

    def close(self) -> None:
        assert not self.faults, "\n" + "\n".join(self.faults)


def album(language: str, *, dark: bool) -> str:
    return ("dark" if dark else "light") if language == "nl" else ""


def visitor_in(stage: Stage, language: str, *, dark: bool, size: tuple[int, int] = PHONE) -> Visitor:
    visitor = stage.visitor(dark=dark, size=size)
    visitor.person.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": stage.house.url}]
    )
    return visitor


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_pages_of_visitors(stage: Stage, language: str, dark: bool) -> None:
    judge = Judge(stage, album(language, dark=dark))
    visitor = visitor_in(stage, language, dark=dark)
    person, page = visitor.person, visitor.page
    for slug, path, name in (
        ("helpwanted", "", "home"), ("stopitnow", "", "home-stopitnow"), ("helpwanted", "chat/", "nobody"),
    ):  # fmt: skip
        person.visit(f"/{slug}/{path}")
        judge.keep(person, name)
    for slug in ("helpwanted", "stopitnow"):
        for path in ("what-we-keep/", "chat/back/", "chat/deleted/"):
            person.visit(f"/{slug}/{path}")
            judge.look(page, f"{slug}/{path} (nobody on duty)")
    for path in ("/", "/nowhere/", "/stopitnow/chat/"):
        person.visit(path)
        judge.look(page, path)
    person.visit("/bye/")
    judge.keep(person, "neutral")
    noor = stage.counsellor(on="helpwanted", capacity=1)
    first = stage.visitor()  # takes the counsellor's only place, so that the next one waits
    first.person.visit("/helpwanted/chat/")
    first.starts()
    expect(noor.page.locator("#mine li")).to_have_count(1)
    person.visit("/helpwanted/chat/")
    judge.keep(person, "door")
    page.locator(".door-form details summary").click()
    judge.look(page, "door, questions open")
    visitor.starts()
    visitor.is_waiting()
    judge.keep(person, "waiting")
    stage.inside.ask("on_duty", email=COUNSELLOR, slug="helpwanted", capacity=2)
    noor.page.reload()
    noor.page.locator("#take-next button, #mine li:nth-child(2)").first.wait_for()
    expect(noor.page.locator("#mine li")).to_have_count(2)
    noor.opens(2)
    visitor.is_told("joined")
    visitor.writes("iemand heeft een foto van mij en zegt dat hij die naar mijn klas stuurt")
    noor.writes("Wat naar. Goed dat je het vertelt, dit is niet jouw schuld.")
    visitor.reads("niet jouw schuld")
    visitor.writes("wat moet ik doen")
    noor.reads("wat moet ik doen")
    judge.keep(person, "conversation")
    noor.shows_the_panel()
    expect(page.locator("#log .danger-sent")).to_be_visible()
    judge.look(page, "conversation with the danger panel")
    for dialog in ("end", "code", "delete", "danger"):
        page.locator("details.menu summary").click()
        if dialog == "end":
            judge.look(page, "menu")
        page.locator(f"[data-dialog={dialog}]").click()
        judge.look(page, f"dialog {dialog}")
        page.locator(f"#dialog-{dialog} [data-close]").click()
    for path in ("read", "read/?still=1", "write", "end", "delete", "code", "danger"):
        person.visit(f"/helpwanted/chat/{path}" + ("" if "?" in path else "/"))
        judge.look(page, f"chat/{path}")
    page.goto(stage.house.url + "/helpwanted/chat/end/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/chat/after/")
    judge.look(page, "after")
    judge.close()


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_pages_of_staff(stage: Stage, language: str, dark: bool) -> None:
    judge = Judge(stage, album(language, dark=dark))
    outside = visitor_in(stage, language, dark=dark, size=DESK)
    outside.person.visit("/staff/sign-in/")
    judge.keep(outside.person, "sign-in")
    outside.page.locator("input[name=email]").fill(SECOND)
    outside.page.locator("input[name=passphrase]").fill("vier lampen langs de kade")
    outside.page.locator("main form button[type=submit]").click()
    outside.page.locator("input[name=code]").wait_for()
    judge.keep(outside.person, "second-factor")
    stage.inside.ask("on_duty", email=COUNSELLOR, slug="helpwanted")
    for text in (
        "kan ik hier iets vragen",
        "mijn dochter wil niet zeggen wat er is",
        "hij wil geld, anders stuurt hij het door",
    ):
        visitor = stage.visitor()
        visitor.person.visit("/helpwanted/chat/")
        visitor.starts()
        visitor.writes(text)
    lead = stage.counsellor(LEAD, dark=dark, language=language)
    judge.keep(lead.person, "desk-lead")
    noor = stage.counsellor(on="helpwanted", dark=dark, language=language)
    for number in (1, 2, 3):
        noor.opens(number)
        noor.writes("Goed dat je er bent. Vertel maar.")
    visitor.reads("Goed dat je er bent")
    noor.answers({"target_group": "self", "topics": ["blackmail"]})
    judge.keep(noor.person, "desk")
    for dialog in ("transfer", "panel", "meldcode", "end"):
        noor.does(dialog)
        judge.look(noor.page, f"dialog {dialog}")
        noor.page.keyboard.press("Escape")
    for name in ("keys", "alert-settings"):
        noor.page.locator(f"[data-do={name}]").first.click()
        judge.look(noor.page, f"dialog {name}")
        noor.page.keyboard.press("Escape")
    noor.ends_the_chat()
    expect(visitor.page.locator("#ended")).to_be_visible()
    _judge_lists(judge, noor)
    judge.close()


def _judge_lists(judge: Judge, noor: Counsellor) -> None:
    for path in ("/staff/contacts/", "/staff/account/"):
        noor.person.visit(path)
        assert noor.page.locator("main h1").count() == 1, path
        judge.look(noor.page, path)
    noor.person.visit("/staff/contacts/")
    noor.page.locator("a.reg-row").first.click()
    noor.page.locator("form[data-register]").wait_for()
    judge.keep(noor.person, "registration")


def _judge_help(judge: Judge, person: Person) -> None:
    """The way from a page to its help, and the guides, with the keyboard alone."""
    page = person.page
    person.visit("/staff/people/")
    way = page.locator(".staff-tools a[href*='/staff/help/']")
    with page.context.expect_page() as opened:
        way.press("Enter")
    assert opened.value.url.endswith("/staff/help/administrator/#account")
    opened.value.close()
    person.visit("/staff/help/")
    judge.look_on_both(page, "contents of the guides")
    person.visit("/staff/help/counsellor/")
    judge.keep(person, "guide")
    judge.look_on_both(page, "guide")
    page.locator(".guide-index a[href='#danger']").press("Enter")
    expect(page.locator("#danger")).to_be_in_viewport()


def _judge_hours(judge: Judge, person: Person) -> None:
    """The opening hours, with the keyboard alone, and what is said when they cannot be saved."""
    person.visit("/staff/opening-hours/helpwanted/")
    page = person.page
    page.locator("details.panel summary").press("Enter")
    judge.keep(person, "opening-hours")
    judge.look_on_both(page, "opening hours")
    first = page.locator("#chat-0-0")
    first.fill("morgen")
    first.press("Enter")
    wrong = page.locator(".notice-danger")
    expect(wrong).to_be_focused()
    judge.look_on_both(page, "opening hours with a mistake")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    expect(first).to_have_value("morgen")


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_pages_of_the_administrator(stage: Stage, language: str, dark: bool) -> None:
    """From the list of people to a new colleague who stands at the desk with both factors."""
    judge = Judge(stage, album(language, dark=dark))
    ada, _session = stage.signed_in(ADMINISTRATOR, dark=dark, language=language)
    page = ada.page
    ada.visit("/staff/start/")
    judge.look_on_both(page, "start")
    _judge_hours(judge, ada)
    _judge_help(judge, ada)
    ada.visit("/staff/people/")
    judge.keep(ada, "people")
    judge.look_on_both(page, "people")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.locator(".staff-menu").click()
    judge.look(page, "menu of the staff")
    ada.visit("/staff/promises/")
    judge.keep(ada, "promises")
    judge.look_on_both(page, "promises")
    ada.visit("/staff/people/invite/")
    judge.look_on_both(page, "invite")
    page.locator("input[name=name]").fill("Nieuwe collega")
    page.locator("input[name=email]").fill("new@colleague.test")
    page.locator("input[name=roles_helpwanted][value=counsellor]").check()
    page.locator("main form button[type=submit]").click()
    link = page.locator("#link").input_value()
    judge.look_on_both(page, "link")
    ada.visit("/staff/people/")
    page.get_by_role("link", name="Nieuwe collega").click()
    judge.look_on_both(page, "person")
    page.goto(f"{page.url}roles/")
    judge.look_on_both(page, "roles")

    new = visitor_in(stage, language, dark=dark, size=DESK).person
    new.page.goto(link)
    judge.look_on_both(new.page, "invitation")
    for name in ("passphrase", "again"):
        new.page.locator(f"input[name={name}]").fill("vijf fietsen onder de brug")
    new.page.locator("main form button[type=submit]").click()
    new.page.locator("details.panel summary").click()
    judge.look_on_both(new.page, "set-up of the second factor")
    key = base64.b32decode(new.page.locator(".code-words").inner_text().replace(" ", ""))
    new.page.locator("input[name=code]").fill(totp.code_at(key, totp.step_at(datetime.now(UTC))))
    new.page.locator("main form button[type=submit]").click()
    expect(new.page.locator(".backup-codes li").first).to_be_visible()
    judge.look_on_both(new.page, "backup codes")
    new.page.goto(link)
    judge.look(new.page, "invitation that was used")
    new.visit("/staff/")
    expect(new.page.locator("#presence li")).to_have_count(1)
    judge.close()


@pytest.mark.parametrize(
    ("language", "size"),
    sizes.of_all(
        [("nl", NARROW), ("en", NARROW), ("nl", TWICE), ("en", TWICE)], part=[("nl", NARROW), ("en", TWICE)]
    ),
)
def test_small_screens_and_large_letters(stage: Stage, language: str, size: tuple[int, int]) -> None:
    stage.inside.ask("on_duty", email=COUNSELLOR, slug="helpwanted")
    visitor = visitor_in(stage, language, dark=False, size=size)
    judge = Judge(stage)
    home = "" if language == "nl" else "en/"
    for path in (f"/{home}", f"/helpwanted/{home}", f"/stopitnow/{home}", "/helpwanted/chat/", "/helpwanted/chat/back/",
                 "/stopitnow/chat/", "/nowhere/"):  # fmt: skip
        visitor.person.visit(path)
        judge.look(visitor.page, f"{path} {size}")
        judge.look_at_the_head(visitor.page, path)
        # two letters on a phone; a screen reader says the language's name
        other = visitor.page.get_by_role("link", name="English" if language == "nl" else "Nederlands")
        expect(other.and_(visitor.page.locator("header a"))).to_have_count(1)
    visitor.person.visit("/helpwanted/chat/")
    visitor.starts()
    visitor.writes("een bericht van gewone lengte dat over twee regels loopt")
    judge.look(visitor.page, f"conversation {size}")
    judge.look_at_the_head(visitor.page, "conversation")
    box = visitor.compose.bounding_box()
    assert box
    assert box["y"] + box["height"] <= size[1], "the field to write in is off the screen"
    judge.close()
