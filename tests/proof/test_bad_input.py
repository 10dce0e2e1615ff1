"""What no browser of ours sends: refused with the right code and without an echo, and everybody's chat goes on."""

import json
import time
from collections.abc import Callable, Generator

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from helpline import cookies
from tests.journeys.inside import Inside
from tests.proof.conftest import Guest
from tests.proof.wire import Socket
from tests.services.house import House

pytestmark = pytest.mark.slow

SECRET = "wat-hier-staat-mag-nooit-terugkomen"
JSON = "application/json"
#: seconds between two frames that nobody is slowed for: 60 in 10 s are allowed
A_FRAME = 0.25
BAD_FRAMES: list[tuple[str, object, int]] = [
    ("not JSON", f"{{{SECRET}", 4400),
    ("nothing", "", 4400),
    ("not an object", f'["{SECRET}"]', 4400),
    ("no type", {"body": SECRET}, 4400),
    ("a type that is no text", {"t": [SECRET]}, 4400),
    ("unknown type", {"t": SECRET}, 4400),
    ("a forged sender", {"t": "send", "cid": "a", "body": "x", "from": "counsellor"}, 4400),
    ("a forged member of staff", {"t": "send", "cid": "a", "body": "x", "staff": 1}, 4400),
    ("a forged number", {"t": "send", "cid": "a", "body": "x", "seq": 1}, 4400),
    ("a forged moment", {"t": "send", "cid": "a", "body": "x", "at": "2020-01-01T00:00:00Z"}, 4400),
    (
        "a frame of the server",
        {"t": "ev", "seq": 99, "from": "counsellor", "kind": "text", "body": SECRET},
        4400,
    ),
    ("another's conversation", {"t": "send", "cid": "a", "body": "x", "conversation": SECRET}, 4400),
    ("a cid that is none", {"t": "send", "cid": "a b", "body": SECRET}, 4400),
    ("a cid that is too long", {"t": "send", "cid": "a" * 37, "body": SECRET}, 4400),
    ("no cid", {"t": "send", "body": SECRET}, 4400),
    ("a body that is no text", {"t": "send", "cid": "a", "body": {"x": SECRET}}, 4400),
    ("a line that is not there", {"t": "send", "cid": "a", "body": "x", "line": 7}, 4400),
    ("half a character", '{"t":"send","cid":"a","body":"\\ud800"}', 4400),
    ("numbers beyond reason", {"t": "sync", "after": 10**30}, 4400),
    ("numbers below zero", {"t": "seen", "delivered": -1, "read": -1}, 4400),
    ("numbers in words", {"t": "seen", "delivered": "1", "read": True}, 4400),
    ("nested too deep", '{"t":' + "[" * 4000 + "]" * 4000 + "}", 4400),
    ("binary", SECRET.encode(), 1003),
    ("larger than a frame", {"t": "send", "cid": "a", "body": "x" * 20_000}, 1009),
    ("far larger than a frame", {"t": "send", "cid": "a", "body": "x" * 200_000}, 1009),
]

#: the name of a cookie
VISIT = cookies.of_programme(settings.VISIT_COOKIE_NAME, "helpwanted")
#: prints a ticket whose time is over, and a visit and a ticket of a conversation that never was
MADE_INSIDE = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from chat import tickets, visit
from chat.models import Conversation
now, nobody = timezone.now(), Conversation(id=uuid4(), epoch=1)
late = [tickets.issue(conversation_id=each.pk, now=now - tickets.LIFE) for each in Conversation.objects.all()]
print(json.dumps({"late": late, "cookie": visit.make(nobody),
    "ticket": tickets.issue(conversation_id=nobody.pk, now=now + timedelta(hours=1))}))
