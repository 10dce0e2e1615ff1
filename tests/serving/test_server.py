"""The real server, as a process: what only it can get wrong."""

import json
import signal
from collections.abc import Generator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.services.house import House
from tests.services.plugin import services_folder

pytestmark = pytest.mark.slow

#: seconds for an answer; only a fault takes so long
PATIENCE = 60
AGENT = "Kanarie-Agent/1.0"

#: makes a conversation in the house and prints the visitor's cookie
KNOCK = """
from datetime import timedelta
from django.utils import timezone
from chat import visit
from chat.models import Conversation
from helpline.programmes.models import Programme
from helpline.vault.actions import new_data_key
now = timezone.now()
key, _ = new_data_key(term_class="chat", expires_at=now + timedelta(days=7))
made = Conversation.objects.create(programme=Programme.objects.get(slug="helpwanted"), data_key=key, queued_at=now,
    visitor_seen_at=now, expires_at=now + timedelta(days=7))
print("cookie", visit.cookie_name(made.programme.slug) + "=" + visit.make(made))
"""


@pytest.fixture(scope="module")
def house() -> Generator[House]:
    house = House(services_folder() / "house", engine="sqlite")
    house.start()
    yield house
    house.stop()


@pytest.fixture
def cookie(house: House) -> str:
    said = house.manage("shell", "-c", KNOCK)
    return next(line for line in said.splitlines() if line.startswith("cookie ")).split()[1]


def ask(house: House, path: str, told: object = None, *, cookie: str = "") -> tuple[int, bytes]:
    headers = {"Origin": house.url, "Content-Type": "application/json", "Cookie": cookie, "User-Agent": AGENT}
    headers["X-Forwarded-For"] = "203.0.113.77"
    method = "GET" if told is None else "POST"
    answer = httpx.request(method, house.url + path, json=told, headers=headers, timeout=PATIENCE)
    return answer.status_code, answer.content


def sit_down(house: House, cookie: str) -> ClientConnection:
    """A visitor's socket, welcomed."""
    status, answer = ask(house, "/helpwanted/chat/road/ticket", {}, cookie=cookie)
    assert status == 200
    socket = connect(
        f"ws://localhost:{house.ports[0]}/helpwanted/chat/socket",
        origin=house.url,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookie},
        user_agent_header=AGENT,
        legacy=True,
    )
    socket.send(json.dumps({"t": "hello", "ticket": json.loads(answer)["ticket"], "after": 0}))
    assert json.loads(socket.recv(PATIENCE))["t"] == "welcome"
    return socket


def closed(socket: ClientConnection) -> tuple[int, str, list[dict[str, object]]]:
    """How the server closes the socket, and the frames before that."""
    frames = []
    try:
        while True:
            frames.append(json.loads(socket.recv(PATIENCE)))
    except ConnectionClosed as ended:
        assert ended.rcvd is not None, "it was cut off, not closed"  # noqa: PT017
        return ended.rcvd.code, ended.rcvd.reason, frames


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("x" * 20_000, 1009),
        ("x" * 200_000, 1009),
        (b"\x00\xff", 1003),
        ("nonsense", 4400),
    ],
)
def test_a_bad_frame_is_closed_with_a_code_and_a_reason(
    house: House, cookie: str, frame: str | bytes, code: int
) -> None:
    socket = sit_down(house, cookie)
    socket.send(frame)
    told, reason, _ = closed(socket)
    assert told == code
    assert reason


def test_a_foreign_origin_gets_no_socket(house: House) -> None:
    from websockets.exceptions import InvalidStatus

    address = house.url.replace("http", "ws") + "/helpwanted/chat/socket"
    with pytest.raises(InvalidStatus) as refused:
        connect(address, origin="https://evil.example", legacy=True)  # type: ignore[arg-type]
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("path", ["/", "/helpwanted/", "/staff/sign-in/", "/static/chat/line.js"])
def test_trace_tells_nobody_what_was_asked(house: House, path: str) -> None:
    answer = httpx.request("TRACE", house.url + path, headers={"Cookie": "canary=kanarie"}, timeout=PATIENCE)
    assert answer.status_code in (400, 403, 405)
    assert b"kanarie" not in answer.content


def test_static_files_are_served(house: House) -> None:
    status, content = ask(house, "/static/chat/line.js")
    assert status == 200
    assert b"class Line" in content


def test_it_tells_this_machine_how_it_does_and_nobody_else(house: House) -> None:
    """Asked straight at the process; a header that a proxy puts on a request makes it somebody else's."""
    port = f"http://127.0.0.1:{house.ports[0]}"
    for path in ("/healthz", "/readyz", "/metrics"):
        told = httpx.get(port + path, timeout=PATIENCE)
        assert told.status_code == 200, told.text
        assert told.headers["cache-control"] == "no-store"
        for header in ("X-Forwarded-Proto", "X-Forwarded-For", "Via"):
            outside = httpx.get(
                port + path, headers={header: "203.0.113.77"}, timeout=PATIENCE, follow_redirects=True
            )
            assert outside.status_code == 404, "it is an address like any other that leads nowhere"
    assert httpx.get(port + "/readyz", timeout=PATIENCE).json()["ready"] is True
    measured = httpx.get(port + "/metrics", timeout=PATIENCE).text
    assert 'helpline_requests_total{route="watch",status="2xx"}' in measured
    assert "helpline_reading_ok 1.0" in measured
    assert "203.0.113.77" not in measured + house.logs()


def test_nothing_of_a_visitor_is_in_the_log(house: House, cookie: str) -> None:
    socket = sit_down(house, cookie)
    socket.send(json.dumps({"t": "send", "cid": "a", "body": "kanarie-bericht"}))
    ask(house, "/helpwanted/?q=kanarie-vraag")
    ask(house, "/nowhere/kanarie-adres")
    ask(house, "/helpwanted/chat/road/send", {"cid": "kanarie", "nonsense": 1}, cookie=cookie)
    socket.send("kanarie {")
    closed(socket)
    logs = house.logs()
    assert "anarie" not in logs
    assert "203.0.113.77" not in logs
    assert "127.0.0.1:" not in logs


def test_it_ends_cleanly_and_tells_everybody(house: House, cookie: str) -> None:
    socket = sit_down(house, cookie)
    socket.send(json.dumps({"t": "send", "cid": "a", "body": "tot zo"}))
    while json.loads(socket.recv(PATIENCE))["t"] != "ack":
        pass
    process = house._servers[0]
    assert process is not None
    process.send_signal(signal.SIGTERM)
    code, _, frames = closed(socket)
    assert code == 4012
    assert [frame["retry_ms"] for frame in frames if frame["t"] == "bye"] == [5000]
    # by itself: who is still not done at the deadline leaves with 1
    assert process.wait(PATIENCE) == 0
    house._servers[0] = None
    house.start_server(0)
    again = sit_down(house, cookie)
    assert json.loads(again.recv(PATIENCE))["body"] == "tot zo"
    again.close()


def test_its_log_is_short(house: House) -> None:
    """A server that runs says nothing: what it says is for somebody to act on."""
    assert len(house.logs().splitlines()) < 20, house.logs()
