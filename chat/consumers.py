"""The sockets of a conversation: thin. They read frames, ask who may, hand on to the hub, and close with a reason."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.utils import timezone

from chat import asking, hub, limits, pacing, protocol, tickets, visit
from chat.access import SignedOut
from chat.circle import STAFF, VISITOR, Circle, Member
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown, NotAllowed, TooFast
from chat.models import Sender
from chat.protocol import BadFrame, Close, Frame, Hello, Ping, Seen, Send, Sync, Typing
from chat.storage import StorageAway

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Put = Callable[[Message], Awaitable[None]]

#: seconds to say hello
HELLO_SECONDS = 10
#: what a client is told to wait when storage is away (milliseconds)
STORAGE_RETRY_MS = 2000


class Socket:
    """One open websocket: frames in, text out, closed once."""

    def __init__(self, scope: asking.Scope, receive: Receive, send: Put) -> None:
        self.scope = scope
        self._receive = receive
        self._send = send
        self._frames = limits.frames()
        self._unsent = pacing.of_scope(scope)
        self._clock = asyncio.get_running_loop().time

    async def open(self) -> bool:
        """Accept the socket when a page of ours asks; a foreign one is refused before it opens."""
        await self._receive()
        if not asking.is_origin_ours(self.scope):
            await self._send({"type": "websocket.close", "code": int(Close.NOT_YOURS)})
            return False
        await self._send({"type": "websocket.accept"})
        return True

    async def hello(self) -> Hello | None:
        """The first frame, which must be a hello and come soon. None when the client went away. Raises BadFrame."""
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                frame = await self.frame()
        except TimeoutError:
            raise BadFrame("no hello", Close.NO_HELLO) from None
        if frame is not None and not isinstance(frame, Hello):
            raise BadFrame("hello comes first")
        return frame

    async def frame(self) -> Frame | None:
        """The next frame; None when the socket is closed. Raises BadFrame."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return None
        if not self._frames.take(self._clock()):
            raise BadFrame("slow down", Close.SLOW_DOWN)
        text = message.get("text")
        if text is None:
            raise BadFrame("text frames only", Close.UNREADABLE)
        return protocol.parse(text)

    async def put(self, text: str) -> None:
        """Send a frame."""
        await self._send({"type": "websocket.send", "text": text})

    async def until_read(self) -> None:
        """Wait while much of what was sent is not read yet. Raises BadFrame when nothing is read."""
        await pacing.until_read(self._unsent)

    async def end(self, code: int, reason: str) -> None:
        """Close, with a code and a reason for developers."""
        await self._send({"type": "websocket.close", "code": code, "reason": reason})


async def visitor_socket(scope: asking.Scope, receive: Receive, send: Put) -> None:
    """A visitor's socket."""
    await _serve(Socket(scope, receive, send), _enter_as_visitor)


async def staff_socket(scope: asking.Scope, receive: Receive, send: Put) -> None:
    """The socket of a member of staff in one conversation: its counsellor, a shift lead, or who is offered it."""
    await _serve(Socket(scope, receive, send), _enter_as_staff)


async def _serve(socket: Socket, enter: "Callable[[Socket, Hello], Awaitable[Member]]") -> None:
    """One socket's life. Whatever ends it, it ends with a code that tells the client what to do next."""
    if not await socket.open():
        return
    member: Member | None = None
    try:
        hello = await socket.hello()
        if hello is not None:
            _refuse_when_closing()
            member = await enter(socket, hello)
            await hub.here().join(member, hello.after, hello.aside)
            await _converse(socket, member)
    except (BadFrame, SignedOut, NotAllowed, ConversationUnknown, StorageAway, TooFast) as refused:
        await _end(socket, member, *closing_words(refused))
    finally:
        if member is not None:
            member.is_open = False
            hub.here().leave(member)


def closing_words(refused: Exception) -> tuple[int, str]:
    """The close code and the reason for what went wrong."""
    if isinstance(refused, BadFrame):
        return refused.code, refused.reason
    if isinstance(refused, SignedOut):
        return Close.SIGN_IN, "sign in again"
    if isinstance(refused, TooFast):
        return Close.SLOW_DOWN, "slow down"
    if isinstance(refused, StorageAway):
        return Close.MOVING, "storage is away"
    return Close.NOT_YOURS, "not yours"


def _refuse_when_closing() -> None:
    if hub.here().closing:
        raise BadFrame("moving", Close.MOVING)


async def _end(socket: Socket, member: Member | None, code: int, reason: str) -> None:
    if member is not None:
        await member.close(code, reason)
    else:
        await socket.end(code, reason)


# --- entering -----------------------------------------------------------------------------------------------------


