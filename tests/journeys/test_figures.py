"""A programme manager's year: from the overview to paper, what differs, what does not add up; judged by axe."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bench.processes import stat
from helpline.beside import NICE
from tests.journeys.cast import MANAGER, Stage
from tests.journeys.judge import LOOKS, Judge, album
from tests.services.browser import DESK, PHONE, Person

pytestmark = pytest.mark.browser
AT, YEAR = "/staff/figures/stopitnow/", "?from=2021-01&to=2021-12"
PAGES = (
    "",
    "theme/contacts/",
    "theme/people/",
    "theme/reach/",
    "cross/",
    "reasons/",
    "report/",
    "releases/",
    "check/",
    "earlier/",
)
#: pages that are built like no other: these are looked at twice
OF_THEIR_OWN = ("", "theme/people/", "reasons/", "check/", "earlier/")
EARLIER = (
    "year;table;row;column;number\n2019;contacts_by_channel;phone;;412\n2019;contacts_by_channel;post;;207\n"
)
WRONG = "Zelfhulp\t2021\t2020\tGroei\nBezoeken\t11.724\t8.142\t31%\n"


def press(page: Page, name: str) -> None:
    """Reach a link, button or summary by the Tab key alone, and press it."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key does not reach {name!r}")


def takes_along(page: Page, selector: str) -> bytes:
    with page.expect_download() as waited:
        page.locator(selector).first.click()
    return Path(waited.value.path()).read_bytes()


def reads_the_year(willem: Person) -> None:
    """It opens on the last year there are figures of; by keyboard to a theme and the numbers behind a chart."""
    page = willem.page
    willem.visit(AT)
    expect(page.locator("h1")).to_have_text("Cijfers van 2021")
    expect(page.locator(".figures-tiles")).to_contain_text("712")
    press(page, "Contacten")
    expect(page.locator("h1")).to_have_text("Contacten, 2021")
    expect(page.locator("#contacts_by_month tbody")).to_be_hidden()
    page.locator("#contacts_by_month summary").press("Enter")
    expect(page.locator("#contacts_by_month tbody")).to_be_visible()
    assert takes_along(page, "#contacts_by_month a[href*='.png']").startswith(b"\x89PNG")
    press(page, "Verslag")
    expect(page.locator("h1")).to_contain_text("in cijfers, 2021")
    assert takes_along(page, "a[href*='all.pdf']").startswith(b"%PDF-")


def sees_what_is_wrong(willem: Person) -> None:
    """A fact without a contact is told; a growth that does not follow is told."""
    page = willem.page
    willem.visit("/staff/figures/agreement/")
    page.get_by_role("button", name="Nu vergelijken").click()
    expect(page.locator(".figures-table")).to_contain_text("Geteld zonder contact")
    willem.visit(AT)
    expect(page.locator(".notice-warn")).to_contain_text("kloppen niet met elkaar")
    willem.visit(f"{AT}check/{YEAR}")
    page.locator("textarea").fill(WRONG)
    page.get_by_role("button", name="Controle").click()
    expect(page.locator(".figures-checked")).to_contain_text(
        "van 8.142 naar 11.724 is 44% groei, en er staat 31%"
    )


def compares_with_before(willem: Person, folder: Path) -> None:
    """A year from before comes in as a file, and stands beside ours with its mark."""
    page, file = willem.page, folder / "2019.csv"
    file.write_text(EARLIER)
    willem.visit(f"{AT}earlier/{YEAR}")
    page.locator("#figures-file").set_input_files(file)
    page.locator("#figures-source").fill("jaarverslag 2019")
    page.get_by_role("button", name="Invoeren").click()
    expect(page.locator(".figures-table").first).to_contain_text("jaarverslag 2019")
    willem.visit(f"{AT}theme/contacts/?from=2020-01&to=2020-12")
    expect(page.locator("#contacts_by_channel")).to_contain_text("2019 (ingevoerd)")
    expect(page.locator("#contacts_by_channel")).to_contain_text("jaarverslag 2019")


def test_a_managers_year(stage: Stage, tmp_path: Path) -> None:
    stage.inside.ask("two_years")
    willem, _session = stage.signed_in(MANAGER)
    reads_the_year(willem)
    sees_what_is_wrong(willem)
    compares_with_before(willem, tmp_path)
    judge = Judge(stage)
    for language, dark, size, pages in (("nl", False, DESK, PAGES), ("en", True, PHONE, OF_THEIR_OWN)):
        somebody, _session = stage.signed_in(MANAGER, dark=dark, language=language, size=size)
        for path in pages:
            somebody.visit(f"{AT}{path}{YEAR}")
            judge.look(somebody.page, f"{path or 'overview'} ({language}, {size[0]} px)")
        somebody.visit("/staff/figures/agreement/")
        judge.look(somebody.page, f"agreement ({language}, {size[0]} px)")
    judge.close()
    # no chat of the process that serves waits for them: another one counted, which steps back
    assert NICE in niceness_of_children(stage.house.pid())


def niceness_of_children(pid: int) -> list[int]:
    """How far each process that this one started steps back: the fourth field of proc(5), and the 19th."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = stat(int(path.name))
            if fields[1] == str(pid):
                found.append(int(fields[16]))
    return found


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_pages_of_the_manager(stage: Stage, language: str, dark: bool) -> None:
    judge = Judge(stage, album(language, dark=dark))
    willem, _session = stage.signed_in(MANAGER, dark=dark, language=language)
    page = willem.page
    willem.visit("/staff/figures/")
    judge.look_on_both(page, "figures, nothing yet")
    stage.inside.ask("register", slug="stopitnow", counts={"counselling": 1})
    stage.inside.ask("register", slug="helpwanted", counts={"counselling": 41, "silent": 12, "joke": 3})
    stage.inside.ask("register", slug="helpwanted", counts={"counselling": 18, "silent": 6}, channel="phone")
    willem.visit("/staff/figures/")
    judge.keep(willem, "figures")
    # every channel together is wider than a phone, and what is hidden stands in the last columns too
    for channel in ("post", "advice"):
        stage.inside.ask("register", slug="helpwanted", counts={"counselling": 7, "joke": 2}, channel=channel)
    willem.visit("/staff/figures/")
    judge.look_on_both(page, "figures")
    stage.inside.ask("a_year_of_calls", slug="stopitnow", year=2025)
    willem.visit("/staff/figures/stopitnow/planning/?from=2025-01&to=2025-12")
    judge.look_on_both(page, "planning")
    counsellors = page.locator(".planning-form input[name=n1]")
    counsellors.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("%")
    expect(counsellors).to_have_value("3")
    for path in (
        "",
        "chat/cannedanswer/",
        "chat/cannedanswer/add/",
        "programmes/closure/",
        "programmes/codelist/",
    ):
        willem.visit(f"/beheer/techniek/{path}")
        judge.look(page, f"set-up {path}")
    judge.close()
