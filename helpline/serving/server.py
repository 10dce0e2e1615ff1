"""The server: daphne, with what a chat of people in distress needs around it.

- It ends cleanly: it says that it is not ready any more, for as long as a balancer needs; stops listening, says `bye`
  to every client with a moment to come back, closes their sockets with 4012, lets running requests finish, and goes; a
  hard deadline stands behind that.
- What identifies a visitor ends here: the application never sees a network address, nor the headers that carry one.
- A frame that is too large is closed with a code instead of a broken connection; close frames carry their reason.
- There is no access log, and nothing of daphne's own logging that would print an address.
"""

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any

from daphne.server import Server as Daphne
from twisted.internet import defer, reactor
from twisted.internet.interfaces import IReactorCore

from chat import hub, pacing
from chat.protocol import FRAME_LIMIT, Close
from helpline.serving.memory import collect_for_ever
from helpline.serving.sockets import ShortSocket
from helpline.watch import draining, near

logger = logging.getLogger(__name__)

#: connections that may wait to be taken up. With Twisted's 50 a crowd that returns at once overflows the queue, and who
#: falls out tries again after 1, 3, 7 and 15 seconds. The system caps it (net.core.somaxconn).
BACKLOG = 4096
#: seconds of silence after which a client is asked whether it is there. A page of ours says something every twenty
#: (chat/static/chat/line.js), so that it is asked in earnest only when it does not.
PING_SECONDS = 25
#: connections that are looked at in one go
AT_ONCE = 100
#: seconds over which clients are asked to come back
BYE_SPREAD_SECONDS = 5.0
#: seconds for `bye` to be read before the sockets close
BYE_SECONDS = 0.3
#: seconds for running requests to finish
DRAIN_SECONDS = 5.0
#: seconds after which the process ends whatever happens
DEADLINE_SECONDS = 12.0

#: headers that say who or where somebody is: of the reverse proxy, of networks in front of it, of the browser
IDENTIFYING = frozenset(
    {
        b"cf-connecting-ip", b"client-ip", b"fastly-client-ip", b"forwarded", b"true-client-ip", b"user-agent", b"via",
        b"x-client-ip", b"x-cluster-client-ip", b"x-forwarded", b"x-forwarded-for", b"x-real-ip",
    }
)  # fmt: skip


