"""Telling a long log no faster than it is read.

What a client has not read yet waits in the memory of the server. A message now and then may wait there; a whole log,
which anybody in the conversation may ask for six times a second, may not. See docs/decisions/0159.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from chat.protocol import BadFrame, Close

#: name in the scope of a function that tells how many bytes wait for the client, where the server knows
UNSENT = "helpline.unsent"
#: bytes that may wait before the next entry of a log is told; it goes on when half of them are gone
MUCH = 64 * 1024
#: seconds in which something must have been read: even a poor line carries some bytes in that time
PATIENCE = 20.0
_LOOK_SECONDS = 0.1


def of_scope(scope: Mapping[str, Any]) -> Callable[[], int]:
    """How many bytes wait for the client of this connection; nothing where the server does not tell."""
    unsent: Callable[[], int] = scope.get(UNSENT, _nothing)
    return unsent


async def until_read(unsent: Callable[[], int]) -> None:
    """Return at once for who reads along, else when enough was read. Raises BadFrame for who reads nothing at all."""
    waiting = unsent()
    if waiting <= MUCH:
        return
    clock = asyncio.get_running_loop().time
    moved_at = clock()
    while waiting > MUCH // 2:
        await asyncio.sleep(_LOOK_SECONDS)
        before, waiting = waiting, unsent()
        if waiting < before:
            moved_at = clock()
        elif clock() - moved_at > PATIENCE:
            raise BadFrame("nothing is read", Close.SLOW_DOWN)


def _nothing() -> int:
    return 0
