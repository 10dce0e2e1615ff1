"""The chat beside the tutorial chat and the bare relay: what a message costs, how fast it comes, what waiting costs.

The tutorial chat is measured twice: with as many rooms as ours, and with few, where it is at its best (its layer
looks through all its channels at every message). We compare ourselves with the better one.

The contestants take turns (A B C A B C ...) on the same core, so that a machine that is busy with other things is
equally busy for all; ratios are made of turns that stood side by side. The client, the database and Redis have the
other core. CPU is that of the application's process alone, read from the operating system.
"""

import asyncio
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import advice, pages, phone, safe
from bench.installation import Installation, Party
from bench.load import Storm, Talk, enter, idle_kib, storm, talk, versions, warm
from bench.processes import Server, cores, cpu_seconds, daphne
from bench.rooms import HouseRoom, PlainRoom

RATES = (200, 400)
NAMES = ("relay", "tutorial_few", "tutorial", "chat")
#: rooms of the tutorial chat at its best
FEW = 40


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. rooms: must be more than the highest rate (a person sends 30 messages a minute)."""

    rooms: int
    turns: int
    seconds: float
    idle_rooms: int
    storm_rooms: int
    restart: bool
    requests: int


FULL = Size(rooms=500, turns=2, seconds=8, idle_rooms=800, storm_rooms=1000, restart=True, requests=200)
QUICK = Size(rooms=440, turns=1, seconds=4, idle_rooms=150, storm_rooms=150, restart=False, requests=30)


class Load:
    """One run of all measurements."""

    def __init__(
        self, size: Size, ours: Installation, plain: dict[str, Server], parties: list[Party]
    ) -> None:
        self._size, self._ours, self._plain, self._parties = size, ours, plain, parties
        self._number = 1
        self.talks: dict[str, list[Talk]] = {name: [] for name in NAMES}
        self.entries: dict[str, list[float]] = {name: [] for name in NAMES}
        self.idle: dict[str, float] = {}
        self.storms: dict[str, Storm] = {}

    async def run(self) -> None:
        """Measure everything, one after the other."""
        size = self._size
        for name in ("relay", "tutorial", "chat"):
            rooms = self._rooms(name, size.idle_rooms)
            self.idle[name] = await idle_kib(self._pid(name), rooms, warm=min(50, size.idle_rooms // 3))
            await self._leave(rooms)
        for turn in range(size.turns):
            for name in NAMES:
                await self._turn(name, turn)
        people = [HouseRoom(self._port("chat"), party) for party in self._parties[: size.storm_rooms]]
        await enter(people)
        self.storms["network"] = await storm(people, first_number=self._numbers(len(people)), seed=1)
        if size.restart:
            self.storms["restart"] = await self._restart(people)
        await self._leave(people)

    async def _turn(self, name: str, turn: int) -> None:
        rooms, pid = self._rooms(name, FEW if name == "tutorial_few" else self._size.rooms), self._pid(name)
        before = cpu_seconds(pid)
        await enter(rooms)
        self.entries[name].append(1000 * (cpu_seconds(pid) - before) / (2 * len(rooms)))
        await warm(rooms, self._numbers(len(rooms)))
        for rate in RATES:
            first = self._numbers(int(rate * self._size.seconds * 2))
            told = await talk(
                rooms, pid, rate=rate, seconds=self._size.seconds, first_number=first, seed=turn
            )
            self.talks[name].append(told)
        await self._leave(rooms)

    async def _restart(self, rooms: list[HouseRoom]) -> Storm:
        """Kill the server and start it again while everybody tries to come back."""
        starting: list[asyncio.Future[None]] = []

        def kill() -> None:
            self._ours.house.kill_server()
            starting.append(asyncio.get_running_loop().run_in_executor(None, self._ours.start_server))

        outcome = await storm(rooms, first_number=self._numbers(len(rooms)), seed=2, cut=kill)
        await starting[0]
        return outcome

    def _rooms(self, name: str, count: int) -> list[PlainRoom | HouseRoom]:
        port = self._port(name)
        if name == "chat":
            return [HouseRoom(port, party) for party in self._parties[:count]]
        return [PlainRoom(port, f"room{number}") for number in range(count)]

    async def _leave(self, rooms: Sequence[PlainRoom | HouseRoom]) -> None:
        for room in rooms:
            room.leave()
        await asyncio.sleep(1)

    def _numbers(self, count: int) -> int:
        first, self._number = self._number, self._number + count
        return first

    def _port(self, name: str) -> int:
        return self._ours.house.ports[0] if name == "chat" else self._plain[name.partition("_")[0]].port

    def _pid(self, name: str) -> int:
        return self._ours.house.pid() if name == "chat" else self._plain[name.partition("_")[0]].pid

    def results(self) -> dict[str, Any]:
        """Everything, with the ratios of neighbouring turns."""
        return {
            "talk": {name: [told.fields() for told in talks] for name, talks in self.talks.items()},
            "entry_cpu_ms": {name: round(statistics.median(told), 3) for name, told in self.entries.items()},
            "idle_kib": self.idle,
            "storms": {name: told.fields() for name, told in self.storms.items()},
            "ratio": {
                str(rate): {base: self._ratio(base, rate) for base in ("relay", "tutorial_few", "tutorial")}
                for rate in RATES
            },
        }

    def _ratio(self, base: str, rate: int) -> float:
        """CPU per message of the chat against another's, median over the turns."""
        ours, theirs = ([t.cpu_ms for t in self.talks[name] if t.rate == rate] for name in ("chat", base))
        return round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 3)


def measure(size: Size) -> dict[str, Any]:
    """Start the contestants, measure, stop them."""
    core, other = cores()
    parties_needed = max(size.rooms, size.idle_rooms, size.storm_rooms)
    with tempfile.TemporaryDirectory() as folder, Installation(core=core, other_core=other) as ours:
        parties = ours.parties(parties_needed)
        plain: dict[str, Server] = {}
        try:
            for name in ("relay", "tutorial"):
                plain[name] = daphne(
                    name, f"bench.{name}.asgi:application", core=core, log=Path(folder) / f"{name}.log"
                )
            load = Load(size, ours, plain, parties)
            before = os.sched_getaffinity(0)
            os.sched_setaffinity(0, {other})
            try:
                told = pages.measure(ours, parties[0], size.requests)
                walked = advice.measure(ours, parties[0].slug, size.requests)
                opened = safe.measure(ours, safe.FULL if size is FULL else safe.QUICK)
                called = phone.measure(ours, parties[0].slug, max(3, size.requests // 15))
                asyncio.run(load.run())
                # last: a year of contacts weighs on everything after it
            finally:
                os.sched_setaffinity(0, before)
            return {
                "versions": versions(),
                **load.results(),
                "pages": told,
                "advice": walked,
                "safe": opened,
                "phone": called,
                "server_log": ours.house.logs(),
            }
        finally:
            for server in plain.values():
                server.stop()
