"""What the pages and the ticket cost: the server's median time, one request after the other, and a first view's weight.

python -m bench.pages          only this, about a minute; nothing is kept
"""

import asyncio
import json
import statistics
from http.client import HTTPConnection
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from bench.installation import Installation, Party
from bench.processes import cpu_seconds
from bench.weight import first_view
from bench.wire import ask

#: each type of a site's pages, by an address of the demo below its programme
TYPES = {
    "home": "",
    "theme": "sextortion/",
    "easy version": "sextortion/?version=easy",
    "article": "beelden-laten-weghalen/",
    "questions": "veelgestelde-vragen/",
    "campaign": "niet-jouw-schuld/",
    "professionals": "voor-professionals/",
}
#: milliseconds at the median with the cache warm
TARGET_MS = 10
#: typed with an error in each word
ASKED = {"q": "naaktfotos doorgesturt snapchad", "language": "nl"}


async def _median(port: int, pid: int, path: str, count: int, **options: Any) -> dict[str, float]:
    """Milliseconds per request: the median as a client sees it, and the server's CPU. Raises on any refusal.

    A path with "{}" is another one each time, so that nothing is ready for it.
    """
    for number in range(3):
        await ask(port, path.format(f"w{number}"), **options)
    times, before = [], cpu_seconds(pid)
    for number in range(count):
        start = perf_counter()
        status, _ = await ask(port, path.format(number), **options)
        times.append(perf_counter() - start)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
    cpu = 1000 * (cpu_seconds(pid) - before) / count
    return {"median_ms": round(1000 * statistics.median(times), 2), "cpu_ms": round(cpu, 2)}


def _weight(port: int, host: str, path: str) -> float:
    """Kibibytes of a page's first view."""

    def read(address: str) -> bytes:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", address, headers={"Host": host})
        response = connection.getresponse()
        content = response.read()
        connection.close()
        if response.status != 200:
            raise RuntimeError(f"{address}: {response.status}")
        return content

    return round(first_view(read(path).decode(), read), 1)


def measure(ours: Installation, party: Party, count: int) -> dict[str, dict[str, float]]:
    """Every type of page, ready and made anew; searching; the chat's door; and the ticket of a visitor."""
    port, pid = ours.house.ports[0], ours.house.pid()
    host = urlsplit(ours.house.url).netloc  # pages answer to the public address
    site = f"/{party.slug}/"

    async def run() -> dict[str, dict[str, float]]:
        page = {"method": "GET", "host": host}
        found: dict[str, dict[str, float]] = {}
        for name, path in TYPES.items():
            found[name] = await _median(port, pid, site + path, count, **page)
            found[name]["first_view_kib"] = _weight(port, host, site + path)
        for name, path in TYPES.items():
            if "?" not in path:  # a version nobody asked for shows the page itself, and is not kept ready
                anew = f"{site}{path}?version=x{{}}"
                found[f"{name}, made anew"] = await _median(port, pid, anew, max(3, count // 5), **page)
        found["search"] = await _median(port, pid, f"{site}search/", count, host=host, form=ASKED)
        found["door"] = await _median(port, pid, f"{site}chat/", count, **page)
        found["ticket"] = await _median(
            port, pid, f"{site}chat/road/ticket", count, told={}, cookie=party.visitor
        )
        return found

    return asyncio.run(run())


def main() -> None:
    with Installation() as ours:
        print(json.dumps(measure(ours, ours.parties(1)[0], 100), indent=1))


if __name__ == "__main__":
    main()
