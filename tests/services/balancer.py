"""A small balancer on loopback, so that two server processes look like one house, and the network can be made bad.

It passes bytes on: each new connection goes to the next server that accepts it and stays there. `cut` drops what is
connected, `pause` also refuses what is new.
"""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any

_CHUNK = 64 * 1024


class Balancer:
    """Runs in a thread of its own; every method may be called from any other thread.

    backends: the ports on 127.0.0.1 to share connections over.
    """

    def __init__(self, backends: Sequence[int]) -> None:
        self.port = 0
        self._backends = list(backends)
        self._turn = 0
        self._paused = False
        self._only: int | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="balancer", daemon=True)

    def start(self) -> int:
        """Listen on a free port and return it."""
        self._thread.start()
        self.port = self._ask(self._listen())
        return self.port

    def stop(self) -> None:
        self._ask(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def cut(self) -> int:
        """Drop every connection, as a lost network does; returns how many ends were dropped."""
        return self._ask(self._drop())

    def lead_to(self, number: int | None) -> None:
        """Give new connections to one server only, by its number; None: by turns again."""
        self._only = number

    def pause(self, *, is_paused: bool = True) -> None:
        """Refuse new connections (and drop the present ones), or let them in again."""
        self._paused = is_paused
        if is_paused:
            self.cut()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _ask(self, work: Coroutine[Any, Any, int]) -> int:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    async def _listen(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(self._server.sockets[0].getsockname()[1])

    async def _close(self) -> int:
        if self._server is not None:
            self._server.close()
        dropped = await self._drop()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        return dropped

    async def _drop(self) -> int:
        writers = list(self._writers)
        for writer in writers:
            writer.transport.abort()
        return len(writers)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind = None if self._paused else await self._connect()
        if behind is None:
            writer.transport.abort()
            return
        behind_reader, behind_writer = behind
        self._writers |= {writer, behind_writer}
        try:
            await asyncio.gather(_pass_on(reader, behind_writer), _pass_on(behind_reader, writer))
        finally:
            for end in (writer, behind_writer):
                self._writers.discard(end)
                end.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for _ in self._backends:
            turn = self._turn if self._only is None else self._only
            port = self._backends[turn % len(self._backends)]
            self._turn += 1
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        return None


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy until one side ends; then tell the other side that no more comes."""
    with suppress(OSError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
