"""Other roads to the same conversation: sockets blocked, no scripts, a lost network, a second tab."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.cast import Stage, both_houses, hardest_house

pytestmark = pytest.mark.browser


#: makes a browser fail every socket, as the network of a school does
BLOCKED_SOCKETS = """
class Blocked extends EventTarget {
  constructor() {
    super();
    this.readyState = 0;
    setTimeout(() => { this.readyState = 3; this.onclose?.({ code: 1006, reason: "" }); }, 5);
  }
  send() {}
  close() {}
}
window.WebSocket = Blocked;
"""


@both_houses
def test_where_sockets_are_blocked_the_chat_takes_the_plain_road(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted")
    visitor = stage.visitor()
    visitor.person.context.add_init_script(BLOCKED_SOCKETS)
    visitor.comes_to_the_chat()
    visitor.writes("ik zit op school")
    visitor.is_received("ik zit op school")
    noor.opens()
    noor.reads("ik zit op school")
    noor.writes("fijn dat je er bent")
    visitor.reads("fijn dat je er bent")
    noor.ends_the_chat()
    expect(visitor.page.locator("#ended")).to_be_visible()


@hardest_house
def test_without_scripts_everything_is_there(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted")
    visitor = stage.visitor(scripts=False)
    page = visitor.page
    visitor.person.visit("/helpwanted/")
    page.locator("a[href$='/helpwanted/chat/']").first.click()
    page.locator(".door-form button[type=submit]").click()
    page.wait_for_url("**/helpwanted/chat/read/")
    noor.opens()
    page.locator("a[href*='/chat/write/']").click()
    page.locator("#message").fill("mijn browser kan weinig")
    page.locator("form[action$='/send/'] button").click()
    page.wait_for_url("**/helpwanted/chat/read/")
    expect(page.locator(".msg-own")).to_contain_text("mijn browser kan weinig")
    noor.reads("mijn browser kan weinig")
    noor.writes("dat geeft niets")
    page.goto(page.url.partition("#")[0])
    expect(page.locator(".msg-theirs").last).to_contain_text("dat geeft niets")
    # a code to come back with, shown once
    page.locator("details.panel summary").first.click()
    page.locator("a[href$='/chat/code/']").click()
    page.locator("main form button[type=submit]").click()
    assert len(page.locator(".code-words").first.inner_text().split("-")) >= 5
    page.locator("a.button-main").click()
    # ending, and the questions afterwards
    page.locator("details.panel summary").first.click()
    page.locator("a[href$='/chat/end/']").click()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/helpwanted/chat/after/")
    page.locator("input[name=survey_helped]").first.check(force=True)
    page.locator("form[action$='/survey/'] button").click()
    expect(page.locator(".notice-good")).to_be_visible()
    expect(noor.talk.locator("[data-part=alarm]")).to_be_visible()
    assert stage.inside.ask("newest")["ended_how"] == "by_visitor"


@both_houses
def test_what_was_written_without_a_network_arrives_once_and_in_order(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    stage.house.balancer.pause()
    for number in range(1, 4):
        visitor.writes(f"bericht nummer {number}")
    expect(visitor.page.locator("#line")).to_be_visible()
    stage.house.balancer.pause(is_paused=False)
    for number in range(1, 4):
        visitor.is_received(f"bericht nummer {number}")
        noor.reads(f"bericht nummer {number}")
    conversation = stage.inside.ask("newest")
    said = stage.inside.ask("said", conversation_id=conversation["id"])
    assert said == [f"bericht nummer {number}" for number in range(1, 4)]


def test_a_server_that_ends_costs_nothing_but_a_moment(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("voor de herstart")
    noor.reads("voor de herstart")
    stage.house.stop_server(0)
    visitor.writes("tijdens de herstart")
    stage.house.start_server(0)
    visitor.is_received("tijdens de herstart")
    noor.reads("tijdens de herstart")
    noor.writes("ik ben er nog")
    visitor.reads("ik ben er nog")


@hardest_house
def test_a_second_tab_takes_over_and_the_first_says_so(stage: Stage) -> None:
    """Also when the second tab happens to come to another server."""
    balancer, several = stage.house.balancer, len(stage.house.ports) > 1
    balancer.lead_to(0)
    _noor, visitor = stage.conversation()
    visitor.writes("in het eerste tabblad")
    visitor.is_received("in het eerste tabblad")
    first = visitor.page
    second = visitor.person.context.new_page()
    if several:
        balancer.lead_to(1)
    second.goto(stage.house.url + "/helpwanted/chat/")
    expect(second.locator(".msg-own").filter(has_text="in het eerste tabblad")).to_have_count(1)
    expect(first.locator("#elsewhere")).to_be_visible()
    expect(first.locator("#compose")).to_be_hidden()
    balancer.lead_to(0)
    first.locator("#use-here").click()
    expect(second.locator("#elsewhere")).to_be_visible()
    expect(first.locator("#compose")).to_be_visible()
    visitor.writes("weer hier")
    visitor.is_received("weer hier")


def test_no_sound_no_title_no_cookie_beyond_the_visit(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    title = visitor.page.title()
    visitor.page.evaluate(
        """() => {
          window.loud = [];
          for (const name of ["Audio", "AudioContext", "Notification"]) {
            const real = window[name];
            window[name] = function (...args) { window.loud.push(name); return new real(...args); };
          }
          navigator.vibrate = () => window.loud.push("vibrate");
        }"""
    )
    noor.writes("hoor je mij niet? goed zo")
    visitor.reads("hoor je mij niet")
    assert visitor.page.title() == title
    assert not re.search("elpwanted|top it", title)
    assert visitor.page.evaluate("window.loud") == []
    for cookie in visitor.person.context.cookies():
        assert cookie["expires"] == -1, f"{cookie['name']} outlives the visit"
        assert cookie["httpOnly"], cookie["name"]
    assert visitor.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
