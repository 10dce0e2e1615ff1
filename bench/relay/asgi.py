"""The bare relay: an ASGI application that hands every message to everybody in the room, and does nothing else.

No framework, no storage, no order, no acknowledgement. It is what the server itself costs.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

_rooms: dict[str, set[Send]] = defaultdict(set)


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    if scope["type"] != "websocket":
        return
    room = _rooms[scope["path"]]
    await receive()
    await send({"type": "websocket.accept"})
    room.add(send)
    try:
        while (message := await receive())["type"] == "websocket.receive":
            for member in tuple(room):
                await member({"type": "websocket.send", "text": message["text"]})
    finally:
        room.discard(send)
        if not room:
            _rooms.pop(scope["path"], None)
