"""The simulator as a running program: real time, real requests, and a small server for its API and its handles.

The handles (/simulator/...) are what no provider has: let somebody call, look at a leg, put a phone down. They ask for
the same key as the API, and the server listens on this machine only.
"""

import http.client
import json
import random
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future as ThreadFuture
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from helpline.phone.simulator.engine import NOBODY, WORD_SECONDS, Addresses, Engine, UnknownCall, chance
from helpline.phone.simulator.kernel import Future, WallClock
from helpline.phone.simulator.people import Call, Endpoint, Person
from helpline.phone.simulator.rest import Api, Reply
from helpline.phone.simulator.wire import Answer, Mischief, Secrets, Wire

T = TypeVar("T")

#: a larger answer of the house is not read
MOST_BYTES = 1_000_000
#: seconds after which a browser's phone that nobody looks at is gone
UNSEEN_SECONDS = 15.0
#: seconds for one of the simulator's own answers
HANDLE_SECONDS = 10.0


class HttpTransport:
    """Brings requests to the house over HTTP, several at once, on connections that stay open."""

    def __init__(self, clock: WallClock, *, at_once: int = 16, timeout: float = 15.0) -> None:
        self._clock = clock
        self._timeout = timeout
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="simulator")
        self._local = threading.local()
        self._opened: list[http.client.HTTPConnection] = []

    def post(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Future:
        coming = Future()

        def work() -> None:
            answer = self._post(url, headers, form)
            self._clock.post(lambda: coming.set(answer))

        self._workers.submit(work)
        return coming

    def close(self) -> None:
        """Send nothing any more, and close what is open."""
        self._workers.shutdown(cancel_futures=True)
        for connection in self._opened:
            connection.close()

    def _post(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        sent = {**headers, "Content-Type": "application/x-www-form-urlencoded"}
        # a connection that was open may have been closed meanwhile by the other side: once more on a fresh one
        for _time in range(2):
            connection = self._connection(parts.scheme, parts.netloc)
            try:
                connection.request("POST", parts.path, urlencode(form), sent)
                answer = connection.getresponse()
                return Answer(answer.status, answer.read(MOST_BYTES).decode(errors="replace"))
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                connection.close()
            except (OSError, http.client.HTTPException):
                connection.close()
                break
        return Answer(0)

    def _connection(self, scheme: str, host: str) -> http.client.HTTPConnection:
        kept: dict[tuple[str, str], http.client.HTTPConnection] = self._local.__dict__.setdefault("kept", {})
        if (scheme, host) not in kept:
            kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
            kept[scheme, host] = kind(host, timeout=self._timeout)
            self._opened.append(kept[scheme, host])
        return kept[scheme, host]


class Live:
    """A provider that runs in a thread of its own. call_in, softphone and the rest may be used from any thread."""

    def __init__(
        self,
        *,
        account_sid: str,
        secrets: Secrets,
        softphones: Addresses,
        seed: int = 1,
        mischief: Mischief | None = None,
        at_once: int = 16,
        others: Endpoint = NOBODY,
        word_seconds: float = WORD_SECONDS,
        on_problem: Callable[[str], None] | None = None,
    ) -> None:
        self.began = time()
        self.clock = WallClock()
        self.transport = HttpTransport(self.clock, at_once=at_once)
        wire = Wire(self.clock, self.transport, secrets, chance=chance(seed), mischief=mischief, latency=0.0)
        wire.keeps = False
        self.engine = Engine(
            self.clock,
            wire,
            account_sid=account_sid,
            softphones=softphones,
            others=others,
            word_seconds=word_seconds,
            # the house remembers names for a day: another run must bring others
            names=random.SystemRandom(),
            on_problem=on_problem,
        )
        self._thread = threading.Thread(target=self.clock.run_for_ever, name="simulator", daemon=True)

    def start(self) -> "Live":
        self._thread.start()
        return self

    def stop(self) -> None:
        self.clock.stop()
        self.transport.close()
        self._thread.join(timeout=HANDLE_SECONDS)

    def do(self, what: Callable[[Engine], T]) -> T:
        """Do something in the provider's own thread, and wait for what comes of it."""
        outcome: ThreadFuture[T] = ThreadFuture()

        def work() -> None:
            try:
                outcome.set_result(what(self.engine))
            except BaseException as error:
                outcome.set_exception(error)

        self.clock.post(work)
        return outcome.result(timeout=HANDLE_SECONDS)


class Handles:
    """What the demo does with a running simulator, as JSON. numbers: what each programme's number leads to."""

    def __init__(self, numbers: Mapping[str, tuple[str, Addresses]], people: Callable[[], Person]) -> None:
        self._numbers = numbers
        self._people = people
        self._looked_at: dict[str, float] = {}

    def answer(self, engine: Engine, method: str, path: str, body: Mapping[str, Any]) -> Reply:
        match (method, path.strip("/").split("/")[1:]):
            case "GET", []:
                return _reply({"calls": sum(call.is_live for call in engine.calls.values())})
            case "POST", ["calls"]:
                if body.get("programme") not in self._numbers:
                    return Reply(404, "{}")
                number, addresses = self._numbers[str(body["programme"])]
                return _reply(state(engine.call_in(self._people(), number, addresses)))
            case "POST", ["softphones"]:
                call = engine.softphone(
                    str(body["identity"]), {str(k): str(v) for k, v in body["parameters"].items()}
                )
                self._watch(engine, call)
                return _reply(state(call))
            case _, ["calls", sid, *what]:
                return self._with_call(engine, method, sid, what)
        return Reply(404, "{}")

    def _watch(self, engine: Engine, call: Call) -> None:
        """A browser that is closed looks at its leg no more, and the leg ends: as signalling that breaks off would."""
        seen = self._looked_at.setdefault(call.sid, engine.clock.now)
        if engine.clock.now - seen > UNSEEN_SECONDS or not call.is_live:
            del self._looked_at[call.sid]
            call.hang_up()
        else:
            engine.clock.later(UNSEEN_SECONDS / 3, lambda: self._watch(engine, call))

    def _with_call(self, engine: Engine, method: str, sid: str, what: list[str]) -> Reply:
        try:
            call = engine.known(sid)
        except UnknownCall:
            return Reply(404, "{}")
        match method, what:
            case "GET", []:
                if sid in self._looked_at:
                    self._looked_at[sid] = engine.clock.now
            case "POST", ["hang-up"]:
                call.hang_up()
            case _:
                return Reply(404, "{}")
        return _reply(state(call))


def state(call: Call) -> dict[str, object]:
    """A leg as the handles tell it: what it is and does, and nobody's number."""
    return {
        "sid": call.sid,
        "status": call.status,
        "is_live": call.is_live,
        "is_connected": call.talks_with is not None or bool(call.room_name),
        "is_waiting": bool(call.queue_name) and call.talks_with is None,
        "said": call.said[-2000:],
    }


def serve(live: Live, api: Api, handles: Handles, *, port: int) -> ThreadingHTTPServer:
    """Start the server for the API and the handles, on this machine only. Raises OSError when the port is taken."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
            body = self.rfile.read(length).decode(errors="replace")
            allowed = self.headers.get("Authorization", "")
            reply = live.do(lambda engine: self._reply(engine, allowed, body))
            self.send_response(reply.status)
            if reply.status != http.client.NO_CONTENT:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply.body.encode())))
            self.end_headers()
            self.wfile.write(reply.body.encode())

        def _reply(self, engine: Engine, allowed: str, body: str) -> Reply:
            if not self.path.startswith("/simulator"):
                return api.answer(self.command, self.path, allowed, body)
            if not api.is_allowed(allowed):
                return Reply(401, "{}")
            with suppress(ValueError, KeyError, AttributeError):
                return handles.answer(engine, self.command, self.path, json.loads(body or "{}"))
            return Reply(400, "{}")

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="simulator api", daemon=True).start()
    return server


def _reply(body: Mapping[str, object]) -> Reply:
    return Reply(200, json.dumps(body))
