"""A lean websocket client, and one HTTP request: what a thousand browsers are played with from one core.

RFC 6455 as far as a text chat needs it: text frames, pings, closing. Nothing is negotiated.
"""

import asyncio
import base64
import json
import os
import socket
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

PATIENCE = 30.0
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class NotOpened(Exception):
    """The server did not let the socket open, or broke off."""


class Wire(asyncio.Protocol):
    """One websocket. `on_text` gets each text frame; `on_closed` is called once, with the close code (1006: cut)."""

    def __init__(self, on_text: Callable[[str], None], on_closed: Callable[[int], None]) -> None:
        self.on_text = on_text
        self.on_closed = on_closed
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._code = 1006

    @classmethod
    async def open(
        cls,
        port: int,
        path: str,
        *,
        on_text: Callable[[str], None],
        on_closed: Callable[[int], None] = lambda code: None,
        cookie: str = "",
        host: str = "",
        origin: str = "",
        pocket: int = 0,
    ) -> "Wire":
        """Connect and shake hands. Raises NotOpened, OSError, TimeoutError.

        pocket: bytes that the system takes in for a client that does not read; 0: as many as it likes.
        """
        async with asyncio.timeout(PATIENCE):
            _, wire = await asyncio.get_running_loop().create_connection(
                lambda: cls(on_text, on_closed), sock=await _connected(port, pocket)
            )
            host = host or f"127.0.0.1:{port}"
            key = base64.b64encode(os.urandom(16)).decode()
            head = {
                "Host": host, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": key,
                "Sec-WebSocket-Version": "13", "Origin": origin or f"http://{host}",
            }  # fmt: skip
            if cookie:
                head["Cookie"] = cookie
            wire.write(_request("GET", path, head))
            try:
                await wire.opened
            except BaseException:
                wire.cut()
                raise
        return wire

    def send(self, text: str) -> None:
        """Send a text frame; into the void when the socket is gone."""
        self._frame(_TEXT, text.encode())

    def cut(self) -> None:
        """Let the connection go without a word, as a lost network does."""
        if self._transport is not None:
            self._transport.abort()

    def pause(self, *, is_paused: bool = True) -> None:
        """Take nothing in any more, or again."""
        if self._transport is not None and not self._transport.is_closing():
            (self._transport.pause_reading if is_paused else self._transport.resume_reading)()

    # --- asyncio.Protocol -----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        was_open, self.is_open = self.is_open, False
        if not self.opened.done():
            self.opened.set_exception(NotOpened("cut"))
        elif was_open:
            self.on_closed(self._code)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.is_open and not self._shake_hands():
            return
        while self._take_frame():
            pass

    def _shake_hands(self) -> bool:
        head, found, rest = bytes(self._buffer).partition(b"\r\n\r\n")
        if not found or self.opened.done():
            return False
        if b" 101 " not in head[:16]:
            self.opened.set_exception(NotOpened(head[:40].decode("latin1")))
            self.cut()
            return False
        self.is_open = True
        self._buffer = bytearray(rest)
        self.opened.set_result(None)
        return True

    def _take_frame(self) -> bool:
        buffer = self._buffer
        if len(buffer) < 2:
            return False
        size, start = buffer[1] & 0x7F, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            if len(buffer) < start:
                return False
            size = int.from_bytes(buffer[2:start])
        end = start + size
        if len(buffer) < end:
            return False
        kind, payload = buffer[0] & 0x0F, bytes(buffer[start:end])
        del buffer[:end]
        if kind == _TEXT:
            self.on_text(payload.decode())
        elif kind == _PING:
            self._frame(_PONG, payload)
        elif kind == _CLOSE:
            self._code = int.from_bytes(payload[:2]) or 1005
            self._frame(_CLOSE, payload[:2])
            if self._transport is not None:
                self._transport.close()
        return True

    def _frame(self, kind: int, payload: bytes) -> None:
        size, key = len(payload), os.urandom(4)
        head = (
            bytes((0x80 | kind, 0x80 | size)) if size < 126 else bytes((0x80 | kind, 0xFE)) + size.to_bytes(2)
        )
        mask = (key * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload) ^ int.from_bytes(mask)).to_bytes(size)
        self.write(head + key + masked)

    def write(self, data: bytes) -> None:
        """Bytes as they are; into the void when the connection is gone."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


async def _connected(port: int, pocket: int) -> socket.socket:
    line = socket.socket()
    line.setblocking(False)
    try:
        if pocket:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, pocket)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
    except BaseException:
        line.close()
        raise
    return line


async def ask(
    port: int,
    path: str,
    told: object = None,
    *,
    method: str = "POST",
    cookie: str = "",
    host: str = "",
    origin: str = "",
    extra: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    """One HTTP request on a connection of its own; returns the status and the decoded JSON (None when it is none).

    told: is sent as JSON. form: is sent as a browser's form, instead.
    """
    host = host or f"127.0.0.1:{port}"
    body = b"" if told is None else json.dumps(told).encode()
    head = {"Host": host, "Origin": origin or f"http://{host}", "Connection": "close", **(extra or {})}
    if cookie:
        head["Cookie"] = cookie
    if told is not None:
        head |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    if form is not None:
        body = urlencode(form).encode()
        head |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(_request(method, path, head) + body)
            answer = await reader.read()
        finally:
            writer.close()
    start, _, content = answer.partition(b"\r\n\r\n")
    if not start:
        raise NotOpened("no answer")
    status = int(start.split(b" ", 2)[1])
    try:
        return status, json.loads(content)
    except ValueError:
        return status, None


def _request(method: str, path: str, head: Mapping[str, str]) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return "\r\n".join(lines).encode()
