"""The judge of pages: axe-core; what is wider than the screen, or scrolls apart from its place; the head of a page."""

from playwright.sync_api import Page

from tests.journeys.axe import RUN, give_axe
from tests.journeys.cast import Stage
from tests.services import sizes
from tests.services.browser import DESK, PHONE, Person

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
