"""The sites as they are read: judged by axe, read without scripts, by keyboard, from the first page to the chat's door.

`make prove` judges every page of the demo; `make test` one of each type of both sites.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import Stage
from tests.journeys.judge import NARROW, TWICE, Judge
from tests.services import sizes
from tests.services.browser import DESK, PHONE

pytestmark = pytest.mark.browser

#: darkness and size
LOOKS = [(False, NARROW), (True, TWICE), (False, DESK), (True, PHONE)]
#: one of each type, in each site; with the easy version, a search and what the rooms do not show
SOME = [
    "/helpwanted/", "/stopitnow/", "/en/helpwanted/", "/helpwanted/sextortion/", "/helpwanted/sextortion/?version=easy",
    "/stopitnow/zorgen-over-jezelf/", "/en/stopitnow/worried-about-yourself/", "/helpwanted/beelden-laten-weghalen/",
    "/helpwanted/veelgestelde-vragen/", "/helpwanted/voor-professionals/", "/helpwanted/niet-jouw-schuld/",
    "/stopitnow/your-traces/", "/helpwanted/search/", "/", "/en/",
]  # fmt: skip


def pages_of(stage: Stage) -> Iterator[str]:
    if not sizes.IS_FULL:
        yield from SOME
        return
    yield from stage.inside.ask("published")


@pytest.mark.parametrize(("dark", "size"), LOOKS, ids=["narrow", "twice", "desk", "phone"])
def test_every_kind_of_page_is_judged(stage: Stage, dark: bool, size: tuple[int, int]) -> None:
    judge = Judge(stage)
    reader = stage.visitor(dark=dark, size=size)
    seen = 0
    for path in pages_of(stage):
        response = reader.page.goto(stage.house.url + path)
        assert response is not None
        assert response.status == 200, path
        judge.look(reader.page, path)
        seen += 1
    print(f"judged {seen} pages, {'dark' if dark else 'light'}, {size[0]} x {size[1]}")  # noqa: T201 - the size
    judge.close()


def test_pictures_of_the_sites(stage: Stage) -> None:
    for dark in (False, True):
        judge = Judge(stage, "dark" if dark else "light")
        for slug, path, name in (
            ("helpwanted", "sextortion/", "theme"), ("stopitnow", "zorgen-over-jezelf/", "theme-stopitnow"),
        ):  # fmt: skip
            reader = stage.visitor(dark=dark)
            reader.person.visit(f"/{slug}/{path}")
            judge.keep(reader.person, name)
        judge.close()


def test_from_the_first_page_to_a_theme_and_the_door_by_keyboard(stage: Stage) -> None:
    reader = stage.visitor(size=DESK)
    page = reader.page
    reader.person.visit("/helpwanted/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    page.keyboard.press("Enter")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.page-card')"):
            break
    expect(page.locator(":focus")).to_contain_text("Sextortion")
    page.keyboard.press("Enter")
    page.wait_for_url("**/helpwanted/sextortion/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches(\".ways .door[href$='/helpwanted/chat/']\")"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/helpwanted/chat/")


def test_without_scripts_everything_is_read_searched_and_left(stage: Stage) -> None:
    reader = stage.visitor(scripts=False)
    page = reader.page
    reader.person.visit("/helpwanted/")
    page.locator("input[name=q]").fill("vingerafdruk")
    page.locator(".search-form button").click()
    expect(page.locator("[data-search-back]")).to_contain_text("bewaren we niet")
    page.locator(".found a").first.click()
    expect(page.locator("h1")).to_be_visible()
    # nothing stands there that only a script can do
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
    expect(page.locator("[data-print]")).to_be_hidden()
    page.locator(".way-back a").click()
    page.locator("a.language").click()
    page.wait_for_url("**/en/helpwanted/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".door").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("[data-leave] button").click()
    page.wait_for_url("**/bye/")


def test_what_was_searched_for_stands_nowhere_and_back_leads_to_an_empty_field(stage: Stage) -> None:
    reader = stage.visitor()
    page = reader.page
    reader.person.visit("/helpwanted/")
    page.wait_for_load_state("load")
    page.locator("input[name=q]").fill("naaktfotos doorgestuurt")
    page.keyboard.press("Enter")
    expect(page.locator(".search-count")).to_be_focused()
    expect(page.locator(".found-page").first).to_contain_text("Je beelden gaan rond")
    assert page.evaluate("[history.length, location.pathname + location.search]") == [2, "/helpwanted/"]
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    assert reader.person.context.cookies() == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/helpwanted/beelden-gaan-rond/")
    page.go_back()
    page.wait_for_url("**/helpwanted/")
    expect(page.locator("h1")).to_have_text("Wat is er gebeurd?")
    # who tells of danger sees whom to call, without another press
    page.locator("input[name=q]").fill("zelfmoort")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-answer] a[href='tel:08000113']")).to_be_visible()
    reader.person.context.set_offline(True)
    page.locator("input[name=q]").fill("stalking")
    page.keyboard.press("Enter")
    expect(page.locator("[data-search-answer]")).to_contain_text("geen verbinding")


def test_a_search_that_was_posted_before_the_script_came_is_not_sent_again(stage: Stage) -> None:
    reader = stage.visitor()
    page = reader.page
    reader.person.visit("/helpwanted/search/")
    page.wait_for_load_state("load")
    # as the form goes by itself
    page.evaluate("document.querySelector('[data-search] input[name=q]').value = 'chantage'")
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.querySelector('[data-search]'))")
    page.locator(".found-page").first.click()
    page.wait_for_url("**/helpwanted/sextortion/")
    response = page.go_back()
    assert response is None or response.request.method == "GET"
    page.wait_for_url("**/helpwanted/search/")
    expect(page.locator("input[name=q]")).to_have_value("")
    expect(page.locator(".all-subjects")).to_be_visible()


def test_from_theme_to_theme_without_going_home(stage: Stage) -> None:
    reader = stage.visitor(scripts=False)
    page = reader.page
    reader.person.visit("/helpwanted/sextortion/")
    page.locator(".read-on .subjects a", has_text="stalking").click()
    page.wait_for_url("**/helpwanted/stalking/")
    page.locator(".ways-back a").first.click()
    page.wait_for_url("**/helpwanted/")


def test_a_visitor_page_may_use_nothing_of_the_browser(stage: Stage) -> None:
    reader = stage.visitor()
    reader.person.visit("/helpwanted/")
    assert reader.page.evaluate("document.featurePolicy.features().length") > 50
    assert reader.page.evaluate("document.featurePolicy.allowedFeatures()") == []


@pytest.mark.parametrize("slug", ["helpwanted", "stopitnow"])
def test_four_ways_in_stand_on_the_first_screen_of_a_phone(stage: Stage, slug: str) -> None:
    reader = stage.visitor()
    reader.person.visit(f"/{slug}/")
    below = reader.page.evaluate("""() => {
      const doors = document.querySelector(".doors");
      while (doors.children.length < 4) doors.append(doors.firstElementChild.cloneNode(true));
      for (const state of doors.querySelectorAll(".door-state")) state.textContent = "Open tot 22.00";
      const hint = "Anoniem. Je typt met een medewerker.";
      for (const each of doors.querySelectorAll(".door-hint")) each.textContent = hint;
      return doors.lastElementChild.getBoundingClientRect().bottom - innerHeight;
    }""")
    assert below <= 0, "the last of four is cut off"


def test_nothing_of_stop_it_now_is_readable_from_two_metres(stage: Stage) -> None:
    """Letters of 2.9 mm are (five minutes of arc): at 96 dots an inch the x-height of 22 pixels of this font."""
    reader = stage.visitor(size=DESK)
    for path in ("zorgen-over-jezelf/", "kijken-en-stoppen/", "voor-naasten/"):
        reader.person.visit(f"/stopitnow/{path}")
        largest = reader.page.evaluate(
            "Math.max(...[...document.querySelectorAll('main *, .site-name')].filter((each) =>"
            " [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))"
            ".map((each) => parseFloat(getComputedStyle(each).fontSize)))"
        )
        assert largest <= 22.5, path


def test_on_paper_an_address_stands_once_and_nothing_is_folded(stage: Stage) -> None:
    reader = stage.visitor(size=DESK)
    page = reader.page
    reader.person.visit("/helpwanted/beelden-laten-weghalen/")
    page.emulate_media(media="print")
    for hidden in (".site-head", ".read-on", ".page-tools", ".way-back"):
        expect(page.locator(hidden).first).to_be_hidden()
    shown = page.evaluate("""() => [...document.querySelectorAll("a[href^=http]")].map((link) => [
      link.href, link.innerText.trim(), getComputedStyle(link, "::after").content])""")
    assert shown
    for address, words, after in shown:
        assert after.count(address.rstrip("/")) == 1, (address, after)
        host = address.split("/")[2].removeprefix("www.")
        assert host not in words, (address, words)
    expect(page.locator(".panel-danger .numbers")).to_be_visible()


def test_a_voice_from_elsewhere_is_never_asked(stage: Stage) -> None:
    reader = stage.visitor()
    fake = """
      const said = [];
      window.said = said;
      window.voices = [{ name: "far", lang: "nl-NL", localService: false }];
      Object.defineProperty(window, "speechSynthesis", { value: Object.assign(new EventTarget(), {
        speaking: false, getVoices: () => window.voices, cancel() {},
        speak: (one) => said.push([one.voice.name, one.text]),
      }) });
      window.SpeechSynthesisUtterance = class extends EventTarget { constructor(text) { super(); this.text = text; } };
    """
    reader.page.add_init_script(fake)
    reader.person.visit("/helpwanted/sextortion/")
    expect(reader.page.locator("[data-read-aloud]")).to_be_hidden()
    reader.page.evaluate("""() => {
      window.voices.push({ name: "near", lang: "nl-NL", localService: true });
      speechSynthesis.dispatchEvent(new Event("voiceschanged"));
    }""")
    button = reader.page.locator("[data-read-aloud]")
    expect(button).to_be_visible()
    button.click()
    said = reader.page.evaluate("window.said")
    assert {name for name, _text in said} == {"near"}
    words = [text for _name, text in said]
    assert words[0] == reader.page.locator("h1").inner_text()
    length = reader.page.evaluate("document.querySelector('article').innerText.length")
    assert sum(map(len, words)) <= length, "something is read twice"
    expect(button).to_contain_text("Stop")


def test_no_network_is_said_quietly_and_the_page_stays(stage: Stage) -> None:
    reader = stage.visitor()
    reader.person.visit("/helpwanted/sextortion/")
    reader.person.context.set_offline(True)
    expect(reader.page.locator("[data-offline]")).to_be_visible()
    expect(reader.page.locator("h1")).to_be_visible()
    # a link does not exchange the page for the browser's own that says there is no internet
    reader.page.locator(".read-on .subjects a").first.click()
    expect(reader.page.locator("[data-offline]")).to_be_focused()
    assert reader.page.url.endswith("/helpwanted/sextortion/")
    for number in ("112", "08000113", "08002000"):
        expect(reader.page.locator(f"[data-offline] a[href='tel:{number}']")).to_be_visible()
    tall = reader.page.locator("[data-offline]").evaluate("bar => bar.offsetHeight / innerHeight")
    assert tall < 0.13, "it hides the page that stays"
    reader.person.context.set_offline(False)
    expect(reader.page.locator("[data-offline]")).to_be_hidden()
