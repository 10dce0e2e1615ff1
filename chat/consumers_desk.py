"""The socket of the desk's board: it says what changed in the queues, and proves that somebody sits there.

What a board shows is the desk's own matter: it gives a function, and this socket calls it when something changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from chat import access, asking, hub, protocol, tickets, wakes
from chat.access import SignedOut
from chat.actions import presence
from chat.consumers import Put, Receive, Socket, closing_words
from chat.errors import ConversationUnknown, NotAllowed
from chat.protocol import BadFrame, Close, Ping
from chat.staffwatch import CHECK_SECONDS
from chat.storage import StorageAway
from helpline.accounts.models import User

#: a function that gives the fields of the `board` frame for a person; runs in a thread
MakeBoard = Callable[[User, datetime], Mapping[str, object]]
App = Callable[[asking.Scope, Receive, Put], Awaitable[None]]

#: seconds between two boards at least: many changes at once are shown once
PACE_SECONDS = 0.3


def desk_socket(make_board: MakeBoard) -> App:
    """The socket at /staff/desk/socket: hello{ticket, after: 0} and ping in, board{...} and pong out.

    Each ping renews the lease of who sits there (`chat.actions.presence.renew`); so does the hello.
    """

    async def app(scope: asking.Scope, receive: Receive, send: Put) -> None:
        socket = Socket(scope, receive, send)
        if not await socket.open():
            return
        language = asking.language(scope)

        def in_language(user: User, now: datetime) -> Mapping[str, object]:
            with translation.override(language):
                return make_board(user, now)

        seat = _Seat(socket, in_language, asking.cookie(scope, settings.SESSION_COOKIE_NAME))
        try:
            await seat.sit()
        except (BadFrame, SignedOut, NotAllowed, ConversationUnknown, StorageAway) as refused:
            await seat.close(*closing_words(refused))
        finally:
            seat.leave()

    return app


class _Seat:
    """One open board."""

    def __init__(self, socket: Socket, make_board: MakeBoard, session_key: str) -> None:
        self._socket = socket
        self._make_board = make_board
        self._session_key = session_key
        self._programmes: frozenset[int] = frozenset()
        self._news = asyncio.Event()
        self._is_open = True
        self._tasks: list[asyncio.Task[None]] = []
        self._stops: list[Callable[[], None]] = []

    async def sit(self) -> None:
        hello = await self._socket.hello()
        if hello is None:
            return
        here = hub.here()
        if here.closing:
            raise BadFrame("moving", Close.MOVING)
        ticket = tickets.inspect(hello.ticket, now=timezone.now())
        if ticket is None or ticket.conversation_id != tickets.DESK:
            raise SignedOut
        user, self._programmes = await here.in_thread(access.desk, self._session_key, timezone.now())
        if user.pk != ticket.staff_id or not await here.storage.redeem(ticket):
            raise SignedOut
        mark = wakes.mark(self._session_key)
        self._stops.append(
            here.on_desk(lambda changed: self._news.set() if changed in self._programmes else None)
        )
        self._stops.append(here.on_revocation(lambda ended: self._news.set() if ended == mark else None))
        await self._renew()
        self._news.set()
        self._tasks.append(asyncio.create_task(self._show_for_ever()))
        while (frame := await self._socket.frame()) is not None:
            if not isinstance(frame, Ping):
                raise BadFrame("only ping here")
            await self._renew()
            await self._put({"t": "pong", "head": 0})

    async def _renew(self) -> None:
        """Prove that somebody is there. With a session that ended nobody is."""
        here = hub.here()
        user, self._programmes = await here.in_thread(access.desk, self._session_key, timezone.now())
        await here.in_thread(lambda: presence.renew(user=user, now=timezone.now()))

    async def _show_for_ever(self) -> None:
        while self._is_open:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._news.wait()
            self._news.clear()
            try:
                await self._show()
            except (SignedOut, NotAllowed) as refused:
                await self.close(*closing_words(refused))
            except Exception:  # the database is away: the board is shown again as soon as it is back
                await asyncio.sleep(1)
                self._news.set()
            await asyncio.sleep(PACE_SECONDS)

    async def _show(self) -> None:
        here = hub.here()
        user, self._programmes = await here.in_thread(access.desk, self._session_key, timezone.now())
        board = await here.in_thread(self._make_board, user, timezone.now())
        await self._put({"t": "board", **board})

    async def _put(self, frame: dict[str, object]) -> None:
        if self._is_open:
            await self._socket.put(protocol.write(frame))

    async def close(self, code: int, reason: str) -> None:
        if self._is_open:
            self._is_open = False
            await self._socket.end(int(code), reason)

    def leave(self) -> None:
        self._is_open = False
        for task in self._tasks:
            task.cancel()
        for stop in self._stops:
            stop()
