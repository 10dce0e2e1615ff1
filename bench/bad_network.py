"""A network that behaves badly: a proxy that understands websocket frames, between people and two servers.

Per frame it may: lose it, send it twice, hold it back, let the next one overtake it, or go deaf in one direction. TCP
never loses a frame and goes on, so towards the server a loss is always followed by the end of the connection; what was
on its way may still arrive after the client has come back on another one. A connection may also stay half open: nothing
gets through any more, in either direction, and nobody is told. HTTP requests are cut before they reach the
server, or after, when the answer is what gets lost.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weather:
    """How often what happens, per frame (or per request for `cut_request`)."""

    drop: float = 0.01
    twice: float = 0.03
    hold: float = 0.05
    overtake: float = 0.02
    deaf: float = 0.004
    cut: float = 0.01
    cut_request: float = 0.05
    hold_seconds: float = 0.25
    half_open: float = 0.0


CALM = Weather(0, 0, 0, 0, 0, 0, 0, 0)


class BadNetwork:
    """Listens on a port of loopback and leads to whichever of the servers accepts."""

    def __init__(self, backends: Sequence[int], chance: random.Random, weather: Weather) -> None:
        self.weather = weather
        self.happened: Counter[str] = Counter()
        self.port = 0
        self._backends = list(backends)
        self._chance = chance
        self._turn = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "BadNetwork":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *unused: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def cut_all(self) -> None:
        """Everybody at once."""
        self.happened["everybody cut"] += 1
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        self._writers.add(writer)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            behind = await self._behind()
            if behind is not None:
                try:
                    is_socket = b"upgrade: websocket" in head.lower()
                    behind[1].write(head)
                    await (self._socket if is_socket else self._request)((reader, writer), behind)
                finally:
                    behind[1].transport.abort()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # asyncio complains aloud of a connection's task that ends as cancelled
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _behind(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._backends:
            self._turn += 1
            with suppress(OSError):
                return await asyncio.open_connection(
                    "127.0.0.1", self._backends[self._turn % len(self._backends)]
                )
        return None

    async def _request(self, front: "_Ends", behind: "_Ends") -> None:
        """A request and its answer, or only one of them, or neither."""
        fate = self._chance.random()
        if fate < self.weather.cut_request / 2:
            self.happened["request lost"] += 1
            return
        inward = asyncio.create_task(_copy(front[0], behind[1]))
        try:
            answer = await behind[0].read()
        finally:
            inward.cancel()
        if fate < self.weather.cut_request:
            self.happened["answer lost"] += 1
            return
        front[1].write(answer)
        await front[1].drain()

    async def _socket(self, front: "_Ends", behind: "_Ends") -> None:
        front[1].write(await behind[0].readuntil(b"\r\n\r\n"))
        dead = asyncio.Event()
        inward = asyncio.create_task(self._frames(front[0], behind[1], dead, to_server=True))
        outward = asyncio.create_task(self._frames(behind[0], front[1], dead, to_server=False))
        _, running = await asyncio.wait({inward, outward}, return_when=asyncio.FIRST_COMPLETED)
        front[1].transport.abort()
        if dead.is_set():
            await asyncio.wait(
                {outward}
            )  # the server is not told that the client gave up: it finds out by itself
        elif inward in running:
            # the client sees a dead line at once, what it sent may still be on its way: it arrives beside the new line
            with suppress(TimeoutError):
                async with asyncio.timeout(self._chance.random()):
                    await asyncio.shield(inward)
        for task in (inward, outward):
            task.cancel()
        await asyncio.gather(inward, outward, return_exceptions=True)

    async def _frames(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        dead: asyncio.Event,
        *,
        to_server: bool,
    ) -> None:
        """Pass frames on until the line ends, by itself or by our doing. dead: the line is half open, both ways."""
        held: bytes | None = None
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                frame = await _frame(reader)
                what = "" if dead.is_set() else self._fate(frame)
                if what:
                    self.happened[f"{what}, to the {'server' if to_server else 'client'}"] += 1
                if what == "half_open":
                    dead.set()
                if dead.is_set() or (what == "drop" and not to_server):
                    continue
                if what == "cut":
                    return
                if what in ("deaf", "drop"):
                    await self._deaf(reader)
                    return
                if what == "hold":
                    await asyncio.sleep(self._chance.random() * self.weather.hold_seconds)
                if what == "overtake" and held is None:
                    held = frame
                    continue
                writer.write(frame * (2 if what == "twice" else 1) + (held or b""))
                held = None
                await writer.drain()

    async def _deaf(self, reader: asyncio.StreamReader) -> None:
        """Nothing gets through in this direction any more; after a while the line is gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._chance.random() * 4):
                while True:
                    await _frame(reader)

    def _fate(self, frame: bytes) -> str:
        if frame[0] & 0x08:
            return ""  # the protocol's own pings and closings
        roll = self._chance.random()
        for name in ("drop", "twice", "hold", "overtake", "deaf", "cut", "half_open"):
            roll -= getattr(self.weather, name)
            if roll < 0:
                return name
        return ""


_Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


async def _frame(reader: asyncio.StreamReader) -> bytes:
    """One websocket frame as it is on the wire."""
    head = await reader.readexactly(2)
    size = head[1] & 0x7F
    if size >= 126:
        extended = await reader.readexactly(2 if size == 126 else 8)
        head, size = head + extended, int.from_bytes(extended, "big")
    return head + await reader.readexactly(size + (4 if head[1] & 0x80 else 0))
