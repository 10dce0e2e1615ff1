"""Every page is judged by axe-core, in both languages, light and dark, and read at 360 pixels and at twice the size.

On this walk the pictures of `make pictures` are taken too: of the Dutch pages, light and dark.
"""

import base64
from datetime import UTC, datetime

import pytest
from django.conf import settings
from playwright.sync_api import expect

from helpline.accounts import totp
from tests.journeys.cast import ADMINISTRATOR, COUNSELLOR, LEAD, SECOND, Counsellor, Stage, Visitor
from tests.journeys.judge import LOOKS, NARROW, TWICE, Judge, album
from tests.services import sizes
from tests.services.browser import DESK, PHONE, Person

pytestmark = pytest.mark.browser


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