"""


@pytest.fixture(scope="module")
def honest(looked_into: tuple[House, Inside]) -> Generator[Socket]:
    """Somebody in another conversation of the same server, who hears nothing of all this and loses nothing."""
    house, inside = looked_into
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    somebody = Guest(house)
    somebody.knock()
    line = somebody.line()
    assert line.says("voor alles")["t"] == "ack"
    yield line
    assert line.says("na alles")["t"] == "ack"
    assert somebody.said() == ["voor alles", "na alles"]
    somebody.leave()


@pytest.fixture(scope="module")
def silent(looked_into: tuple[House, Inside]) -> Generator[Guest]:
    """Somebody of whom nothing may ever be written: all that comes from here is wrong."""
    house, inside = looked_into
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    somebody = Guest(house)
    somebody.knock()
    yield somebody
    somebody.leave()


@pytest.fixture(scope="module")
def pulse() -> dict[str, float]:
    return {"at": 0.0}


@pytest.fixture(autouse=True)
def _honest_is_still_there(honest: Socket, pulse: dict[str, float]) -> Generator[None]:
    """A fast machine tests faster than anybody may send frames, and the limit holds for the honest too."""
    yield
    if time.monotonic() - pulse["at"] < A_FRAME:
        return
    pulse["at"] = time.monotonic()
    honest.send({"t": "ping"})
    honest.next("pong")


def hello(socket: Socket, ticket: str) -> Socket:
    socket.send({"t": "hello", "ticket": ticket, "after": 0})
    return socket


@pytest.mark.parametrize(
    ("frame", "code"), [row[1:] for row in BAD_FRAMES], ids=[row[0] for row in BAD_FRAMES]
)
def test_a_bad_frame_is_refused_without_an_echo(silent: Guest, frame: object, code: int) -> None:
    line = silent.line()
    line.send(frame)
    assert line.closed() == code
    silent.line()
    assert silent.said() == [], "something was written"
    assert SECRET not in b"".join(silent.refusals).decode(errors="replace")


def test_a_bad_frame_between_two_messages_loses_neither(guest: Guest) -> None:
    line = guest.line()
    assert line.says("voor")["t"] == "ack"
    line.send("{")
    assert line.closed() == 4400
    assert guest.line().says("na")["t"] == "ack"
    assert guest.said() == ["voor", "na"]


@pytest.mark.parametrize("body", ["", "   \n "], ids=["empty", "blank"])
def test_an_empty_message_is_answered_with_no(guest: Guest, body: str) -> None:
    line = guest.line()
    assert line.says(body)["why"] == "empty"
    assert guest.says(body) == (400, {"why": "empty"})
    assert line.says("daarna")["t"] == "ack"


def test_the_longest_message_arrives_and_a_longer_one_is_refused_in_words(guest: Guest) -> None:
    line = guest.line()
    assert line.says("é" * 4000)["t"] == "ack"
    assert line.says("x" * 4001)["why"] == "too_long"
    assert guest.says("x" * 4001) == (413, {"why": "too_long"})
    assert guest.said() == ["é" * 4000]


def test_what_was_sent_twice_stands_once_and_other_words_under_its_name_are_refused(guest: Guest) -> None:
    line = guest.line()
    first = line.says("eenmaal", cid="zelfde")
    assert line.says("eenmaal", cid="zelfde")["seq"] == first["seq"]
    assert guest.says("eenmaal", cid="zelfde")[1]["seq"] == first["seq"]
    assert line.says("anders", cid="zelfde")["why"] == "reused"
    assert guest.says("anders", cid="zelfde") == (409, {"why": "reused"})
    assert guest.said() == ["eenmaal"]


def test_the_staffs_own_line_is_closed_to_a_visitor(guest: Guest) -> None:
    line = guest.line()
    line.send({"t": "send", "cid": "a", "body": "gefluister", "line": 1})
    assert line.next("no", "ack")["why"] == "not_yours"
    assert guest.post_json(f"{guest.road}send", {"cid": "a", "body": "x", "line": 1})[0] == 403
    socket = guest.socket()
    socket.send({"t": "hello", "ticket": guest.ticket(), "after": 0, "aside": 0})
    assert socket.closed() == 4403


@pytest.mark.parametrize(
    "frame", [{"t": "send", "cid": "a", "body": "te vroeg"}, {"t": "ping"}], ids=["send", "ping"]
)
def test_nothing_comes_before_the_hello(silent: Guest, frame: dict[str, str]) -> None:
    early = silent.socket()
    early.send(frame)
    assert early.closed() == 4400
    assert silent.said() == []


def test_frames_out_of_order_change_nothing(guest: Guest) -> None:
    """Marks that go back or beyond the end, and places that are not there; a second hello ends the socket."""
    line = guest.line()
    assert line.says("een")["t"] == "ack"
    line.send({"t": "seen", "delivered": 10**6, "read": 10**6})
    line.send({"t": "seen", "delivered": 0, "read": 0})
    line.send({"t": "sync", "after": 10**6})
    assert line.says("twee")["t"] == "ack"
    assert hello(line, guest.ticket()).closed() == 4400
    assert guest.said() == ["een", "twee"]


def test_a_used_ticket_opens_nothing(guest: Guest) -> None:
    ticket = guest.ticket()
    first = hello(guest.socket(), ticket)
    first.next("welcome")
    assert hello(guest.socket(), ticket).closed() == 4401
    assert first.says("de eerste blijft")["t"] == "ack"


def test_a_stolen_ticket_is_worth_nothing_in_another_browser(
    guest: Guest, strangers: Callable[[], Guest]
) -> None:
    thief, ticket = strangers(), guest.ticket()
    assert hello(thief.socket(), ticket).closed() == 4401
    thief.knock()
    assert hello(thief.socket(), ticket).closed() == 4401
    hello(guest.socket(), ticket).next("welcome")  # the theft did not use it up


@pytest.mark.parametrize("ticket", ["", "x", "A" * 5000, "é" * 60], ids=["empty", "short", "long", "letters"])
def test_a_forged_ticket_is_refused(silent: Guest, ticket: str) -> None:
    assert hello(silent.socket(), ticket).closed() == 4401


def test_tickets_that_are_over_and_conversations_that_never_were(
    guest: Guest, strangers: Callable[[], Guest]
) -> None:
    made = json.loads(guest.house.manage("shell", "-c", MADE_INSIDE).splitlines()[-1])
    assert made["late"]
    for ticket in made["late"]:
        assert hello(guest.socket(), ticket).closed() == 4401
    stranger = strangers()
    stranger.cookies[VISIT] = made["cookie"]
    assert hello(stranger.socket(), made["ticket"]).closed() == 4403
    assert stranger.says("hallo?") == (410, {"why": "ended"})
    assert stranger.get(f"{guest.road}events?after=0")[0] == 410
    assert stranger.get("/helpwanted/chat/talk/")[0] == 303


def test_a_tampered_visit_is_no_visit(guest: Guest, strangers: Callable[[], Guest]) -> None:
    thief, true = strangers(), guest.cookies[VISIT]
    for forged in (true[:-2] + ("AA" if true[-2:] != "AA" else "BB"), true[10:], "", "x" * 4000):
        thief.cookies[VISIT] = forged
        assert thief.get(f"{guest.road}events?after=0")[0] == 401
        assert thief.get("/helpwanted/chat/talk/")[0] == 303
        assert hello(thief.socket(), guest.ticket()).closed() == 4401


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", None], ids=["foreign", "null", "none"]
)
def test_a_foreign_page_opens_no_socket_and_sends_nothing(silent: Guest, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        silent.socket(origin=origin)
    assert refused.value.response.status_code in (400, 403)
    status, _ = silent.ask(
        "POST",
        f"{silent.road}send",
        b'{"cid":"a","body":"x"}',
        {"Content-Type": JSON, "Origin": origin or ""},
    )
    assert status == 403
    assert silent.said() == []


def test_a_host_that_is_not_ours_is_refused(silent: Guest) -> None:
    with pytest.raises(InvalidStatus) as refused:
        silent.socket(origin="http://elsewhere.example", host="elsewhere.example")
    assert refused.value.response.status_code == 403
    assert silent.get(f"{silent.road}events?after=0", Host="elsewhere.example")[0] == 400
    assert silent.get("/helpwanted/", Host="elsewhere.example")[0] == 400
    told = {"cid": "a", "body": "x"}
    assert silent.post_json(f"{silent.road}send", told, Host="elsewhere.example")[0] == 403
    assert silent.said() == []


@pytest.mark.parametrize("path", ["/staff/chat/socket", "/staff/desk/socket"])
def test_a_visitor_at_the_sockets_of_staff_is_sent_away(silent: Guest, path: str) -> None:
    assert hello(silent.socket(path), silent.ticket()).closed() in (4400, 4401)


@pytest.mark.parametrize("path", ["/helpwanted/chat/socket/x", "/chat/socket", "/staff/x/socket", "/"])
def test_there_is_no_socket_elsewhere(silent: Guest, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        silent.socket(path)
    assert refused.value.response.status_code in (403, 404)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"{", JSON, 400), (b"[]", JSON, 400), (b"", JSON, 400), (b"\xff\xfe\x00", JSON, 400),
     (b'{"cid":"a","body":"x"}', "text/plain", 415), (b'{"cid":"a","body":"x"}', "", 415), (b'{"cid":"a"}', JSON, 400),
     (b"cid=a&body=x", "application/x-www-form-urlencoded", 415),
     (b'{"cid":"a","body":"x","from":"counsellor"}', JSON, 400), (b'{"cid":"a","body":"x","seq":1}', JSON, 400),
     (b'{"cid":"a","body":"' + b"x" * 40_000 + b'"}', JSON, 413), (b"[" * 3_000_000, JSON, 413)],
    ids=["broken", "a list", "nothing", "binary", "text", "no type", "half", "a form", "a forged sender",
         "a forged number", "too large", "enormous"],
)  # fmt: skip
def test_bad_requests_of_the_road(silent: Guest, body: bytes, kind: str, status: int) -> None:
    headers = {"Content-Type": kind, "Origin": silent.house.url}
    assert silent.ask("POST", f"{silent.road}send", body, headers)[0] == status
    assert silent.said() == []


@pytest.mark.parametrize(
    ("method", "name", "status"),
    [("GET", "send", 405), ("PUT", "send", 405), ("DELETE", "events", 405), ("POST", "events", 405),
     ("GET", "ticket", 405), ("GET", "rest", 405), ("POST", "nothing", 404)],
)  # fmt: skip
def test_wrong_methods_of_the_road(silent: Guest, method: str, name: str, status: int) -> None:
    headers = {"Content-Type": JSON, "Origin": silent.house.url}
    body = b"" if method == "GET" else b'{"cid":"a","body":"x"}'
    assert silent.ask(method, f"{silent.road}{name}", body, headers)[0] == status
    assert silent.said() == []


@pytest.mark.parametrize("after", ["-1", "x", "9" * 40, "%00", "%C2%B2"])
def test_bad_places_of_the_road(silent: Guest, after: str) -> None:
    assert silent.get(f"{silent.road}events?after={after}")[0] == 400


def test_a_pressure_that_is_no_number_closes_no_door(strangers: Callable[[], Guest]) -> None:
    stranger = strangers()
    for told in ("x", "-1", "\xb2", "9" * 40):
        stranger.headers = {"X-Helpline-Pressure": told}
        assert stranger.get("/helpwanted/chat/")[0] == 200


def test_a_second_tab_sends_the_first_away_and_loses_nothing(guest: Guest) -> None:
    first = guest.line()
    assert first.says("in de eerste")["t"] == "ack"
    second = guest.line()
    assert first.closed() == 4409
    assert second.says("in de tweede")["t"] == "ack"
    assert guest.said() == ["in de eerste", "in de tweede"]


def test_who_says_nothing_is_let_go(guest: Guest) -> None:
    assert guest.socket().closed() == 4408


def test_a_flood_is_slowed_and_loses_nothing(guest: Guest) -> None:
    line = guest.line()
    for number in range(25):
        line.send({"t": "send", "cid": f"vloed-{number}", "body": f"{number}"})
    answers = [line.next("ack", "no") for _ in range(25)]
    refused = [each for each in answers if each["t"] == "no"]
    accepted = [each["cid"].removeprefix("vloed-") for each in answers if each["t"] == "ack"]
    assert refused
    assert all(each["why"] == "slow" and each["retry_ms"] > 0 for each in refused)
    assert len(accepted) >= 15
    assert guest.said() == accepted
    status, told = guest.says("nog een")
    assert status == 429
    assert told["retry_ms"] > 0


def test_a_storm_of_frames_is_told_to_slow_down(guest: Guest) -> None:
    line = guest.line()
    assert line.says("voor de storm")["t"] == "ack"
    for _ in range(120):
        line.send({"t": "ping"})
    assert line.closed() == 4429
    assert guest.line().says("na de storm")["t"] == "ack"
    assert guest.said() == ["voor de storm", "na de storm"]
