"""The client's line (chat/static/chat/line.js) in a real browser, against a server that is played by the test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "chat/static/chat"
ORIGIN = "http://line.test"

#: what plays the server: sockets that the test answers for, and an HTTP road
HARNESS = """
async () => {
  const { Line } = await import("/line.js");
  window.sockets = [];
  window.requests = [];
  window.told = [];
  window.road = {};
  class Socket {
    constructor(url) { this.url = url; this.sent = []; this.readyState = 0; window.sockets.push(this); }
    open() { this.readyState = 1; this.onopen?.(); }
    send(text) { this.sent.push(JSON.parse(text)); }
    say(frame) { this.onmessage?.({ data: JSON.stringify(frame) }); }
    close() { this.readyState = 3; }
    end(code) { this.readyState = 3; this.onclose?.({ code }); }
  }
  const answer = (status, body) => ({ ok: status < 300, status, json: async () => body });
  const fetch = async (address, options) => {
    const name = address.replace("/road/", "").split("?")[0];
    window.requests.push({ name, address, body: options.body ? JSON.parse(options.body) : null });
    if (window.road[name]) { const [status, body] = window.road[name](options); return answer(status, body); }
    if (name === "ticket") return answer(200, { ticket: "t" + window.requests.length });
    throw new TypeError("no network");
  };
  const tools = { fetch, WebSocket: Socket };
  window.line = new Line({ socketUrl: "ws://line.test/socket", roadUrl: "/road/", tools });
  for (const name of ["entry", "reset", "outbox", "state", "typing", "seen", "connection"]) {
    window.line.addEventListener(name, (event) => window.told.push([name, event.detail]));
  }
  window.soon = async () => { for (let i = 0; i < 20; i += 1) await null; };
  window.newest = () => window.sockets[window.sockets.length - 1];
  window.welcome = async (head = 0, more = {}) => {
    await window.soon();
    window.newest().open();
    window.newest().say({ t: "welcome", epoch: 1, head, ...more });
  };
  window.ev = (seq, body) => ({ t: "ev", seq, line: 0, from: "counsellor", kind: "text", body, cid: "c" + seq });
  window.heard = (name) => window.told.filter(([each]) => each === name).map(([, detail]) => detail);
  window.frames = (type) => window.sockets.flatMap((each) => each.sent).filter((frame) => frame.t === type);
  // times without chance: a pause between two tries is as long as it can be
  Math.random = () => 1;
  window.line.start();
}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page with a line that has started; its clock stands still until the test moves it."""
    with page_with_scripts(chromium, SCRIPTS, ORIGIN, stopped_clock=True) as page:
        page.evaluate(HARNESS)
        yield page


def run(page: Page, script: str) -> Any:
    """Run the body of an async function in the page."""
    return page.evaluate("async () => {" + script + "}")


def test_it_fetches_a_ticket_and_shows_it_in_the_first_frame(page: Page) -> None:
    run(page, "await welcome();")
    assert run(page, "return requests.map((each) => each.name)") == ["ticket"]
    assert run(page, "return sockets[0].sent[0]") == {"t": "hello", "ticket": "t1", "after": 0}
    assert run(page, "return sockets[0].url") == "ws://line.test/socket"
    assert run(page, "return heard('connection').at(-1).status") == "open"


def test_entries_are_applied_in_order_and_once_and_gaps_are_asked_for(page: Page) -> None:
    run(page, "await welcome(3); newest().say(ev(2, 'two')); newest().say(ev(2, 'two'));")
    assert run(page, "return heard('entry')") == []
    page.clock.run_for(400)
    assert run(page, "return frames('sync')") == [{"t": "sync", "after": 0}]
    run(page, "newest().say(ev(1, 'one')); newest().say(ev(2, 'two')); newest().say(ev(3, 'three'));")
    assert run(page, "return heard('entry').map((each) => each.body)") == ["one", "two", "three"]


def test_a_message_written_before_the_line_is_open_waits_and_is_sent_once(page: Page) -> None:
    run(page, "window.cid = line.send('hoi'); await welcome();")
    assert run(page, "return frames('send').map((each) => each.body)") == ["hoi"]
    run(page, "newest().say({ t: 'ack', cid, seq: 1 });")
    assert run(page, "return heard('outbox').map((each) => each.status)") == ["sending", "received"]
    assert run(page, "return heard('entry').map((each) => [each.seq, each.body, each.mine])") == [
        [1, "hoi", True]
    ]
    assert run(page, "return line.outbox.items.length") == 0


def test_what_was_not_acknowledged_is_sent_again_with_the_same_id(page: Page) -> None:
    run(page, "await welcome(); window.cid = line.send('hoi'); newest().end(1006);")
    page.clock.run_for(600)
    run(page, "await welcome();")
    assert run(page, "return frames('send').map((each) => each.cid === cid)") == [True, True]
    assert run(page, "return frames('hello').length") == 2
    run(page, "newest().say({ t: 'ack', cid, seq: 1 }); newest().say(ev(1, 'hoi'));")
    assert run(page, "return heard('entry').length") == 1


def test_a_message_whose_answer_never_comes_is_sent_again_on_the_same_line(page: Page) -> None:
    run(page, "await welcome(); window.cid = line.send('hoi');")
    page.clock.run_for(19_000)
    assert run(page, "return frames('send').length") == 1
    page.clock.run_for(2_000)
    assert run(page, "return frames('send').map((each) => each.cid === cid)") == [True, True]
    run(page, "newest().say({ t: 'ack', cid, seq: 1 });")
    page.clock.run_for(22_000)
    assert run(page, "return frames('send').length") == 2


def test_a_second_message_never_overtakes_the_first(page: Page) -> None:
    run(page, "await welcome(); window.a = line.send('een'); window.b = line.send('twee');")
    assert run(page, "return frames('send').map((each) => each.body)") == ["een"]
    run(page, "newest().say({ t: 'no', cid: a, why: 'storage', retry_ms: 2000 });")
    page.clock.run_for(1000)
    assert run(page, "return frames('send').length") == 1
    page.clock.run_for(1500)
    run(page, "newest().say({ t: 'ack', cid: a, seq: 1 });")
    assert run(page, "return frames('send').map((each) => each.body)") == ["een", "een", "twee"]


def test_fast_typing_is_queued_and_never_punished(page: Page) -> None:
    run(
        page,
        "await welcome(); for (let i = 1; i <= 17; i += 1) line.send('m' + i);"
        "for (let i = 1; i <= 16; i += 1) {"
        "  newest().say({ t: 'ack', cid: frames('send').at(-1).cid, seq: i });"
        "}",
    )
    assert run(page, "return frames('send').length") == 15
    page.clock.run_for(2500)
    assert run(page, "return frames('send').length") == 16


def test_a_message_that_can_never_be_sent_is_given_back(page: Page) -> None:
    run(
        page, "await welcome(); window.cid = line.send('x'); newest().say({ t: 'no', cid, why: 'too_long' });"
    )
    assert run(page, "return heard('outbox').at(-1)") == {
        "cid": run(page, "return cid"),
        "status": "refused",
        "why": "too_long",
        "body": "x",
    }
    assert run(page, "return line.outbox.items.length") == 0


def test_after_45_seconds_of_silence_it_comes_back(page: Page) -> None:
    run(page, "await welcome();")
    page.clock.run_for(44_000)
    assert run(page, "return sockets.length") == 1
    assert len(run(page, "return frames('ping')")) == 2
    page.clock.run_for(2_000)
    run(page, "await welcome();")
    assert run(page, "return frames('hello').length") == 2


def test_a_pong_with_a_higher_head_mends_a_lost_wake(page: Page) -> None:
    run(page, "await welcome(); newest().say({ t: 'pong', head: 2 });")
    page.clock.run_for(400)
    assert run(page, "return frames('sync')") == [{"t": "sync", "after": 0}]


def test_sockets_that_never_open_lead_to_the_road(page: Page) -> None:
    run(
        page,
        "window.cid = line.send('hoi');"
        "road.send = () => [200, { cid, seq: 1, at: '2026-07-07T18:00:00.000Z' }];"
        "const state = { state: 'waiting', place: 2, wait: null };"
        "road.events = () => [200, { epoch: 1, head: 0, events: [], state }];"
        "await soon(); newest().end(1006);",
    )
    page.clock.run_for(600)
    run(page, "await soon(); newest().end(1006); await soon();")
    assert run(page, "return heard('connection').at(-1).status") == "road"
    page.clock.run_for(3000)
    sent = run(
        page, "return requests.filter((each) => each.name === 'send').map((each) => each.body.cid === cid)"
    )
    assert sent == [True]
    assert run(page, "return heard('entry').map((each) => each.body)") == ["hoi"]
    assert run(page, "return heard('state').at(-1).place") == 2


def test_the_road_keeps_a_message_while_our_storage_is_away(page: Page) -> None:
    run(
        page,
        "window.cid = line.send('hoi'); window.away = true;"
        "road.send = () => away ? [503, { why: 'storage', retry_ms: 2000 }] : [200, { cid, seq: 1 }];"
        "road.events = () => [200, { epoch: 1, head: 0, events: [] }];"
        "await soon(); newest().end(1006);",
    )
    page.clock.run_for(600)
    run(page, "await soon(); newest().end(1006); await soon();")
    assert run(page, "return heard('outbox').at(-1).why") == "storage"
    run(page, "away = false;")
    page.clock.run_for(3000)
    run(page, "await soon();")
    assert run(page, "return heard('outbox').at(-1).status") == "received"


@pytest.mark.parametrize(("code", "status"), [(4401, "signed-out"), (4403, "not-yours"), (4409, "elsewhere")])
def test_final_codes_stop_it_until_somebody_asks(page: Page, code: int, status: str) -> None:
    run(page, f"await welcome(); newest().end({code});")
    assert run(page, "return heard('connection').at(-1).status") == status
    page.clock.run_for(120_000)
    assert run(page, "return sockets.length") == 1
    run(page, "line.start(); await welcome();")
    assert run(page, "return heard('connection').at(-1).status") == "open"


def test_a_server_that_says_bye_is_left_in_peace_for_as_long_as_it_asks(page: Page) -> None:
    run(page, "await welcome(); newest().say({ t: 'bye', retry_ms: 5000 }); newest().end(4012);")
    page.clock.run_for(4_900)
    assert run(page, "return sockets.length") == 1
    page.clock.run_for(200)
    run(page, "await soon();")
    assert run(page, "return sockets.length") == 2


def test_a_lost_network_is_told_at_once_and_its_return_is_not_waited_for(page: Page) -> None:
    run(page, "await welcome(); dispatchEvent(new Event('offline'));")
    assert run(page, "return sockets[0].readyState") == 3
    run(page, "dispatchEvent(new Event('online')); await welcome();")
    assert run(page, "return sockets.length") == 2
    assert run(page, "return heard('connection').at(-1).status") == "open"


def test_another_epoch_starts_over(page: Page) -> None:
    run(page, "await welcome(1); newest().say(ev(1, 'oud')); newest().end(1006);")
    page.clock.run_for(600)
    run(page, "await soon(); newest().open(); newest().say({ t: 'welcome', epoch: 2, head: 1 });")
    run(page, "newest().say(ev(1, 'nieuw'));")
    assert run(page, "return heard('reset').length") == 1
    assert run(page, "return heard('entry').map((each) => each.body)") == ["oud", "nieuw"]


def test_receipts_only_grow_and_are_not_repeated(page: Page) -> None:
    run(page, "await welcome(); line.seen(3, 2); line.seen(2, 1);")
    page.clock.run_for(500)
    assert run(page, "return frames('seen')") == [{"t": "seen", "delivered": 3, "read": 2}]
    run(page, "line.seen(3, 2);")
    page.clock.run_for(500)
    assert run(page, "return frames('seen').length") == 1


def test_a_page_that_goes_tells_at_once_how_far_was_read(page: Page) -> None:
    run(
        page,
        "await welcome(); window.lasting = [];"
        "road.seen = (options) => { lasting.push(options.keepalive); return [204, null]; };"
        "line.tellSeenLast(); line.seen(3, 2); line.tellSeenLast(); line.tellSeenLast(); await soon();",
    )
    told = "return requests.filter(({ name }) => name === 'seen').map(({ body }) => body)"
    assert run(page, told) == [{"delivered": 3, "read": 2}]
    assert run(page, "return lasting") == [True]
    page.clock.run_for(1000)
    assert run(page, "return frames('seen')") == []  # it is not said twice


def test_a_stopped_line_sends_nothing_more(page: Page) -> None:
    run(page, "await welcome(); line.stop(); line.send('te laat');")
    page.clock.run_for(120_000)
    assert run(page, "return frames('send')") == []
    assert run(page, "return sockets.length") == 1


def test_a_page_that_goes_hands_over_everything_once(page: Page) -> None:
    """Twenty in a breath: the pace lets one go at a time, and one last request takes what is left."""
    run(
        page,
        "await welcome(); window.cids = []; for (let n = 0; n < 20; n += 1) cids.push(line.send('m' + n));",
    )
    run(
        page,
        "window.lasting = [];"
        "road.rest = (options) => {"
        "  lasting.push(options.keepalive);"
        "  const { messages } = JSON.parse(options.body);"
        "  return [200, { taken: messages.map(({ cid }, at) => ({ cid, seq: at + 1 })) }];"
        "};"
        "await Promise.all([line.handOver(), line.handOver()]);",
    )
    assert run(page, "return lasting") == [True]
    handed = run(
        page, "return requests.filter(({ name }) => name === 'rest').map(({ body }) => body.messages)[0]"
    )
    assert [each["body"] for each in handed] == [f"m{n}" for n in range(20)]
    assert [each["cid"] for each in handed] == run(page, "return cids")
    assert run(page, "return line.outbox.items.length") == 0
    assert run(page, "return heard('entry').map(({ body }) => body)") == [f"m{n}" for n in range(20)]
    # nothing is left, so nothing is asked
    run(page, "await line.handOver();")
    assert run(page, "return lasting.length") == 1


def test_what_could_not_be_handed_over_is_still_there_when_the_page_lives_on(page: Page) -> None:
    run(page, "await welcome(); window.cid = line.send('hoi'); await line.handOver();")
    assert run(page, "return line.outbox.items.map(({ body }) => body)") == ["hoi"]
    run(page, "newest().say({ t: 'ack', cid, seq: 1 });")
    assert run(page, "return line.outbox.items.length") == 0


def test_one_last_request_is_no_larger_than_a_browser_sends(page: Page) -> None:
    run(page, "await welcome(); for (let n = 0; n < 40; n += 1) line.send(n % 2 ? 'x' : 'é'.repeat(4000));")
    rest = "new TextEncoder().encode(JSON.stringify({ messages: line.outbox.rest() })).length"
    assert 40_000 < run(page, f"return {rest}") < 64_000
    run(page, "line.outbox.clear(); for (let n = 0; n < 40; n += 1) line.send('x');")
    assert run(page, "return line.outbox.rest().length") == 30


def test_who_leaves_sends_nothing_more(page: Page) -> None:
    run(page, "await welcome(); line.send('a'); line.send('b'); line.forget(); await line.handOver();")
    assert run(page, "return requests.filter(({ name }) => name === 'rest').length") == 0
    assert run(page, "return line.outbox.items.length") == 0
