"""Bad company: clients that a server has to be rid of before others feel them. Each in a conversation of its own.

- who never reads: says hello, lets nothing in any more, and asks for the whole log again and again, as often as the
  limits allow: what it does not take would pile up in the server.
- who reads slowly: some hundred bytes now and then, of a log that is told anew all the time.
- a flood of frames, as fast as the connection takes them; a flood of messages over the HTTP road.
- who opens a socket and never says hello.

Who is thrown out comes again at once, with a fresh ticket. They come in as everybody does from outside, through nginx
with the files of deploy/: a process is not reached by another way.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from uuid import uuid4

from bench.installation import Party
from bench.wire import NotOpened, Wire, ask
from tests.services.nginx import HELPWANTED

#: a long message of many bytes: three each, and nearly as many as a frame may have
LONG = "€" * 3900
#: of them in the log of who never reads: the burst that the limits allow
TOLD = 14
#: bytes that the system keeps for who does not read: the less, the sooner the server feels it
_POCKET = 4096
#: a little below what a socket may send (6 a second)
_SYNC_SECONDS = 0.18
_SLOW_SECONDS = 0.5
_FLOOD = 400


@dataclass(slots=True)
class Company:
    """Everybody of them, on one house. shed: how often each kind was thrown out. held: the longest that one stayed.

    door: nginx's port. inside: a process's, where counsellors told a long story beforehand.
    """

    door: int
    inside: int
    parties: list[Party]
    shed: Counter[str] = field(default_factory=Counter)
    held: dict[str, float] = field(default_factory=dict)
    _host: str = field(init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._host = f"{HELPWANTED}:{self.door}"

    async def prepare(self) -> None:
        """Who does not read has a long log: it is told beforehand, because telling it is nothing bad."""
        await asyncio.gather(*(self._tell(party) for party, kind in self._roles() if "reads" in kind))

    def come(self) -> None:
        """Everybody begins."""
        kinds = self._kinds()
        for party, kind in self._roles():
            self._tasks.append(asyncio.create_task(self._again_and_again(kinds[kind], party, kind)))

    def _kinds(self) -> dict[str, Callable[[Party, str], Awaitable[None]]]:
        return {
            "never reads": self._never_read, "reads slowly": self._read_slowly, "floods": self._flood,
            "floods the road": self._flood_road, "says no hello": self._say_nothing,
        }  # fmt: skip

    def _roles(self) -> list[tuple[Party, str]]:
        kinds = list(self._kinds())
        return [(party, kinds[number % len(kinds)]) for number, party in enumerate(self.parties)]

    async def go(self) -> None:
        """Everybody ends. Raises what went wrong in a way that was not meant."""
        for task in self._tasks:
            task.cancel()
        for outcome in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome

    async def _again_and_again(
        self, behave: Callable[[Party, str], Awaitable[None]], party: Party, kind: str
    ) -> None:
        while True:
            began = perf_counter()
            try:
                with suppress(NotOpened, OSError, TimeoutError):
                    await behave(party, kind)
            finally:
                self.held[kind] = max(self.held.get(kind, 0.0), perf_counter() - began)
            await asyncio.sleep(0.5)

    async def _tell(self, party: Party) -> None:
        """The counsellor tells a long story."""
        for number in range(TOLD):
            told = {"cid": f"long-{number}", "body": LONG}
            await ask(self.inside, f"/staff/chat/{party.id}/road/send", told, cookie=party.counsellor)

    async def _hello(self, party: Party) -> str:
        status, told = await ask(
            self.door, f"/{party.slug}/chat/road/ticket", {}, cookie=party.visitor, host=self._host,
            origin=f"http://{self._host}",
        )  # fmt: skip
        if status != 200:
            raise NotOpened(f"ticket: {status}")
        return json.dumps({"t": "hello", "ticket": told["ticket"], "after": 0})

    async def _open(self, party: Party, gone: asyncio.Event, *, pocket: int = 0) -> Wire:
        """The visitor's socket. pocket: bytes that the system takes in for who does not read."""
        return await Wire.open(
            self.door, f"/{party.slug}/chat/socket", on_text=lambda text: None, on_closed=lambda code: gone.set(),
            cookie=party.visitor, host=self._host, origin=f"http://{self._host}", pocket=pocket,
        )  # fmt: skip

    async def _sync_for_ever(self, wire: Wire, gone: asyncio.Event) -> None:
        while not gone.is_set():
            wire.send('{"t":"sync","after":0}')
            await asyncio.sleep(_SYNC_SECONDS)

    async def _never_read(self, party: Party, kind: str) -> None:
        gone, hello = asyncio.Event(), await self._hello(party)
        wire = await self._open(party, gone, pocket=_POCKET)
        wire.send(hello)
        wire.pause()
        try:
            # who lets nothing in does not see the end of the connection either, until something is sent
            await self._sync_for_ever(wire, gone)
        finally:
            wire.cut()
        self.shed[f"{kind}: cut"] += 1

    async def _read_slowly(self, party: Party, kind: str) -> None:
        gone, hello = asyncio.Event(), await self._hello(party)
        wire = await self._open(party, gone, pocket=_POCKET)
        wire.send(hello)
        asking = asyncio.create_task(self._sync_for_ever(wire, gone))
        try:
            while not gone.is_set():  # a moment of reading takes what the pocket holds
                wire.pause(is_paused=False)
                await asyncio.sleep(0)
                wire.pause()
                await asyncio.sleep(_SLOW_SECONDS)
        finally:
            asking.cancel()
            wire.cut()
        self.shed[f"{kind}: cut"] += 1

    async def _flood(self, party: Party, kind: str) -> None:
        codes: list[int] = []
        gone, hello = asyncio.Event(), await self._hello(party)
        wire = await self._open(party, gone)
        wire.on_closed = partial(_note, codes, gone)
        wire.send(hello)
        try:
            while not gone.is_set():
                for _ in range(_FLOOD):
                    wire.send('{"t":"ping"}')
                await asyncio.sleep(0.02)
        finally:
            wire.cut()
        self.shed[f"{kind}: {codes[0]}"] += 1

    async def _flood_road(self, party: Party, kind: str) -> None:
        for _ in range(200):
            told = {"cid": str(uuid4()), "body": LONG}
            status, _ = await ask(
                self.door, f"/{party.slug}/chat/road/send", told, cookie=party.visitor, host=self._host,
                origin=f"http://{self._host}",
            )  # fmt: skip
            if status != 200:
                self.shed[f"{kind}: {status}"] += 1
            await asyncio.sleep(0.01)

    async def _say_nothing(self, party: Party, kind: str) -> None:
        codes: list[int] = []
        gone = asyncio.Event()
        wire = await self._open(party, gone)
        wire.on_closed = partial(_note, codes, gone)
        try:
            await gone.wait()
        finally:
            wire.cut()
        self.shed[f"{kind}: {codes[0]}"] += 1


def _note(codes: list[int], gone: asyncio.Event, code: int) -> None:
    codes.append(code)
    gone.set()