class Server(Daphne):
    """Daphne, wrapped. is_busy: whether a page is being made."""

    def __init__(
        self,
        application: Callable[..., Awaitable[None]],
        *,
        host: str,
        port: int,
        notice: float = 0.0,
        is_busy: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(
            application,
            endpoints=[f"tcp:port={port}:interface={host.replace(':', chr(92) + ':')}:backlog={BACKLOG}"],
            signal_handlers=False,
            action_logger=None,
            server_name="",
            ping_interval=PING_SECONDS,
            ping_timeout=30,
            websocket_handshake_timeout=10,
            websocket_connect_timeout=10,
            # the codes for frames that are too large are ours to give: a margin lets them come in
            websocket_max_message_size=4 * FRAME_LIMIT,
            websocket_max_frame_size=4 * FRAME_LIMIT,
            verbosity=0,
        )
        self._ports: list[Any] = []
        self._ending = False
        self._notice = notice
        self._makes_a_page = is_busy
        self._goodbye: asyncio.Future[None] | None = None
        self._collecting: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Serve until a signal or `end` comes."""
        reactor_core: IReactorCore = reactor
        reactor_core.callWhenRunning(self._started)
        super().run()

    def _started(self) -> None:
        self.ws_factory.protocol = ShortSocket
        self.ws_factory.setProtocolOptions(failByDrop=False)
        loop = asyncio.get_event_loop()
        self._collecting = loop.create_task(collect_for_ever(self._makes_a_page))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.end)

    def application_checker(self) -> None:
        """Daphne's look at what has ended, a few connections at a time."""
        self._look_at_all(self._reap, 1.0)

    def timeout_checker(self) -> None:
        """Daphne's look at who was silent for long, a few connections at a time."""
        self._look_at_all(lambda protocol: protocol.check_timeouts(), 2.0)

    def _look_at_all(self, look: Callable[[Any], None], seconds: float) -> None:
        """Look at every connection, with frames in between, and again some seconds after the last one.

        All of five thousand at once is a tenth of a second in which nobody's message arrives.
        """
        left, loop = list(self.connections), asyncio.get_running_loop()

        def some() -> None:
            for protocol in left[-AT_ONCE:]:
                if protocol in self.connections:
                    try:
                        look(protocol)
                    except Exception:
                        # one in disorder must not keep the others from being looked at
                        logger.exception("A connection could not be looked at")
            del left[-AT_ONCE:]
            if left:
                loop.call_soon(some)
            else:
                loop.call_later(seconds, self._look_at_all, look, seconds)

        some()

    def _reap(self, protocol: Any) -> None:
        """Let go of an application that is done, and cancel one whose client has been gone for too long."""
        details = self.connections[protocol]
        running, gone = details.get("application_instance"), details.get("disconnected")
        if running is not None and not running.done():
            if gone and time.time() - gone > self.application_close_timeout:
                running.cancel()
            return
        if running is not None:
            if not running.cancelled() and (error := running.exception()) is not None:
                logger.error("Exception inside application", exc_info=error)
                if not gone:
                    protocol.handle_exception(error)
            del details["application_instance"]
        if gone:
            self.connections.pop(protocol, None)

    def listen_success(self, port: Any) -> None:
        super().listen_success(port)
        self._ports.append(port)

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        scope[near.FROM_HERE] = near.is_loopback(scope.get("client")) and near.is_direct(scope["headers"])
        if isinstance(protocol, ShortSocket):
            scope[pacing.UNSENT] = lambda: protocol.unsent
        scope["client"] = None
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in IDENTIFYING]
        return super().create_application(protocol, scope)

    def end(self) -> None:
        """Begin to end; a second signal ends at once."""
        if self._ending:
            self._leave_at_once()
        self._ending = True
        draining.begin()
        deadline = threading.Timer(self._notice + DEADLINE_SECONDS, self._leave_at_once)
        deadline.daemon = True
        deadline.start()
        self._goodbye = asyncio.ensure_future(self._end())

    async def _end(self) -> None:
        # it goes on as before, and says at /readyz that it ends: time for a balancer to send nobody new
        await asyncio.sleep(self._notice)
        if self._collecting is not None:
            self._collecting.cancel()
        for port in self._ports:
            port.doRead()  # who is connected and was not taken up yet would be cut off
            await _fulfilled(port.stopListening())
        try:
            here = hub.here()
            await here.say_goodbye(BYE_SPREAD_SECONDS)
            await asyncio.sleep(BYE_SECONDS)
            for protocol in self._sockets():
                protocol.close_with(int(Close.MOVING), "moving")
            await self._drained()
            await hub.close_here()
        except Exception:
            logger.exception("The server did not end as it should")
        self.stop()

    async def _drained(self) -> None:
        """Wait until requests are answered and sockets closed, for a while."""
        loop = asyncio.get_running_loop()
        until = loop.time() + DRAIN_SECONDS
        while loop.time() < until and any(self._is_busy(details) for details in self.connections.values()):
            await asyncio.sleep(0.05)
        for details in list(self.connections.values()):
            if self._is_busy(details):
                details["application_instance"].cancel()
        await asyncio.sleep(0)

    @staticmethod
    def _is_busy(details: dict[str, Any]) -> bool:
        running = details.get("application_instance")
        return running is not None and not running.done()

    def _sockets(self) -> list[Any]:
        return [
            protocol
            for protocol in list(self.connections)
            if isinstance(protocol, ShortSocket) and protocol.state == protocol.STATE_OPEN
        ]

    def kill_all_applications(self) -> Any:
        """Everything has ended by now; daphne's own way of killing is what used to crash."""
        return defer.succeed(None)

    @staticmethod
    def _leave_at_once() -> None:
        os._exit(1)


async def _fulfilled(result: Any) -> None:
    if isinstance(result, defer.Deferred):
        await result.asFuture(asyncio.get_running_loop())
