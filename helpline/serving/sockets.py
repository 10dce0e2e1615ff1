"""One websocket of the server: daphne's, with reasons in its close frames and a short way out for messages.

A text that the application sends is written to the connection at once. On the usual way it lies in a buffer until the
event loop has asked the system whether the connection can be written to, and asked it not to ask again: four system
calls and a turn of the loop per frame, which is a third of what a message costs.

What a client does not read, and what it sends faster than it is heard, waits in this process's memory. Both have a
limit, and who passes it is cut off without a word, which could not reach them anyway. See docs/decisions/0159.
"""

from typing import Any

from daphne.ws_protocol import WebSocketProtocol

_TEXT = 0x81  # the final frame of a text message, RFC 6455 part 5.2

#: bytes that may wait for a client
UNSENT_LIMIT = 512 * 1024
#: frames that may wait for the application: it closes after sixty too fast; more come only while it is busy
UNHEARD_LIMIT = 150


class ShortSocket(WebSocketProtocol):
    """Daphne's websocket, less talkative inside."""

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        # what read the request that became this socket: it still stands behind the transport, for the transport's life
        self._channel = self.transport.producer
        super().connectionMade()

    def onOpen(self) -> None:  # noqa: N802 - autobahn's name
        self._let_channel_go()
        super().onOpen()

    def connectionLost(self, reason: Any) -> None:  # noqa: N802 - Twisted's name
        super().connectionLost(reason)
        self._let_channel_go()
        self.is_open = self.is_closed = None  # they hold the socket, and it holds them

    def _let_channel_go(self) -> None:
        """Untie the request and what read it, which hold each other: nobody will use them again.

        Only the collector could take them apart else, long after the socket is gone, and with it some sixty objects.
        """
        channel, self._channel = self._channel, None
        if channel is not None:
            if self.transport.producer is channel:
                self.transport.unregisterProducer()
            channel.requests.clear()

    def handle_reply(self, message: dict[str, Any]) -> None:
        """What the application wants: a text and the end take the short way, the rest daphne's.

        Nothing is left to be done for a connection that we have cut off a moment ago.
        """
        if self.state == self.STATE_CLOSED:
            return
        kind = message.get("type")
        if self.state == self.STATE_OPEN:
            if kind == "websocket.send" and (text := message.get("text")) is not None:
                self._write(frame(text.encode()))
                return
            if kind == "websocket.close":
                self.close_with(message.get("code") or 1000, message.get("reason") or "")
                return
        super().handle_reply(message)

    def onMessage(self, payload: bytes, isBinary: bool) -> None:  # noqa: N802, N803 - autobahn's names
        """A frame came. Of a flood the rest is not even taken apart."""
        if self.application_queue.qsize() >= UNHEARD_LIMIT:
            self.dropConnection(abort=True)
            return
        super().onMessage(payload, isBinary)

    @property
    def unsent(self) -> int:
        """Bytes that wait here until the client reads."""
        transport = self.transport
        return len(transport.dataBuffer) - transport.offset + transport._tempDataLen  # noqa: SLF001 - no other way

    def close_with(self, code: int, reason: str) -> None:
        """Begin the closing handshake. `sendClose` would refuse 1003 and 1009, which are right where we use them."""
        if self.state == self.STATE_OPEN:
            self.sendCloseFrame(code=code, reasonUtf8=reason.encode(), isReply=False)

    def _write(self, data: bytes) -> None:
        """Hand over to the system what it takes now; what it does not take goes the usual way, in its order."""
        transport = self.transport
        buffered = transport.dataBuffer or transport._tempDataBuffer  # noqa: SLF001 - there is no other way to know
        if not (buffered or self.send_queue):
            taken = transport.writeSomeData(data)
            if isinstance(taken, int):  # else the connection is broken, which the usual way finds and handles
                data = data[taken:]
        if data:
            transport.write(data)
            if self.unsent > UNSENT_LIMIT:
                self.dropConnection(abort=True)


def frame(payload: bytes) -> bytes:
    """A text message as a server sends it: one frame, not masked."""
    size = len(payload)
    if size < 126:
        head = bytes((_TEXT, size))
    elif size < 1 << 16:
        head = bytes((_TEXT, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((_TEXT, 127)) + size.to_bytes(8, "big")
    return head + payload
