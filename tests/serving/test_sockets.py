"""What waits in a socket of the server has a limit, in both directions."""

import asyncio
import gc
import re
from typing import Any

import pytest
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketFactory
from twisted.internet.error import ConnectionLost
from twisted.internet.testing import StringTransport
from twisted.python.failure import Failure
from twisted.web.http import HTTPChannel

from helpline.serving import sockets
from helpline.serving.server import PING_SECONDS, Server
from helpline.serving.sockets import ShortSocket
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

UPGRADE = (
    b"GET /socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TIED = (HTTPChannel, WebRequest, ShortSocket)


class Transport:
    """A connection of Twisted's, as far as a socket looks at it. takes: bytes that the system takes."""

    def __init__(self, takes: int) -> None:
        self.takes = takes
        self.dataBuffer, self.offset = b"", 0
        self._tempDataBuffer: list[bytes] = []
        self._tempDataLen = 0

    def writeSomeData(self, data: bytes) -> int:  # noqa: N802 - Twisted's name
        taken = min(len(data), self.takes)
        self.takes -= taken
        return taken

    def write(self, data: bytes) -> None:
        self._tempDataBuffer.append(data)
        self._tempDataLen += len(data)


@pytest.fixture
def socket() -> ShortSocket:
    """An open socket whose end is noted."""
    made = ShortSocket()
    made.state = made.STATE_OPEN
    made.transport = Transport(takes=1000)
    made.send_queue = []
    made.muted = False
    made.client_addr = None
    made.application_queue = asyncio.Queue()

    def drop(abort: bool = False) -> None:
        assert abort, "what waits would be waited for"
        made.state = made.STATE_CLOSED

    made.dropConnection = drop
    return made


def send(socket: ShortSocket, size: int) -> None:
    message: dict[str, Any] = {"type": "websocket.send", "text": "x" * size}
    socket.handle_reply(message)


def test_what_the_system_does_not_take_waits(socket: ShortSocket) -> None:
    send(socket, 3000)
    assert socket.unsent == 3000 + 4 - 1000
    assert socket.state == socket.STATE_OPEN


def test_who_lets_too_much_wait_is_cut_off(socket: ShortSocket) -> None:
    for _ in range(2 * sockets.UNSENT_LIMIT // 16_000):
        send(socket, 16_000)
    assert socket.state == socket.STATE_CLOSED
    assert socket.unsent < sockets.UNSENT_LIMIT + 20_000, "it went on after the end"


def test_who_reads_is_never_cut_off(socket: ShortSocket) -> None:
    socket.transport.takes = 100 * sockets.UNSENT_LIMIT
    for _ in range(2 * sockets.UNSENT_LIMIT // 16_000):
        send(socket, 16_000)
    assert socket.state == socket.STATE_OPEN
    assert socket.unsent == 0


def test_a_flood_is_cut_off_and_the_rest_of_it_not_kept(socket: ShortSocket) -> None:
    for _ in range(1000):
        if socket.state == socket.STATE_OPEN:
            socket.onMessage(b'{"t":"ping"}', False)
    assert socket.state == socket.STATE_CLOSED
    assert socket.application_queue.qsize() == sockets.UNHEARD_LIMIT


@pytest.mark.asyncio
@pytest.mark.parametrize("is_let_in", [True, False])
async def test_nothing_of_a_socket_waits_for_the_collector(*, is_let_in: bool) -> None:
    """The request that became the socket, what read it, and the socket: gone as soon as the connection is."""
    gc.collect()
    gc.disable()
    try:
        server = await opened_and_lost(is_let_in=is_let_in)
        for _ in range(5):
            await asyncio.sleep(0)
        server.application_checker()
        # by its type: a lazy object of another test would be made by asking what it is
        left = [kind.__name__ for kind in map(type, gc.get_objects()) if issubclass(kind, TIED)]
        assert left == []
    finally:
        gc.enable()


def test_a_page_of_ours_speaks_before_it_is_asked() -> None:
    pinged = re.search(r"const PING_MS = (\d+);", (ROOT / "chat" / "static" / "chat" / "line.js").read_text())
    waits = re.search(r"proxy_read_timeout (\d+)s;", (DEPLOY / "nginx" / "inc" / "socket.conf").read_text())
    assert pinged
    assert waits
    assert int(pinged[1]) / 1000 + 4 < PING_SECONDS, "a look every two seconds, and a slow line"
    assert int(waits[1]) > 2 * PING_SECONDS, "nginx takes a line for dead"


@pytest.mark.asyncio
async def test_everybody_is_looked_at_with_room_for_frames_in_between(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """All at once would keep every message waiting; one connection in disorder keeps nobody from being looked at."""
    server = Server(None, host="127.0.0.1", port=0)  # type: ignore[arg-type]
    seen: list[list[int]] = [[]]

    class Connection:
        def __init__(self, number: int) -> None:
            self.number = number

        def check_timeouts(self) -> None:
            seen[-1].append(self.number)
            if self.number == 7:
                raise RuntimeError("in disorder")

    server.connections = {Connection(number): {} for number in range(250)}
    gone = next(iter(server.connections))
    server.timeout_checker()
    del server.connections[gone]
    while sum(map(len, seen)) < 249:
        seen.append([])
        await asyncio.sleep(0)
    assert max(map(len, seen)) <= 100
    assert sorted(number for piece in seen for number in piece) == list(range(1, 250))
    assert caplog.messages == ["A connection could not be looked at"]


async def opened_and_lost(*, is_let_in: bool) -> Server:
    """A server at which one socket came and went."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept" if is_let_in else "websocket.close"})

    server = Server(application, host="127.0.0.1", port=0)
    server.connections = {}  # what it makes when it begins to serve
    server.ws_factory = WebSocketFactory(server)
    server.ws_factory.protocol = ShortSocket
    server.ws_factory.setProtocolOptions(openHandshakeTimeout=0)
    transport = StringTransport()
    channel = HTTPFactory(server).buildProtocol(None)
    channel.makeConnection(transport)
    channel.dataReceived(UPGRADE)
    for _ in range(5):
        await asyncio.sleep(0)
    assert transport.value().startswith(b"HTTP/1.1 101" if is_let_in else b"HTTP/1.1 403")
    socket = transport.protocol
    assert isinstance(socket, ShortSocket)
    del transport.protocol  # as a transport of Twisted's does
    socket.connectionLost(Failure(ConnectionLost()))
    return server
