"""Going away: at once, for good, or for a while with words to come back."""

from contextlib import suppress

import pytest
from django.conf import settings
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Route, expect

from helpline import cookies
from tests.journeys.cast import Stage, Visitor, hardest_house

pytestmark = pytest.mark.browser

VISIT = cookies.of_programme(settings.VISIT_COOKIE_NAME, "helpwanted")
#: how long a page may work on its neutral screen, in milliseconds, from the press to the next picture
AT_ONCE = 100
EXIT_IS_ON_TOP = """
() => {
  const exit = document.querySelector("[data-leave] button");
  const { x, y, width, height } = exit.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
  return points.every(([across, down]) =>
    exit.contains(document.elementFromPoint(x + width * across, y + height * down)));
}
"""
HIDE = """
() => {
  Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
STORED = "[localStorage.length, Object.keys(sessionStorage).filter(key => key !== 'away').length]"


@hardest_house
def test_leaving_now_ends_the_chat_and_tells_the_counsellor(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("er komt iemand binnen")
    noor.reads("er komt iemand binnen")
    page = visitor.page
    visitor.person.time_the_exit()
    held: list[Route] = []
    # the server answers late: the screen must not wait for it
    page.route("**/leave/", lambda route: held.append(route))
    visitor.leaves_now()
    assert visitor.person.exit_took() < AT_ONCE
    assert page.locator("body").inner_text().strip() == ""
    held[0].continue_()
    visitor.page.wait_for_selector("text=Wikipedia")
    assert visitor.person.context.cookies() == []
    assert visitor.page.evaluate(STORED) == [0, 0]
    assert visitor.page.evaluate("async () => (await caches.keys()).length") == 0
    visitor.page.go_back()
    assert visitor.page.locator("body").inner_text().strip() == ""

    expect(noor.talk.locator("[data-part=alarm]")).to_have_attribute("data-tone", "danger")
    assert stage.inside.ask("newest")["ended_how"] == "left_quickly"
    # whoever opens the chat again is a stranger
    visitor.person.visit("/helpwanted/chat/talk/")
    visitor.page.wait_for_url("**/helpwanted/chat/")


def test_leaving_without_a_network_is_blank_at_once_and_told_later(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.person.context.set_offline(True)
    visitor.leaves_now()
    assert visitor.page.locator("body").inner_text().strip() == ""
    visitor.person.context.set_offline(False)
    visitor.page.wait_for_selector("text=Wikipedia")
    expect(noor.talk.locator("[data-part=alarm]")).to_have_attribute("data-tone", "danger")
    assert visitor.person.context.cookies() == []


def goes_back_in_vain(visitor: Visitor) -> None:
    """Press "back" where there is no network: the browser shows a page of its own."""
    with suppress(BrowserError):
        visitor.page.go_back(wait_until="commit")


def test_leaving_without_a_network_and_going_back_is_told_too(stage: Stage) -> None:
    """The page that tried to tell is gone; the page that "back" shows must not be the chat, and tells instead."""
    noor, visitor = stage.conversation()
    visitor.writes("er komt iemand aan")
    visitor.is_received("er komt iemand aan")
    visitor.person.context.set_offline(True)
    visitor.leaves_now()
    goes_back_in_vain(visitor)
    assert stage.inside.ask("newest")["state"] == "talking"
    visitor.person.context.set_offline(False)
    visitor.page.reload()  # the address of the door, which leads to a chat that goes on
    expect(noor.talk.locator("[data-part=alarm]")).to_have_attribute("data-tone", "danger")
    assert stage.inside.ask("newest")["ended_how"] == "left_quickly"
    assert visitor.page.locator("body").inner_text().strip() == ""
    assert visitor.person.context.cookies() == []
    # told once: whoever comes here on purpose is let in, as a stranger
    visitor.person.visit("/helpwanted/chat/talk/")
    visitor.page.wait_for_url("**/helpwanted/chat/")
    expect(visitor.page.locator("main h1")).to_be_visible()


def test_a_page_that_wakes_up_blank_tells_when_the_network_is_back(stage: Stage) -> None:
    """A page kept whole in memory is shown by "back" without being loaded, and so without a network."""
    noor, visitor = stage.conversation()
    visitor.person.context.set_offline(True)
    visitor.page.evaluate("sessionStorage.setItem('away', '/helpwanted/leave/')")
    visitor.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert visitor.page.locator("body").inner_text().strip() == ""
    visitor.page.wait_for_timeout(500)
    visitor.person.context.set_offline(False)
    expect(noor.talk.locator("[data-part=alarm]")).to_have_attribute("data-tone", "danger")
    assert visitor.page.locator("body").inner_text().strip() == ""


@pytest.mark.parametrize("path", ["/helpwanted/chat/talk/", "/bye/"])
def test_whoever_comes_after_an_exit_that_nobody_heard_never_sees_the_chat(stage: Stage, path: str) -> None:
    """The visit's cookie is still there: the leaving is told before anything is shown."""
    noor, visitor = stage.conversation()
    visitor.writes("niet voor andere ogen")
    visitor.is_received("niet voor andere ogen")
    visitor.person.context.set_offline(True)
    visitor.leaves_now()
    goes_back_in_vain(visitor)
    visitor.person.context.set_offline(False)
    visitor.person.visit(path)
    expect(noor.talk.locator("[data-part=alarm]")).to_have_attribute("data-tone", "danger")
    expect(visitor.page.locator("h1, li").first).to_be_visible()
    expect(visitor.page.locator("body")).not_to_contain_text("niet voor andere ogen")
    assert visitor.page.url.endswith("/bye/" if path == "/bye/" else "/helpwanted/chat/")


