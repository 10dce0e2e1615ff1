"""The simulator's API: the adapter itself asks it, over HTTP; what is not described is refused."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from helpline.phone import provider
from helpline.phone.account import Account
from helpline.phone.provider import ProviderError
from helpline.phone.simulator.engine import Addresses
from helpline.phone.simulator.live import Handles, Live, serve
from helpline.phone.simulator.people import Endpoint, Person
from helpline.phone.simulator.rest import Api, basic
from helpline.phone.simulator.wire import Secrets

ACCOUNT = Account(
    account_sid="AC" + "0" * 32,
    auth_token="token",
    api_key_sid="SK" + "0" * 32,
    api_key_secret="a secret of thirty-two characters",
    twiml_app_sid="AP" + "0" * 32,
    webhook_key="",
    api_url="",
    simulated=True,
)
OWN = "+31850000000"
PAGES = {
    "/voice": '<Enqueue waitUrl="/wait">q</Enqueue>',
    "/wait": '<Pause length="5"/>',
    "/room": f'<Dial callerId="{OWN}"><Conference beep="false">r</Conference></Dial>',
    "/held": '<Pause length="5"/>',
    "/desk": "<Redirect>/room</Redirect>",
}


class House:
    """A house that answers from a list of pages."""

    def __init__(self) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                body = f"<Response>{PAGES.get(self.path, '')}</Response>".encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def house() -> Iterator[House]:
    opened = House()
    yield opened
    opened.close()


@pytest.fixture
def live(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A provider that runs, its API open, and the adapter led to it."""
    running = Live(
        account_sid=ACCOUNT.account_sid,
        secrets=Secrets("token"),
        softphones=Addresses(f"{house.url}/desk"),
        others=Endpoint(after=0.05),
    ).start()
    api = Api(
        running.engine, key_sid=ACCOUNT.api_key_sid, key_secret=ACCOUNT.api_key_secret, began=running.began
    )
    numbers = {"helpwanted": (OWN, Addresses(f"{house.url}/voice"))}
    server = serve(running, api, Handles(numbers, Person), port=0)
    account = replace(ACCOUNT, api_url=f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(provider, "account", lambda: account)
    yield running
    provider._client(account).http_client.session.close()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    running.stop()


def until(is_so: Callable[[], object]) -> None:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it never came about")


def test_the_adapter_does_to_the_simulator_what_it_does_to_the_provider(live: Live, house: House) -> None:
    addresses = Addresses(f"{house.url}/voice")
    caller = live.do(lambda engine: engine.call_in(Person(), OWN, addresses))
    until(lambda: caller.queue_name)
    provider.redirect_call(caller.sid, url=f"{house.url}/room")
    until(lambda: caller.room_name == "r")
    third = provider.call_into_room("r", to="+31880000000", caller_id=OWN, status_url=f"{house.url}/status")
    until(lambda: live.do(lambda engine: engine.known(third).room_name == "r"))
    provider.hold("r", caller.sid, on=True, url=f"{house.url}/held")
    assert caller.on_hold
    held = provider.held()
    assert (held.calls, held.recordings, held.queues) == (2, 0, 1)
    assert held.oldest_date is not None
    with pytest.raises(ProviderError) as refused:
        provider.delete_call(caller.sid)
    assert refused.value.permanent
    provider.hang_up(caller.sid)
    until(lambda: not caller.is_live)
    provider.delete_call(caller.sid)
    provider.delete_call(caller.sid)
    provider.hang_up(caller.sid)
    other = provider.call(
        to="+31880000001", caller_id=OWN, url=f"{house.url}/voice", status_url=f"{house.url}/status"
    )
    until(lambda: live.do(lambda engine: engine.known(other).queue_name == "q"))


def test_a_call_that_is_over_cannot_be_led_anywhere(live: Live, house: House) -> None:
    caller = live.do(lambda engine: engine.call_in(Person(), OWN, Addresses(f"{house.url}/voice")))
    provider.hang_up(caller.sid)
    until(lambda: not caller.is_live)
    with pytest.raises(ProviderError) as refused:
        provider.redirect_call(caller.sid, url=f"{house.url}/room")
    assert (refused.value.permanent, refused.value.code) == (True, 21220)


@pytest.mark.parametrize(
    ("method", "address", "form", "status"),
    [
        ("GET", "/2010-04-01/Accounts/{AC}/Calls.json?PageSize=50", "", 200),
        ("GET", "/2010-04-01/Accounts/{AC}/Calls.json?From=x", "", 400),
        ("POST", "/2010-04-01/Accounts/{AC}/Calls.json", "To=x", 400),
        ("POST", "/2010-04-01/Accounts/{AC}/Calls/CA1.json", "Status=completed", 404),
        ("GET", "/2010-04-01/Accounts/ACffffffffffffffffffffffffffffffff/Calls.json", "", 404),
        ("DELETE", "/2010-04-01/Accounts/{AC}/Queues.json", "", 404),
    ],
)
def test_only_what_is_described_is_answered(
    live: Live, method: str, address: str, form: str, status: int
) -> None:
    api = Api(live.engine, key_sid="k", key_secret="s")
    asked = address.replace("{AC}", ACCOUNT.account_sid)
    assert api.answer(method, asked, basic("k", "s"), form).status == status
    assert api.answer(method, asked, basic("k", "other"), form).status == 401


def test_the_handles_let_somebody_call_and_end_what_nobody_looks_at(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helpline.phone.simulator import live as module

    monkeypatch.setattr(module, "UNSEEN_SECONDS", 0.3)
    numbers = {"helpwanted": (OWN, Addresses(live.engine.softphones.voice.replace("/desk", "/voice")))}
    handles = Handles(numbers, Person)

    def ask(method: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:
        reply = live.do(lambda engine: handles.answer(engine, method, path, body or {}))
        assert reply.status == 200, reply
        answer: dict[str, object] = json.loads(reply.body)
        return answer

    caller = ask("POST", "/simulator/calls", {"programme": "helpwanted"})
    until(lambda: ask("GET", f"/simulator/calls/{caller['sid']}")["is_waiting"])
    leg = ask("POST", "/simulator/softphones", {"identity": "x", "parameters": {"leg": "1"}})
    until(lambda: not live.do(lambda engine: engine.known(str(leg["sid"])).is_live))
    assert "number" not in json.dumps(caller)
    assert not ask("POST", f"/simulator/calls/{caller['sid']}/hang-up")["is_live"]
    missing = live.do(lambda engine: handles.answer(engine, "POST", "/simulator/calls", {"programme": "x"}))
    assert missing.status == 404
