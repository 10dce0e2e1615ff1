"""Load: rooms that talk at a rate, rooms that are silent, and rooms that lose their network all at once."""

import asyncio
import random
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from bench.processes import cpu_seconds, resident_bytes
from bench.rooms import HouseRoom, PlainRoom, Score


@dataclass(frozen=True, slots=True)
class Talk:
    """One stretch of talking. cpu_ms: of the application's process, per message; delays in milliseconds."""

    rate: int
    messages: int
    cpu_ms: float
    median_ms: float
    p99_ms: float
    missing: int
    refused: int
    client_lag_ms: float

    def fields(self) -> dict[str, float]:
        return asdict(self)


async def enter(rooms: "Sequence[PlainRoom | HouseRoom]", at_once: int = 24) -> None:
    """Bring everybody in, some at a time."""
    gate = asyncio.Semaphore(at_once)

    async def one(room: PlainRoom | HouseRoom) -> None:
        async with gate:
            await room.enter()

    await asyncio.gather(*(one(room) for room in rooms))


async def talk(
    rooms: "Sequence[PlainRoom | HouseRoom]",
    pid: int,
    *,
    rate: int,
    seconds: float,
    first_number: int,
    seed: int,
) -> Talk:
    """Let the rooms talk, `rate` messages a second together, at random moments, each room in its turn.

    In the platform a person may send thirty messages a minute: there must be more rooms than messages a second.
    """
    chance = random.Random(seed)
    score = Score()
    for room in rooms:
        room.score = score
    loop = asyncio.get_running_loop()
    lags: list[float] = []
    number, due = first_number, loop.time()
    until, cpu_before = due + seconds, cpu_seconds(pid)
    while due < until:
        due += chance.expovariate(rate)
        wait = due - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        elif number % 8 == 0:
            await asyncio.sleep(0)
        lags.append(max(0.0, loop.time() - due))
        rooms[number % len(rooms)].say((number // len(rooms)) % 2, number)
        number += 1
    await settle(
        lambda: not score.missing and score.acknowledged + score.refused >= number - first_number, 15
    )
    cpu = cpu_seconds(pid) - cpu_before
    sent = number - first_number
    cuts = statistics.quantiles(score.delays, n=100) if len(score.delays) > 2 else [0.0] * 99
    return Talk(
        rate=rate,
        messages=sent,
        cpu_ms=round(1000 * cpu / sent, 4),
        median_ms=round(1000 * cuts[49], 2),
        p99_ms=round(1000 * cuts[98], 2),
        missing=score.missing,
        refused=score.refused,
        client_lag_ms=round(1000 * statistics.quantiles(lags, n=100)[98], 2),
    )


async def warm(rooms: "Sequence[PlainRoom | HouseRoom]", first_number: int) -> None:
    """Everybody says one thing, without haste: what a conversation costs once is not what a message costs."""
    score = Score()
    for number, room in enumerate(rooms, first_number):
        room.score = score
        room.say(number % 2, number)
        await asyncio.sleep(0.003)
    await settle(lambda: not score.missing, 15)


async def settle(is_done: Callable[[], bool], seconds: float) -> bool:
    """Wait until something is so; False when it was not in time."""
    until = perf_counter() + seconds
    while not is_done():
        if perf_counter() > until:
            return False
        await asyncio.sleep(0.01)
    return True


@dataclass(frozen=True, slots=True)
class Storm:
    """Everybody was cut off at once. seconds: until all were back and had everything that was said meanwhile."""

    sockets: int
    said_meanwhile: int
    seconds: float
    back_seconds: float
    lost: int
    out_of_order: int

    def fields(self) -> dict[str, float]:
        return asdict(self)


async def storm(
    rooms: Sequence[HouseRoom], *, first_number: int, seed: int, cut: Callable[[], None] | None = None
) -> Storm:
    """Cut everybody off, let every second visitor say something into the void, and wait until all is well again.

    cut: what breaks the connections, when it is not the network itself (a killed server).
    """
    chance = random.Random(seed)
    score = Score()
    for room in rooms:
        room.score, room.gaps = score, 0
    start = perf_counter()
    if cut is not None:
        cut()
    for room in rooms:
        room.leave()
    speakers = rooms[::2]
    for number, room in enumerate(speakers, first_number):
        room.say(0, number)
    back = [asyncio.create_task(room.come_back(side, chance)) for room in rooms for side in (0, 1)]
    await asyncio.gather(*back)
    back_seconds = perf_counter() - start
    await settle(lambda: all(room.is_caught_up for room in rooms), 60)
    return Storm(
        sockets=2 * len(rooms),
        said_meanwhile=len(speakers),
        seconds=round(perf_counter() - start, 2),
        back_seconds=round(back_seconds, 2),
        lost=score.missing + sum(len(box) for room in rooms for box in room.outbox),
        out_of_order=sum(room.gaps for room in rooms),
    )


async def idle_kib(pid: int, rooms: "Sequence[PlainRoom | HouseRoom]", warm: int) -> float:
    """KiB that one more open socket costs, after `warm` rooms made the process load all it loads once."""
    await enter(rooms[:warm])
    await asyncio.sleep(1)
    before = resident_bytes(pid)
    await enter(rooms[warm:])
    await asyncio.sleep(1)
    return round((resident_bytes(pid) - before) / 1024 / (2 * (len(rooms) - warm)), 1)


def versions() -> dict[str, str]:
    """What was measured, on what."""
    import importlib.metadata
    import platform

    from tests.services.programs import find_program

    cpus = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    found = {name: importlib.metadata.version(name) for name in ("django", "channels", "daphne", "psycopg")}
    for name in ("postgres", "redis-server"):
        found[name] = subprocess.run(
            [find_program(name), "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()
    return {
        "python": platform.python_version(),
        "kernel": platform.release(),
        "processor": cpus[0].partition(":")[2].strip() if cpus else platform.machine(),
        "cores": str(len(cpus)),
        **found,
    }
