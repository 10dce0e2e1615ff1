"""Threads for what asks the database through the ORM, so that the event loop never waits."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connections

from chat.storage import StorageAway

#: seconds: a database that takes longer is away; what was asked may still happen, and may be asked again
PATIENCE = 10.0
#: seconds after its last use in which a connection is not tested again: a crowd would ask the database twice as much
FRESH_SECONDS = 1.0

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """A few threads, each with a database connection of its own."""

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._thread = threading.local()
        self._pool = ThreadPoolExecutor(max_workers=count, thread_name_prefix=name)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in one of the threads; a connection that broke is not used again. Raises StorageAway."""

        def attempt() -> T:
            used_at = getattr(self._thread, "used_at", 0.0)
            if monotonic() - used_at > FRESH_SECONDS:  # has it broken since? Django asks the database
                close_old_connections()
            try:
                return work(*args, **kwargs)
            except BaseException:
                close_old_connections()
                raise
            finally:
                self._thread.used_at = monotonic()

        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.get_running_loop().run_in_executor(self._pool, attempt)
        except (OperationalError, InterfaceError, TimeoutError) as error:
            raise StorageAway from error

    async def close(self) -> None:
        """Close every thread's connection, and the threads."""
        loop = asyncio.get_running_loop()
        together = threading.Barrier(self._count)  # so that each thread takes one

        def part() -> None:
            together.wait(timeout=5)
            connections.close_all()

        await asyncio.gather(
            *(loop.run_in_executor(self._pool, part) for _ in range(self._count)), return_exceptions=True
        )
        self._pool.shutdown(wait=True)
