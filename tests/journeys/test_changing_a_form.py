"""An administrator changes what is asked; counsellors see it, older contacts keep theirs, and the figures go on."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import ADMINISTRATOR, COUNSELLOR, Counsellor, Stage
from tests.journeys.judge import Judge
from tests.journeys.test_main_job import ANSWERS

pytestmark = pytest.mark.browser

FORMS, LISTS = "/beheer/techniek/contacts/registrationform/", "/beheer/techniek/programmes/codelist/"
SLUG, NEW_CODE = "helpwanted", "journey_platform"


@pytest.fixture
def shipped(stage: Stage) -> Iterator[None]:
    """Leaves the house with the form it came with: others register in it."""
    yield
    stage.inside.ask("forms_as_shipped", slug=SLUG, codes=[NEW_CODE])


def question(page: Page, key: str) -> Locator:
    return page.locator(f"#question-{key}")


def field(noor: Counsellor, key: str) -> Locator:
    return noor.page.locator(f"[data-field='{key}']")


def adds_a_code(page: Page, judge: Judge, base: str) -> None:
    """In the list of platforms, below the codes that stand there; one that stands there keeps its name."""
    page.goto(f"{base}{LISTS}")
    page.locator("tr", has_text="Helpwanted").filter(has_text="platforms").locator("a").first.press("Enter")
    expect(page.locator("#id_codes-0-label_nl")).to_be_visible()
    judge.look_on_both(page, "a code list")
    known = page.locator("#id_codes-0-code")
    name = known.input_value()
    known.fill("otherwise")
    page.locator("input[name=_save]").press("Enter")
    expect(page.locator(".errorlist").filter(has_text="verandert nooit")).to_be_visible()
    page.locator("#id_codes-0-code").fill(name)
    # as many codes as there are, and one empty line
    at = int(page.locator("#id_codes-TOTAL_FORMS").input_value()) - 1
    for part, words in (
        ("order", "90"),
        ("code", NEW_CODE),
        ("label_nl", "Nieuwe app"),
        ("label_en", "New app"),
    ):
        page.locator(f"#id_codes-{at}-{part}").fill(words)
    page.locator("input[name=_save]").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()


def makes_a_version(page: Page, judge: Judge, base: str) -> None:
    """Required, and conditional; what would end a series is refused with the reason, and nothing is kept."""
    page.goto(f"{base}{FORMS}")
    expect(page.locator("#result_list thead")).to_contain_text("Programma")
    page.goto(f"{base}{FORMS}add/?programme={SLUG}")
    question(page, "topics").locator("select").first.select_option("")
    page.locator("input[name=_save]").press("Enter")
    expect(page.locator(".errornote")).to_contain_text("“Onderwerp” wordt niet meer gevraagd")
    question(page, "topics").locator("select").first.select_option("1")

    question(page, "platforms").get_by_label("Verplicht bij hulpverlening").check()
    relation = question(page, "relation")
    when = relation.locator("details.con-when")
    when.locator("summary").first.press("Enter")
    when.locator("summary", has_text="Wie vraagt om hulp").press("Enter")
    when.get_by_label("Ouder of verzorger").check()
    page.locator("input[name=_preview]").press("Enter")
    # told before it is kept: these figures will be smaller
    expect(page.locator(".con-bent")).to_contain_text("“Wie deed het” wordt minder vaak gevraagd")
    expect(relation.locator("details.con-when > summary")).to_contain_text("Ouder of verzorger")
    expect(page.locator(".con-preview")).to_contain_text("Nieuwe app")
    judge.look_on_both(page, "a new form, looked at first")
    page.locator("input[name=_save]").press("Enter")
    expect(page.locator(".messagelist .success")).to_have_text("Versie 2 is opgeslagen.")
    judge.look_on_both(page, "a version of a form")


def test_a_changed_form_is_for_who_comes_after_and_the_figures_go_on(stage: Stage, shipped: None) -> None:
    judge = Judge(stage)
    stage.inside.ask("seen_on_platforms", slug=SLUG, code="snapchat", times=7)
    older = stage.inside.ask("to_register", email=COUNSELLOR, slug=SLUG)

    ada, _ = stage.signed_in(ADMINISTRATOR)
    adds_a_code(ada.page, judge, stage.house.url)
    makes_a_version(ada.page, judge, stage.house.url)

    newer = stage.inside.ask("to_register", email=COUNSELLOR, slug=SLUG)
    person, session = stage.signed_in(COUNSELLOR)
    noor = Counsellor(person, COUNSELLOR, session)
    # the older one is asked what it was asked when it began
    person.visit(f"/staff/contacts/{older}/")
    expect(field(noor, "relation")).to_be_visible()
    expect(field(noor, "platforms").locator("legend")).to_contain_text("niet verplicht")
    noor.answers({**ANSWERS, "platforms": ["snapchat"]})
    noor.registers()

    person.visit(f"/staff/contacts/{newer}/")
    expect(field(noor, "relation")).to_be_hidden()
    noor.answers({"target_group": "parent"})
    expect(field(noor, "relation")).to_be_visible()
    noor.answers(ANSWERS)
    expect(field(noor, "relation")).to_be_hidden()
    person.page.locator("form[data-register] button[type=submit]").press("Enter")
    expect(field(noor, "platforms").locator("[data-missing]")).to_be_visible()
    noor.answers({"platforms": ["snapchat", NEW_CODE]})
    noor.registers()

    # one series: what was counted before, on the old form and on the new one
    codes = ["snapchat", NEW_CODE]
    assert stage.inside.ask("counted", slug=SLUG, table="platforms", codes=codes) == {
        "snapchat": 9,
        NEW_CODE: 1,
    }
    person.visit(f"/staff/contacts/{older}/")
    expect(field(noor, "platforms").locator("legend")).to_contain_text("niet verplicht")
    judge.close()