@pytest.mark.parametrize("dialog", ["end", "code", "delete", "danger"])
def test_leaving_now_is_one_tap_whatever_question_is_open(stage: Stage, dialog: str) -> None:
    """A question over the chat never covers the exit, nor makes it dead: it stays at its place, for hand and key."""
    stage.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted")
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    visitor.starts()
    page = visitor.page
    before = visitor.exit_box()

    visitor.asks_for(dialog)
    assert visitor.exit_box() == before
    assert before["width"] >= 44
    assert before["height"] >= 44
    assert page.evaluate(EXIT_IS_ON_TOP), "something lies over the exit"
    assert visitor.tabs_through() == {"leave", "dialog"}
    page.keyboard.press("Escape")
    expect(page.locator(f"#dialog-{dialog}")).to_be_hidden()
    expect(page.locator("details.menu summary")).to_be_focused()
    assert "behind" in visitor.tabs_through()

    visitor.asks_for(dialog)
    if dialog == "code":
        page.locator("#code-form [type=submit]").click()
        expect(page.locator("#code-words .code-words").first).to_be_visible()
        assert page.evaluate(EXIT_IS_ON_TOP), "the words of the code lie over the exit"
    # a tap where the button stands, not a click that looks for a way to reach it
    page.mouse.click(before["x"] + before["width"] / 2, before["y"] + before["height"] / 2)
    page.wait_for_selector("text=Wikipedia")
    assert stage.inside.ask("newest")["ended_how"] == "left_quickly"


@hardest_house
def test_what_was_sent_in_a_breath_arrives_though_the_page_is_left(stage: Stage) -> None:
    """Twenty messages are faster than the pace: those that still wait go along when the visitor goes back."""
    noor, visitor = stage.conversation()
    visitor.writes_fast(f"m{number:02}" for number in range(20))
    visitor.page.go_back()
    noor.reads("m19")
    conversation = stage.inside.ask("newest")
    assert stage.inside.ask("said", conversation_id=conversation["id"]) == [f"m{n:02}" for n in range(20)]
    # nothing of it was kept in the browser, and whoever comes back sees what has arrived
    assert visitor.page.evaluate(STORED) == [0, 0]
    visitor.person.visit("/helpwanted/chat/talk/")
    visitor.is_received("m19")
    visitor.writes("ik ben er weer")
    visitor.is_received("ik ben er weer")
    noor.reads("ik ben er weer")


def test_what_was_sent_in_a_breath_arrives_though_the_phone_ends_the_page(stage: Stage) -> None:
    """A phone hides a page before it ends it, and says nothing afterwards."""
    _noor, visitor = stage.conversation()
    visitor.writes_fast(f"m{number:02}" for number in range(20))
    with visitor.page.expect_response("**/road/rest") as handed:
        visitor.page.evaluate(HIDE)
    assert handed.value.status == 200
    visitor.person.context.close()
    conversation = stage.inside.ask("newest")
    assert stage.inside.ask("said", conversation_id=conversation["id"]) == [f"m{n:02}" for n in range(20)]


def test_ending_the_chat_waits_for_what_was_sent(stage: Stage) -> None:
    _noor, visitor = stage.conversation()
    visitor.writes_fast(f"m{number:02}" for number in range(20))
    visitor.asks_for("end")
    visitor.page.locator("#dialog-end [type=submit]").click()
    visitor.page.wait_for_url("**/chat/after/")
    conversation = stage.inside.ask("newest")
    assert conversation["ended_how"] == "by_visitor"
    assert stage.inside.ask("said", conversation_id=conversation["id"]) == [f"m{n:02}" for n in range(20)]


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "without the script of the exit"])
def test_leaving_now_sends_nothing_that_was_still_waiting(stage: Stage, scripted: bool) -> None:
    _noor, visitor = stage.conversation()
    page = visitor.page
    if not scripted:
        page.route("**/leave.js", lambda route: route.abort())
        page.reload()
        visitor.is_told("joined")
    held: list[Route] = []
    page.route("**/leave/", lambda route: held.append(route))
    # the last of them would be a minute from now
    visitor.writes_fast(f"m{number:02}" for number in range(45))
    visitor.is_received("m10")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    # nobody hears of it yet, and the page is hidden meanwhile
    page.evaluate(f"document.querySelector('[data-leave] button').click(); ({HIDE})()")
    page.wait_for_timeout(300)
    assert [url for url in asked if "/road/" in url] == []
    held[0].continue_()
    page.wait_for_selector("text=Wikipedia")
    conversation = stage.inside.ask("newest")
    assert conversation["ended_how"] == "left_quickly"
    assert "m44" not in stage.inside.ask("said", conversation_id=conversation["id"])


