"""One person at the line, as the protocol says: an outbox, one message on its way, seq+1, sync, and for ever back.

The twin of chat/static/chat/line.js, with the browser's own waits or with shorter ones, so that an evening of bad
network fits in a minute.
"""

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bench.exactly_once import Line, Person
from bench.installation import Party
from bench.wire import NotOpened, Wire, ask


@dataclass(frozen=True, slots=True)
class Pace:
    """How long this client waits, in seconds. backoff: the first and the longest wait before it comes back."""

    ping: float
    silence: float
    backoff: tuple[float, float]
    sync: float
    poll: float
    answer: float
    welcome: float = 8.0


#: as chat/static/chat/line.js has it
BROWSER = Pace(ping=20, silence=45, backoff=(0.5, 5), sync=0.3, poll=2.5, answer=20)
#: everything sooner
HURRIED = Pace(ping=1, silence=8, backoff=(0.05, 2), sync=0.1, poll=0.3, answer=5)
#: after so many seconds in which nothing arrives, nothing will
STANDS_STILL = 120
REFUSED_FOR_GOOD = {"ended", "too_long", "reused", "empty", "not_yours"}


class Talker:
    """A visitor (side 0), a counsellor (1) or a shift lead who reads along (2), in a conversation.

    ports: where the house is reached; each time one of them. on_shown: is told each entry when it is shown.
    """

    def __init__(
        self,
        ports: Sequence[int],
        host: str,
        party: Party,
        side: int,
        chance: random.Random,
        *,
        pace: Pace = HURRIED,
        on_shown: Callable[[Line], None] | None = None,
    ) -> None:
        self.person = Person(f"{('visitor', 'counsellor', 'lead')[side]} of {party.id[:8]}")
        self.last = 0
        self.by_road = False
        self.outbox: list[tuple[str, str]] = []
        self.reconnects = 0
        self.refusals: list[str] = []
        self._ports, self._host, self._chance = list(ports), host, chance
        self._pace, self._on_shown = pace, on_shown
        self._cookie = (party.visitor, party.counsellor, party.lead)[side]
        self._road = f"/staff/chat/{party.id}/road/" if side else f"/{party.slug}/chat/road/"
        self._path = "/staff/chat/socket" if side else f"/{party.slug}/chat/socket"
        self._early: dict[int, Line] = {}
        self._wire: Wire | None = None
        self._in_flight: str | None = None
        self._not_before = 0.0
        self._heard_at = 0.0
        self._welcomed = asyncio.Event()
        self._gone = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def say(self, cid: str, body: str) -> None:
        """Write a message; it stays in the outbox until it stands in the log."""
        self.person.said[cid] = body
        self.outbox.append((cid, body))
        self._flush()

    @property
    def is_quiet(self) -> bool:
        """Nothing waits to be acknowledged, and nothing is missing between what was shown."""
        return not self.outbox and not self._early

    @property
    def is_in(self) -> bool:
        """On a line that was welcomed."""
        return self._wire is not None and self._welcomed.is_set() and not self._gone.is_set()

    async def live(self) -> None:
        """Hold the line until cancelled."""
        attempt = 0
        first, last = self._pace.backoff
        while True:
            try:
                if self.by_road:
                    await self._walk()
                else:
                    await self._hold()
                attempt = 0
            except (NotOpened, OSError, TimeoutError):
                attempt = min(attempt + 1, 6)
            finally:
                self._drop()
            self.reconnects += 1
            await asyncio.sleep(self._chance.random() * min(last, first * 2**attempt))

    def lose_line(self) -> None:
        """The network is gone for a moment."""
        if self._wire is not None:
            self._wire.cut()

    # --- the socket -----------------------------------------------------------------------------------------------

    async def _hold(self) -> None:
        told = await self._ask("ticket", {})
        self._gone.clear()
        self._welcomed.clear()
        self._wire = await Wire.open(
            self._port(), self._path, on_text=self._take, on_closed=self._closed, cookie=self._cookie,
            host=self._host, origin=f"http://{self._host}",
        )  # fmt: skip
        self._frame({"t": "hello", "ticket": told["ticket"], "after": self.last})
        async with asyncio.timeout(self._pace.welcome):
            await self._welcomed.wait()
        self._heard_at = self._loop.time()
        while (
            not self._gone.is_set()
            and not self.by_road
            and self._loop.time() - self._heard_at < self._pace.silence
        ):
            self._frame({"t": "ping"})
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.ping * (0.5 + self._chance.random())):
                    await self._gone.wait()

    def _port(self) -> int:
        return self._chance.choice(self._ports)

    def _closed(self, code: int) -> None:
        self._gone.set()
        self._welcomed.set()

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.on_text, wire.on_closed = _deaf, _deaf
            wire.cut()
        self._in_flight = None

    def _take(self, text: str) -> None:
        self._heard_at = self._loop.time()
        frame = json.loads(text)
        kind = frame["t"]
        if kind == "ev":
            self._apply(frame)
        elif kind == "ack":
            self._acknowledged(frame["cid"], frame["seq"])
        elif kind == "no":
            self._not_accepted(frame["cid"], frame["why"], frame.get("retry_ms", 300))
        elif kind == "welcome":
            self._welcomed.set()
            self._check_head(frame["head"])
            self._flush()
        elif kind == "pong":
            self._check_head(frame["head"])

    def _frame(self, frame: dict[str, Any]) -> None:
        if self._wire is not None:
            self._wire.send(json.dumps(frame))

    def _check_head(self, head: int) -> None:
        if head > self.last or self._early:
            self._loop.call_later(self._pace.sync, self._sync)

    def _sync(self) -> None:
        if self._welcomed.is_set():
            self._frame({"t": "sync", "after": self.last})

    # --- the HTTP road --------------------------------------------------------------------------------------------

    async def _walk(self) -> None:
        while self.by_road:
            if self.outbox and self._loop.time() >= self._not_before:
                cid, body = self.outbox[0]
                status, told = await self._request("POST", "send", {"cid": cid, "body": body})
                if status == 200:
                    self._acknowledged(cid, told["seq"])
                else:
                    self._not_accepted(cid, (told or {}).get("why", ""), (told or {}).get("retry_ms", 300))
            else:
                await asyncio.sleep(self._pace.poll * self._chance.random())
            news = await self._ask("events", None, f"?after={self.last}")
            for event in news["events"]:
                self._apply(event)

    async def _ask(self, name: str, told: object, query: str = "") -> Any:
        status, answer = await self._request("GET" if told is None else "POST", name + query, told)
        if status != 200 or answer is None:
            raise NotOpened(f"{name}: {status}")
        return answer

    async def _request(self, method: str, name: str, told: object) -> tuple[int, Any]:
        async with asyncio.timeout(self._pace.silence):
            return await ask(
                self._port(), self._road + name, told, method=method, cookie=self._cookie, host=self._host,
                origin=f"http://{self._host}",
            )  # fmt: skip

    # --- order and outbox -----------------------------------------------------------------------------------------

    def _apply(self, event: dict[str, Any]) -> None:
        line = Line(event["seq"], event["cid"], event["body"])
        if line.seq > self.last:
            self._early[line.seq] = line
        while (ready := self._early.pop(self.last + 1, None)) is not None:
            self.last += 1
            self.person.applied.append(ready)
            if self._on_shown is not None:
                self._on_shown(ready)
            if any(cid == ready.cid for cid, _ in self.outbox):
                self._settle(ready.cid, ready.seq)
        if self._early:
            self._loop.call_later(self._pace.sync, self._sync)
        self._flush()

    def _acknowledged(self, cid: str, seq: int) -> None:
        body = self.person.said[cid]
        self._settle(cid, seq)
        self._apply({"seq": seq, "cid": cid, "body": body})

    def _settle(self, cid: str, seq: int) -> None:
        self.person.acknowledge(cid, seq)
        self.outbox = [waiting for waiting in self.outbox if waiting[0] != cid]
        if self._in_flight == cid:
            self._in_flight = None

    def _not_accepted(self, cid: str, why: str, retry_ms: int) -> None:
        if why in REFUSED_FOR_GOOD:
            self.refusals.append(f"{self.person.name}: {cid} was refused: {why}")
        if self._in_flight == cid:
            self._in_flight = None
        self._not_before = self._loop.time() + retry_ms / 1000
        self._loop.call_later(retry_ms / 1000 + 0.02, self._flush)

    def _flush(self) -> None:
        """The next message, when none is on its way: a message that has to wait is never overtaken."""
        is_open = self._wire is not None and self._welcomed.is_set() and not self.by_road
        if is_open and self.outbox and self._in_flight is None and self._loop.time() >= self._not_before:
            cid, body = self.outbox[0]
            self._in_flight = cid
            self._frame({"t": "send", "cid": cid, "body": body})
            self._loop.call_later(self._pace.answer, self._unanswered, cid)

    def _unanswered(self, cid: str) -> None:
        """An answer may be lost on a line that lives on: the same message goes again."""
        if self._in_flight == cid:
            self._in_flight = None
            self._flush()


async def wait_for_quiet(talkers: "list[Talker]", lives: "list[asyncio.Task[None]]") -> str:
    """Wait until everybody has said and seen everything; "" then, or what stands still. Talkers come in pairs.

    A busy machine may take as long as it takes while anything arrives. Raises what ended a life.
    """
    pairs = list(zip(talkers[::2], talkers[1::2], strict=True))
    loop = asyncio.get_running_loop()
    moved, until = -1, 0.0
    while not all(one.is_quiet and other.is_quiet and one.last == other.last for one, other in pairs):
        for life in lives:
            if life.done():
                life.result()
        arrived = sum(len(talker.person.applied) + len(talker.person.acknowledged) for talker in talkers)
        if arrived != moved:
            moved, until = arrived, loop.time() + STANDS_STILL
        elif loop.time() > until:
            return f"nothing arrived any more for {STANDS_STILL} s, and not everybody was done"
        await asyncio.sleep(0.1)
    return ""


def _deaf(unused: object) -> None:
    """What a line that we gave up still says."""
