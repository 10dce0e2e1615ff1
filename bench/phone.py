"""What the provider of the phone waits for: its requests at a rate, and how late the answers are."""

import asyncio
import statistics
from typing import Any
from urllib.parse import urlencode

from bench.installation import Installation
from bench.processes import cpu_seconds
from helpline.phone import signatures
from tests.journeys.inside import Inside

#: requests a second that have to be answered, and the milliseconds within which 99 of 100 are
RATE = 50
P99_MS = 100
#: one caller: what the provider asks from the first ring to the end
STORY: tuple[tuple[str, dict[str, str]], ...] = (
    ("voice", {}),
    ("menu", {}),
    ("wait", {"QueueTime": "1"}),
    ("wait", {"QueueTime": "20"}),
    ("left", {"QueueResult": "hangup", "QueueTime": "31"}),
    ("status", {"CallStatus": "completed", "CallDuration": "48"}),
)


def measure(ours: Installation, slug: str, seconds: int) -> dict[str, Any]:
    """Callers who ring, wait and hang up, told RATE requests a second; and whether every one was counted."""
    inside = Inside(ours.house)
    try:
        account = inside.ask("phone_ready", slug=slug, email="counsellor@demo.test", max_waiting=10_000)
        found = asyncio.run(_at_rate(ours, slug, account["token"], seconds))
        counted = inside.ask("phone_counted", slug=slug)
    finally:
        inside.close()
    found["calls"] = RATE * seconds // len(STORY)
    found["counted"] = sum(counted.values())
    return found


async def _at_rate(ours: Installation, slug: str, token: str, seconds: int) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    times: list[float] = []
    refused = 0
    callers = RATE * seconds // len(STORY)
    pid = ours.house.pid()
    start = loop.time() + 0.2

    async def caller(number: int) -> None:
        """The steps of one call follow each other; a step is late when the one before was."""
        nonlocal refused
        sid = f"CA{number:032x}"
        for step, (name, told) in enumerate(STORY):
            due = start + (number * len(STORY) + step) / RATE
            await asyncio.sleep(max(0.0, due - loop.time()))
            began = loop.time()
            status = await _ask(ours, f"/phone/in/{slug}/{name}", {"CallSid": sid, **told}, token)
            times.append(loop.time() - began)
            refused += status not in (200, 204)

    before = cpu_seconds(pid)
    # several callers at once, as it is: each has a step every few turns
    await asyncio.gather(*(caller(number) for number in range(callers)))
    took = loop.time() - start
    return {
        "asked_per_second": RATE,
        "answered_per_second": round(len(times) / took, 1),
        "median_ms": round(1000 * statistics.median(times), 2),
        "p99_ms": round(1000 * statistics.quantiles(times, n=100)[98], 2),
        "refused": refused,
        "cpu_ms": round(1000 * (cpu_seconds(pid) - before) / len(times), 2),
    }


async def _ask(ours: Installation, path: str, told: dict[str, str], token: str) -> int:
    params = {"From": "+31000000000", "To": "+318000990001", "Direction": "inbound", **told}
    lists = {name: [value] for name, value in params.items()}
    body = urlencode(params).encode()
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {ours.house.url.removeprefix('http://')}",
        "Connection: close",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        f"{signatures.HEADER}: {signatures.sign(token, ours.house.url + path, lists)}",
    ]
    reader, writer = await asyncio.open_connection("127.0.0.1", ours.house.ports[0])
    try:
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        answer = await reader.read()
    finally:
        writer.close()
    return int(answer.split(b" ", 2)[1])