async def _enter_as_visitor(socket: Socket, hello: Hello) -> Member:
    claim = visit.claim(asking.cookie(socket.scope, visit.cookie_name(asking.programme(socket.scope))))
    ticket = tickets.inspect(hello.ticket, now=timezone.now())
    if claim is None or ticket is None or ticket.staff_id or ticket.conversation_id != claim.conversation_id:
        raise SignedOut
    circle = await hub.here().circle(claim.conversation_id)
    if not hub.here().is_visit(circle, claim) or not await hub.here().storage.redeem(ticket):
        raise SignedOut
    if hello.aside is not None:
        raise NotAllowed
    hub.here().touch(circle)
    return Member(
        circle,
        VISITOR,
        None,
        "",
        False,
        socket.put,
        socket.end,
        socket.until_read,
        ticket_until=ticket.expires_at,
    )


async def _enter_as_staff(socket: Socket, hello: Hello) -> Member:
    session_key = asking.cookie(socket.scope, settings.SESSION_COOKIE_NAME)
    ticket = tickets.inspect(hello.ticket, now=timezone.now())
    if not session_key or ticket is None or not ticket.staff_id or ticket.conversation_id == tickets.DESK:
        raise SignedOut
    rights = await hub.here().staff.rights(session_key, ticket.conversation_id)
    if rights.staff_id != ticket.staff_id or not await hub.here().storage.redeem(ticket):
        raise SignedOut
    circle = await hub.here().circle(ticket.conversation_id)
    lines = (0, 1) if hello.aside is not None else (0,)
    member = Member(
        circle,
        STAFF,
        rights.staff_id,
        session_key,
        rights.is_counsellor,
        socket.put,
        socket.end,
        socket.until_read,
        lines=lines,
        may_whisper=rights.whisper,
        ticket_until=ticket.expires_at,
    )
    hub.here().staff.add(session_key, member)
    return member


# --- conversing ---------------------------------------------------------------------------------------------------


async def _converse(socket: Socket, member: Member) -> None:
    """Answer frames until the socket closes."""
    circle, here = member.circle, hub.here()
    while (frame := await socket.frame()) is not None:
        if member.side == VISITOR:
            here.touch(circle)
        if isinstance(frame, Send):
            await _send(member, frame)
        elif isinstance(frame, Ping):
            await member.send(_pong(member, circle))
        elif isinstance(frame, Seen):
            if member.side == VISITOR or member.is_counsellor:
                await here.seen(circle, member.side, frame)
        elif isinstance(frame, Typing):
            if member.side == VISITOR or member.is_counsellor:
                await here.typing(circle, member.side, frame.on)
        elif isinstance(frame, Sync):
            member.rewind(frame.after, frame.aside)
            await here.catch_up(member)
        else:
            raise BadFrame("hello was said")


def _pong(member: Member, circle: Circle) -> str:
    frame = {"t": "pong", "head": circle.heads[0]}
    if 1 in member.lines:
        frame["aside"] = circle.heads[1]
    return protocol.write(frame)


async def _send(member: Member, send: Send) -> None:
    why, retry_ms = await _try_to_send(member, send)
    if why:
        refusal: dict[str, object] = {"t": "no", "cid": send.cid, "why": why}
        if retry_ms:
            refusal["retry_ms"] = retry_ms
        await member.send(protocol.write(refusal))


async def _try_to_send(member: Member, send: Send) -> tuple[str, int]:
    """Why a message was not accepted, and after how many milliseconds it may come again; ("", 0) when it stands."""
    sender = sender_of(member.side, member.is_counsellor, member.may_whisper, send.line)
    if sender is None:
        return "not_yours", 0
    if why := protocol.why_not(send.body):
        return why, 0
    here = hub.here()
    try:
        member.circle.ask_to_send(member.side, asyncio.get_running_loop().time())
        await here.say(member.circle, send, staff_id=member.staff_id, sender=sender, by=member)
    except TooFast as wanted:
        return "slow", wanted.retry_ms
    except StorageAway:
        return "storage", STORAGE_RETRY_MS
    except (ConversationEnded, ConversationUnknown):
        return "ended", 0
    except ClientIdReused:
        return "reused", 0
    return "", 0


def sender_of(side: int, is_counsellor: bool, may_whisper: bool, line: int) -> Sender | None:
    """As whom somebody writes on a line; None when they may not. Nobody says who they are: we know."""
    if side == VISITOR:
        return Sender.VISITOR if line == 0 else None
    if line == 0:
        return Sender.COUNSELLOR if is_counsellor else None
    if not may_whisper:
        return None
    return Sender.COUNSELLOR if is_counsellor else Sender.LEAD