@hardest_house
def test_deleting_now_destroys_the_words_for_everybody(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("dit moet weg")
    noor.reads("dit moet weg")
    conversation = stage.inside.ask("newest")
    visitor.page.locator("details.menu summary").click()
    visitor.page.locator("[data-dialog=delete]").click()
    visitor.page.locator("#dialog-delete button[type=submit]").click()
    visitor.page.wait_for_url("**/chat/deleted/")
    expect(noor.talk.locator("[data-part=alarm]")).to_be_visible()
    expect(noor.talk.locator(".said").filter(has_text="dit moet weg")).to_have_count(0)
    after = stage.inside.ask("newest")
    assert after["ended_how"] == "deleted"
    assert not after["has_key"]
    with pytest.raises(RuntimeError):
        stage.inside.ask("said", conversation_id=conversation["id"])
    # the counsellor still registers the contact
    noor.answers({"target_group": "self"})


@hardest_house
def test_coming_back_with_the_words_opens_the_same_chat(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("morgen weet ik meer")
    noor.reads("morgen weet ik meer")
    visitor.page.locator("details.menu summary").click()
    visitor.page.locator("[data-dialog=code]").click()
    visitor.page.locator("#code-form button[type=submit]").click()
    code = visitor.page.locator("#code-words .code-words").first.inner_text()
    visitor.page.locator("#dialog-code [data-close]").click()
    expect(visitor.page.locator("#code-words")).to_be_empty()
    visitor.leaves_now()
    visitor.page.wait_for_selector("text=Wikipedia")

    later = stage.visitor()
    later.person.visit("/helpwanted/chat/back/")
    later.page.locator("#code").fill("deze woorden kloppen niet helaas nooit")
    later.page.locator("main form button[type=submit]").click()
    expect(later.page.locator("#code-error")).to_be_visible()
    later.page.locator("#code").fill(code.upper().replace("-", " "))
    later.page.locator("main form button[type=submit]").click()
    later.page.wait_for_url("**/helpwanted/chat/talk/")
    expect(later.own("morgen weet ik meer")).to_have_count(1)
    later.writes("hier ben ik weer")
    noor.opens()
    noor.reads("hier ben ik weer")
    noor.reads("morgen weet ik meer")


@hardest_house
def test_nobody_on_duty_is_said_kindly_and_counted(stage: Stage) -> None:
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    expect(visitor.page.locator("main h1")).to_be_visible()
    expect(visitor.page.locator(".door-form")).to_have_count(0)
    expect(visitor.page.locator("a[href^='tel:']").first).to_be_visible()
    assert visitor.person.context.cookies() == [] or all(
        cookie["name"] != VISIT for cookie in visitor.person.context.cookies()
    )
    assert stage.inside.ask("how_many") == 0


def test_the_last_counsellor_leaves_between_the_door_and_the_button(stage: Stage) -> None:
    stage.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted")
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/chat/")
    stage.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", available=False)
    visitor.page.locator(".door-form button[type=submit]").click()
    expect(visitor.page.locator("a[href$='/helpwanted/chat/']").first).to_be_visible()
    expect(visitor.page.locator(".door-form")).to_have_count(0)
    assert stage.inside.ask("day_counts", name="arrivals") == {"chat.nobody_on_duty": 1}


def finds_closed(visitor: Visitor, other_than: str = "") -> str:
    """Come to a door that cannot be opened, in other words than these; what it says. A server looks at the hours of
    its programmes again after five seconds."""
    door = visitor.page.locator(".door-form")
    for _ in range(60):
        visitor.person.visit("/stopitnow/chat/")
        said = visitor.page.locator("main").inner_text()
        if not door.count() and said != other_than:
            return said
        visitor.page.wait_for_timeout(500)
    raise AssertionError("the door stays as it was")


def test_closed_and_past_the_last_entry(stage: Stage) -> None:
    stage.inside.ask("on_duty", email="counsellor@demo.test", slug="stopitnow")
    visitor = stage.visitor("stopitnow")
    try:
        visitor.person.visit("/stopitnow/chat/")
        expect(visitor.page.locator(".door-form")).to_have_count(1)
        stage.inside.ask("hours_around_now", slug="stopitnow", opened=60, closes=20, last_entry_minutes=30)
        said = finds_closed(visitor)
        stage.inside.ask("hours_around_now", slug="stopitnow", opened=60, closes=-10, last_entry_minutes=0)
        assert finds_closed(visitor, other_than=said) != said
        expect(visitor.page.locator("main .lead")).to_be_visible()
    finally:
        stage.inside.ask("hours", slug="stopitnow", opens="00:00", closes="00:00")
