"""What a question of the advice module costs: its page, its answer, and how many a second one core shows."""

import asyncio
import re
import statistics
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from bench.installation import Installation
from bench.processes import cpu_seconds
from tests.journeys.inside import Inside

#: questions a second that one core has to show
RATE = 300
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_OPTION = re.compile(r'name="choice" value="([^"]+)"')


@dataclass
class Browser:
    """A visitor's browser as far as the server sees it: cookies, pages and forms."""

    port: int
    host: str
    slug: str
    cookies: dict[str, str] = field(default_factory=dict)
    where: str = ""
    page: str = ""

    async def ask(self, path: str, form: dict[str, str] | None = None) -> int:
        """One request; the status. A redirect is not followed, but noted in `where`."""
        body = urlencode(form).encode() if form is not None else b""
        head = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: {self.host}",
            f"Origin: http://{self.host}",
            "Connection: close",
            "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        ]
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write("\r\n".join([*head, "", ""]).encode() + body)
            answer = await reader.read()
        finally:
            writer.close()
        lines, _, content = answer.partition(b"\r\n\r\n")
        for line in lines.decode("latin-1").split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, held = value.partition(";")[0].partition("=")
                self.cookies[cookie] = held
            elif name.lower() == "location":
                self.where = value.partition("?")[0]
        self.page = content.decode()
        return int(lines.split(b" ", 2)[1])

    async def starts(self) -> None:
        """From the door to the first question. Raises RuntimeError when nothing is published."""
        door = f"/{self.slug}/advice/"
        if await self.ask(door) != 200 or "csrfmiddlewaretoken" not in self.page:
            raise RuntimeError("the door of the advice module is closed")
        await self.ask(f"{door}start/", self._form("start/"))
        await self.ask(self.where)

    def answer(self) -> dict[str, str]:
        """The form of the question in front, with its last answer chosen."""
        options = _OPTION.findall(self.page)
        return self._form("answer/") | ({"choice": options[-1]} if options else {})

    async def gives(self, answer: dict[str, str]) -> int:
        """Send an answer; the status."""
        return await self.ask(f"/{self.slug}/advice/answer/", answer)

    def _form(self, action: str) -> dict[str, str]:
        return dict(_HIDDEN.findall(self.page.partition(f"/advice/{action}")[2].partition("</form>")[0]))


def measure(ours: Installation, slug: str, count: int) -> dict[str, Any]:
    """Median and CPU of a question's page, of an answer, and what happens at RATE pages a second.

    cold_ms: a page that was not asked for within the last seconds. Where the demo publishes no tree, a sample is.
    """
    inside = Inside(ours.house)
    try:
        if not inside.ask("advice_is_shown", slug=slug):
            inside.ask("publish_advice", slug=slug)
    finally:
        inside.close()
    return asyncio.run(_measure(ours, slug, count))


async def _measure(ours: Installation, slug: str, count: int) -> dict[str, Any]:
    port, pid = ours.house.ports[0], ours.house.pid()
    browser = Browser(port, ours.house.url.removeprefix("http://"), slug)
    for _ in range(20):
        try:
            await browser.starts()
            break
        except RuntimeError:
            await asyncio.sleep(1)
    first = browser.where
    cold = []
    for _ in range(3):
        await asyncio.sleep(5.5)
        cold.append(await _seconds(browser, first))
    question = await _repeat(pid, count, lambda: _seconds(browser, first))

    await browser.ask(first)
    form = browser.answer()

    async def answer() -> float:
        start = perf_counter()
        if await browser.gives(form) != 303:
            raise RuntimeError("an answer was refused")
        return perf_counter() - start

    answered = await _repeat(pid, count, answer)
    await browser.starts()
    return {
        "question": {**question, "cold_ms": round(1000 * statistics.median(cold), 2)},
        "answer": answered,
        "rate": await _at_rate(browser, first, pid, seconds=max(2, count // 60)),
    }


async def _seconds(browser: Browser, path: str) -> float:
    start = perf_counter()
    status = await browser.ask(path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    return perf_counter() - start


async def _repeat(pid: int, count: int, once: Any) -> dict[str, float]:
    for _ in range(3):
        await once()
    before = cpu_seconds(pid)
    times = [await once() for _ in range(count)]
    cpu = 1000 * (cpu_seconds(pid) - before) / count
    return {"median_ms": round(1000 * statistics.median(times), 2), "cpu_ms": round(cpu, 2)}


async def _at_rate(browser: Browser, path: str, pid: int, *, seconds: int) -> dict[str, float]:
    """Ask for the page RATE times a second, whether answers come or not; what came, and how late."""
    loop = asyncio.get_running_loop()
    start, times, refused = loop.time(), [], 0

    async def one(number: int) -> None:
        nonlocal refused
        due = start + number / RATE
        await asyncio.sleep(max(0.0, due - loop.time()))
        visitor = Browser(browser.port, browser.host, browser.slug, dict(browser.cookies))
        try:
            if await visitor.ask(path) != 200:
                refused += 1
        except OSError:
            refused += 1
        times.append(loop.time() - due)

    before = cpu_seconds(pid)
    await asyncio.gather(*(one(number) for number in range(RATE * seconds)))
    took = loop.time() - start
    return {
        "asked_per_second": RATE,
        "shown_per_second": round((len(times) - refused) / took, 1),
        "median_ms": round(1000 * statistics.median(times), 2),
        "p99_ms": round(1000 * statistics.quantiles(times, n=100)[98], 2),
        "refused": refused,
        "cpu_share": round((cpu_seconds(pid) - before) / took, 2),
    }
