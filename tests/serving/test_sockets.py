"""What waits in a socket of the server has a limit, in both directions."""

import asyncio
from typing import Any

import pytest

from helpline.serving import sockets
from helpline.serving.sockets import ShortSocket


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
