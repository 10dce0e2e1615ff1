"""The threads in which pages are made: one stay in one thread for each request, and a few threads that stay.

Django gives every request of an ASGI server a thread of its own that ends with it. A connection belongs to its thread,
so each page that asks the database would open one. And a chain of middleware that is partly asynchronous goes to that
thread and back a dozen times. Both cost more than most pages do (docs/decisions/0139).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: threads of a process that stay, and its connections for pages
STANDING = 8


class PagesHandler(ASGIHandler):
    """Django's handler, which lends a standing thread to each request once `keep_threads` was called.

    One request has a thread for itself until it is answered. When all are lent, a request gets a thread that ends with
    it, as Django does: so no request waits for another. Used in the event loop's thread alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._free: list[ThreadPoolExecutor] | None = None
        self._being_made = 0

    @property
    def is_busy(self) -> bool:
        """Whether a page is being made in one of the threads that are lent."""
        return self._being_made > 0

    def keep_threads(self, count: int = STANDING) -> None:
        """From now on lend threads that stay. For the process that serves; a test's client has a thread of its own."""
        self._free = [_one_thread("page") for _ in range(count)]

    def close(self) -> None:
        """End the threads that stay, with their connections. Those that are lent just now end with the process."""
        free, self._free = self._free or [], None
        for thread in free:
            thread.submit(connections.close_all)
            thread.shutdown(wait=True)

    def load_middleware(self, is_async: bool = False) -> None:
        """Load the chain as a synchronous one, whatever is asked: no view of the house waits for an event loop."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The whole chain and the view, in the thread of this request."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[Any]],
        send: Callable[[Any], Awaitable[None]],
    ) -> None:
        if self._free is None or scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        async with ThreadSensitiveContext() as here, self._lent(self._free) as thread:
            SyncToAsync.context_to_thread_executor[here] = thread
            self._being_made += 1
            try:
                await self.handle(scope, receive, send)
            finally:
                self._being_made -= 1
                # taken out before the context ends, which would end the thread
                SyncToAsync.context_to_thread_executor.pop(here, None)

    @staticmethod
    @asynccontextmanager
    async def _lent(free: list[ThreadPoolExecutor]) -> AsyncIterator[ThreadPoolExecutor]:
        if free:
            thread = free.pop()  # the one used last: its connection is warm, and the others may grow old
            try:
                yield thread
            finally:
                free.append(thread)
            return
        thread = _one_thread("page-for-once")
        try:
            yield thread
        finally:
            # nobody would use its connection again, and those that wait for the collector become too many
            await asyncio.get_running_loop().run_in_executor(thread, connections.close_all)
            thread.shutdown(wait=False)


def _one_thread(name: str) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
