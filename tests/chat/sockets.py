"""Clients for sockets and the HTTP road, against the application itself in this process: no network, no server.

    def test_something(conversation):
        async def story(house: House) -> None:
            visitor = await house.visitor(conversation)
            await visitor.send({"t": "send", "cid": "a", "body": "hello"})
            assert (await visitor.next("ack"))["seq"] == 2

        play(story)

A story runs in an event loop of its own with a hub of its own, so it needs committed rows: mark its test
`django_db(transaction=True)`. The real server is tried in tests/serving and in the journeys.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import timezone

from chat import hub, tickets, visit
from chat.models import Conversation
from helpline.accounts import sessions
from helpline.accounts.models import Authenticator, User

#: seconds for an answer: only a fault takes so long, also on a machine with other work to do
PATIENCE = 45.0
Message = dict[str, Any]


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What the HTTP road answered."""

    status: int
    body: Any
    headers: dict[str, str]


class Wire:
    """One socket, from the client's side."""

    def __init__(self, path: str, *, cookie: str = "", origin: str | None = settings.PUBLIC_URL) -> None:
        self._to_server: asyncio.Queue[Message] = asyncio.Queue()
        self._from_server: asyncio.Queue[Message] = asyncio.Queue()
        self.welcome: Message = {}
        scope = {"type": "websocket", "path": path, "query_string": b"", "headers": _headers(cookie, origin)}
        self._task = asyncio.create_task(_application()(scope, self._to_server.get, self._from_server.put))

    async def open(self) -> None:
        """Connect. Raises Closed when the server refuses."""
        self._to_server.put_nowait({"type": "websocket.connect"})
        await self._take()

    async def send(self, frame: Message) -> None:
        """Send a frame."""
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        """Send whatever text."""
        self._to_server.put_nowait({"type": "websocket.receive", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        """Send a binary frame."""
        self._to_server.put_nowait({"type": "websocket.receive", "bytes": data})

    async def receive(self) -> Message:
        """The next frame. Raises Closed, TimeoutError."""
        return json.loads((await self._take())["text"])

    async def next(self, kind: str) -> Message:
        """The next frame of a type; others are passed over. Raises Closed, TimeoutError."""
        while True:
            frame = await self.receive()
            if frame["t"] == kind:
                return frame

    async def so_far(self) -> list[Message]:
        """All that came by now: the backlog of a hello, and the answers to everything this socket sent before.

        A socket's frames are answered one after the other, so whatever comes before the `pong` is all there is.
        """
        await self.send({"t": "ping"})
        frames = []
        while (frame := await self.receive())["t"] != "pong":
            frames.append(frame)
        return frames

    async def closed(self) -> Closed:
        """How the server closes the socket; frames before that are passed over."""
        while True:
            try:
                await self.receive()
            except Closed as closed:
                return closed

    async def leave(self) -> None:
        """Go away, as a browser does."""
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1001})
        async with asyncio.timeout(PATIENCE):
            await self._task

    async def _take(self) -> Message:
        async with asyncio.timeout(PATIENCE):
            message = await self._from_server.get()
        if message["type"] == "websocket.close":
            raise Closed(message.get("code") or 1000, message.get("reason") or "")
        return message


class House:
    """The application, with the doors through which visitors and staff come in."""

    def __init__(self) -> None:
        self._wires: list[Wire] = []

    async def wire(self, path: str, **options: Any) -> Wire:
        """Any socket, opened. Raises Closed."""
        wire = Wire(path, **options)
        self._wires.append(wire)
        await wire.open()
        return wire

    async def visitor(self, conversation: Conversation, *, after: int = 0) -> Wire:
        """A visitor's socket, welcomed; the welcome is in `wire.welcome`."""
        slug = conversation.programme.slug
        wire = await self.wire(f"/{slug}/chat/socket", cookie=visitor_cookie(conversation))
        ticket = tickets.issue(conversation_id=conversation.pk, now=timezone.now())
        await wire.send({"t": "hello", "ticket": ticket, "after": after})
        wire.welcome = await wire.next("welcome")
        return wire

    async def staff(
        self,
        conversation: Conversation,
        user: User,
        session_key: str,
        *,
        after: int = 0,
        aside: int | None = 0,
    ) -> Wire:
        """A socket of a member of staff, welcomed."""
        wire = await self.wire("/staff/chat/socket", cookie=staff_cookie(session_key))
        ticket = tickets.issue(conversation_id=conversation.pk, staff_id=user.pk, now=timezone.now())
        await wire.send({"t": "hello", "ticket": ticket, "after": after, "aside": aside})
        wire.welcome = await wire.next("welcome")
        return wire

    async def road(
        self,
        method: str,
        path: str,
        told: object = None,
        *,
        cookie: str = "",
        origin: str | None = settings.PUBLIC_URL,
        raw: bytes | None = None,
        content_type: str = "application/json",
    ) -> Answer:
        """One request on the HTTP road; `path` may carry a query."""
        address, _, query = path.partition("?")
        body = raw if raw is not None else json.dumps(told).encode() if method == "POST" else b""
        headers = [*_headers(cookie, origin), (b"content-type", content_type.encode())]
        scope = {
            "type": "http",
            "method": method,
            "path": address,
            "query_string": query.encode(),
            "headers": headers,
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        await _application()(scope, receive, send)
        content = b"".join(message.get("body", b"") for message in sent[1:])
        names = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], json.loads(content) if content else None, names)

    async def close(self) -> None:
        """Let everybody go and end the hub."""
        for wire in self._wires:
            await wire.leave()
        await hub.close_here()


def play(story: Callable[[House], Awaitable[None]]) -> None:
    """Run a story against a house of its own."""

    async def run() -> None:
        house = House()
        try:
            await story(house)
        finally:
            await house.close()

    asyncio.run(run())


async def in_thread(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Run an action as a request would: in another thread, with a connection of its own."""

    def attempt() -> Any:
        from django.db import connections

        try:
            return work(*args, **kwargs)
        finally:
            connections.close_all()

    return await asyncio.to_thread(attempt)


def visitor_cookie(conversation: Conversation) -> str:
    """The Cookie header of the visitor of a conversation."""
    name = visit.cookie_name(conversation.programme.slug)
    return f"{name}={visit.make(conversation)}"


def staff_cookie(session_key: str) -> str:
    """The Cookie header of a member of staff."""
    return f"{settings.SESSION_COOKIE_NAME}={session_key}"


def session_of(user: User) -> str:
    """Sign somebody in, without the pages; the session's key."""
    request = RequestFactory().get("/staff/")
    request.session = SessionStore()
    sessions.start(request, user=user, authenticator=Authenticator.objects.get(user=user, confirmed=True))
    key = request.session.session_key
    assert key is not None
    return key


def bodies(conversation_id: UUID) -> list[str]:
    """What stands on the main line."""
    from chat import log

    return [entry.body for entry in log.read(conversation_id)]


def now() -> datetime:
    """The real moment: sockets live by the clock."""
    return timezone.now()


def _application() -> Any:
    from helpline.asgi import application

    return application


def _headers(cookie: str, origin: str | None) -> list[tuple[bytes, bytes]]:
    headers = [(b"host", b"localhost:8000")]
    if cookie:
        headers.append((b"cookie", cookie.encode()))
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return headers


def ticket_for(conversation: Conversation, *, staff_id: int = 0, age: int = 0) -> str:
    return tickets.issue(
        conversation_id=conversation.pk, staff_id=staff_id, now=now() - timedelta(seconds=age)
    )
