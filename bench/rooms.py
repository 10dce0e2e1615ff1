"""A room: two people and the line between them, at any of the three contestants. The client side of the load.

Every message carries its number in its text; a room tells the score when the other person has it.
"""

import asyncio
import json
import random
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

from bench.installation import Party
from bench.wire import NotOpened, Wire, ask

#: what somebody types: about a sentence
SENTENCE = "ik weet niet goed hoe ik het moet zeggen, maar sinds vorige week slaap ik slecht"
#: the client's own waits before it comes back (seconds), as in chat/static/chat/line.js
BACKOFF_FIRST, BACKOFF_LAST = 0.5, 5.0


@dataclass(slots=True)
class Score:
    """What was sent and what arrived. Times are of one clock: both people live in this process."""

    sent_at: dict[int, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    acknowledged: int = 0
    deliveries: int = 0
    refused: int = 0
    twice: int = 0

    def send(self, number: int) -> None:
        self.sent_at[number] = perf_counter()

    def arrived(self, number: int) -> None:
        sent_at = self.sent_at.pop(number, None)
        if sent_at is None:
            self.twice += 1
        else:
            self.delays.append(perf_counter() - sent_at)

    @property
    def missing(self) -> int:
        return len(self.sent_at)


class PlainRoom:
    """Two sockets in a room of the relay or of the tutorial chat: what one says comes to both."""

    def __init__(self, port: int, name: str) -> None:
        self._port, self._name = port, name
        self._wires: list[Wire] = []
        self._writer: dict[int, int] = {}
        self.score = Score()

    async def enter(self) -> None:
        for side in (0, 1):
            wire = await Wire.open(self._port, f"/ws/chat/{self._name}/", on_text=partial(self._take, side))
            self._wires.append(wire)

    def say(self, side: int, number: int) -> None:
        self._writer[number] = side
        self.score.send(number)
        self._wires[side].send(json.dumps({"message": f"{number} {SENTENCE}"}))

    def leave(self) -> None:
        for wire in self._wires:
            wire.cut()
        self._wires.clear()

    def _take(self, side: int, text: str) -> None:
        number = int(json.loads(text)["message"].partition(" ")[0])
        self.score.deliveries += 1
        if self._writer.get(number) == side:
            self.score.acknowledged += 1
        else:
            self.score.arrived(number)


class HouseRoom:
    """A visitor and a counsellor of the platform: ticket by POST, hello, then messages, each acknowledged."""

    def __init__(self, port: int, party: Party) -> None:
        self._port, self._party = port, party
        self._wires: list[Wire | None] = [None, None]
        self._welcomed: list[asyncio.Event] = [asyncio.Event(), asyncio.Event()]
        self.last = [0, 0]
        #: what is not acknowledged yet, per side: client id to frame
        self.outbox: list[dict[str, str]] = [{}, {}]
        self.gaps = 0
        self.score = Score()

    async def enter(self) -> None:
        """Come in, both. Raises NotOpened."""
        for side in (0, 1):
            await self.connect(side)

    async def connect(self, side: int) -> None:
        """One try to come in (again), from the ticket to the welcome. Raises NotOpened, OSError, TimeoutError."""
        party = self._party
        cookie = (party.visitor, party.counsellor)[side]
        road = (f"/{party.slug}/chat/road/ticket", f"/staff/chat/{party.id}/road/ticket")[side]
        path = (f"/{party.slug}/chat/socket", "/staff/chat/socket")[side]
        status, told = await ask(self._port, road, {}, cookie=cookie)
        if status != 200:
            raise NotOpened(f"ticket: {status}")
        self._welcomed[side].clear()
        wire = await Wire.open(
            self._port,
            path,
            on_text=lambda text: self._take(side, text),
            on_closed=lambda code: self._closed(side),
            cookie=cookie,
        )
        self._wires[side] = wire
        wire.send(json.dumps({"t": "hello", "ticket": told["ticket"], "after": self.last[side]}))
        async with asyncio.timeout(30):
            await self._welcomed[side].wait()
        if self._wires[side] is None:
            raise NotOpened("closed before the welcome")
        for frame in self.outbox[side].values():
            wire.send(frame)

    async def come_back(self, side: int, chance: random.Random) -> None:
        """Come in again, however often it takes, with the waits of a browser."""
        attempt = 0
        while True:
            await asyncio.sleep(chance.random() * min(BACKOFF_LAST, BACKOFF_FIRST * 2**attempt))
            attempt += 1
            try:
                return await self.connect(side)
            except (NotOpened, OSError, TimeoutError):
                self.drop(side)

    def say(self, side: int, number: int) -> None:
        cid = f"{number}"
        frame = json.dumps({"t": "send", "cid": cid, "body": f"{number} {SENTENCE}"})
        self.outbox[side][cid] = frame
        self.score.send(number)
        wire = self._wires[side]
        if wire is not None:
            wire.send(frame)

    def drop(self, side: int) -> None:
        """Lose the connection of one side."""
        wire, self._wires[side] = self._wires[side], None
        if wire is not None:
            wire.cut()

    def leave(self) -> None:
        for side in (0, 1):
            self.drop(side)

    @property
    def is_caught_up(self) -> bool:
        """Both in, nothing waits for its acknowledgement, and both have the same last number."""
        is_in = all(wire is not None and wire.is_open for wire in self._wires)
        return is_in and not any(self.outbox) and self.last[0] == self.last[1] and not self.score.missing

    def _closed(self, side: int) -> None:
        self._wires[side] = None
        self._welcomed[side].set()

    def _take(self, side: int, text: str) -> None:
        frame = json.loads(text)
        kind = frame["t"]
        if kind == "ev":
            self._advance(side, frame["seq"])
            self.score.deliveries += 1
            if not frame.get("mine"):
                self.score.arrived(int(frame["body"].partition(" ")[0]))
        elif kind == "ack":
            if self.outbox[side].pop(frame["cid"], None) is not None:
                self.score.acknowledged += 1
            self.score.deliveries += 1
            self._advance(side, frame["seq"])
        elif kind == "no":
            self.score.refused += 1
        elif kind == "welcome":
            self._welcomed[side].set()

    def _advance(self, side: int, seq: int) -> None:
        """Numbers come one after the other; a repeated one is an acknowledgement that was asked for again."""
        if seq > self.last[side] + 1:
            self.gaps += 1
        self.last[side] = max(self.last[side], seq)


Room = PlainRoom | HouseRoom
