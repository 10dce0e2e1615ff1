"""Which socket or road an address leads to. Everything else is Django's."""

import re
from functools import partial
from typing import Any
from uuid import UUID

from chat import asking
from chat.consumers import Put, Receive, staff_socket, visitor_socket
from chat.consumers_desk import App, MakeBoard, desk_socket
from chat.road import desk_ticket, staff_road, visitor_road

_VISITOR_ROAD = re.compile(r"/(?!staff/)[-a-z0-9_]{1,40}/chat/road/([a-z]{1,20})")
_STAFF_ROAD = re.compile(r"/staff/chat/([0-9a-f-]{36})/road/([a-z]{1,20})")
_VISITOR_SOCKET = re.compile(r"/(?!staff/)[-a-z0-9_]{1,40}/chat/socket")
_STAFF_SOCKET = "/staff/chat/socket"
_DESK_SOCKET = "/staff/desk/socket"
_DESK_TICKET = "/staff/desk/road/ticket"


def routed(pages: App, make_board: MakeBoard) -> App:
    """The whole application: sockets and roads here, pages by Django."""
    board = desk_socket(make_board)

    async def application(scope: asking.Scope, receive: Receive, send: Put) -> None:
        if scope["type"] == "websocket":
            await (_socket(scope["path"], board) or _no_socket)(scope, receive, send)
        elif scope["type"] == "http":
            await (_road(scope["path"]) or pages)(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return application


def _socket(path: str, board: App) -> App | None:
    if path == _STAFF_SOCKET:
        return staff_socket
    if path == _DESK_SOCKET:
        return board
    return visitor_socket if _VISITOR_SOCKET.fullmatch(path) else None


def _road(path: str) -> Any:
    if "/road/" not in path:
        return None
    if found := _VISITOR_ROAD.fullmatch(path):
        return partial(visitor_road, name=found[1])
    if found := _STAFF_ROAD.fullmatch(path):
        try:
            return partial(staff_road, name=found[2], conversation_id=UUID(found[1]))
        except ValueError:
            return None
    return desk_ticket if path == _DESK_TICKET else None


async def _no_socket(scope: asking.Scope, receive: Receive, send: Put) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 4404})
