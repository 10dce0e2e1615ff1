"""What the pages and the ticket cost: the server's median time, one request after the other."""

import asyncio
import statistics
from time import perf_counter
from typing import Any

from bench.installation import Installation, Party
from bench.processes import cpu_seconds
from bench.wire import ask

#: a page of the demo with every kind of part
THEME = "sextortion"


async def _median(port: int, pid: int, path: str, count: int, **options: Any) -> dict[str, float]:
    """Milliseconds per request: the median as a client sees it, and the server's CPU. Raises on any refusal."""
    for _ in range(3):
        await ask(port, path, **options)
    times, before = [], cpu_seconds(pid)
    for _ in range(count):
        start = perf_counter()
        status, _ = await ask(port, path, **options)
        times.append(perf_counter() - start)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
    cpu = 1000 * (cpu_seconds(pid) - before) / count
    return {"median_ms": round(1000 * statistics.median(times), 2), "cpu_ms": round(cpu, 2)}


def measure(ours: Installation, party: Party, count: int) -> dict[str, dict[str, float]]:
    """The home page of a programme, a theme of it, the chat's door, and the ticket of a visitor."""
    port, pid = ours.house.ports[0], ours.house.pid()
    host = ours.house.url.removeprefix("http://")  # pages answer to the public address

    async def run() -> dict[str, dict[str, float]]:
        page = {"method": "GET", "host": host}
        return {
            "home": await _median(port, pid, f"/{party.slug}/", count, **page),
            "theme": await _median(port, pid, f"/{party.slug}/{THEME}/", count, **page),
            "door": await _median(port, pid, f"/{party.slug}/chat/", count, **page),
            "ticket": await _median(
                port, pid, f"/{party.slug}/chat/road/ticket", count, told={}, cookie=party.visitor
            ),
        }

    return asyncio.run(run())
