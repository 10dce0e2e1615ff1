"""Ending background tasks."""

import asyncio
from typing import Any

_PATIENCE_SECONDS = 1.0
_ATTEMPTS = 3


async def end(*tasks: "asyncio.Task[Any]") -> None:
    """Cancel tasks and wait until they are gone, for a few seconds at most.

    A library may swallow a cancellation that comes while it connects (the Redis client does), so it is said again.
    """
    waiting = {task for task in tasks if not task.done()}
    for _ in range(_ATTEMPTS):
        if not waiting:
            return
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=_PATIENCE_SECONDS)
