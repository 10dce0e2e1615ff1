"""The HTTP road: the same conversation in small requests, for places where sockets are blocked (schools do that).

Plain ASGI, beside Django's pages: a ticket is the first thing thousands of browsers ask for when a server comes
back, so it costs no thread and no middleware. What the middleware would do is done here: host, origin, cookie, size.

    POST ticket              -> {ticket}
    POST send {cid, body}    -> {cid, seq, at}, or 400 403 409 410 413 429 503 with {why, retry_ms?}
    POST rest {messages}     -> {taken: [{cid, seq, at}]}: what a page that goes had not said yet (visitors)
    GET  events?after=N      -> {epoch, head, events, state, seen, typing}
    POST seen, typing        -> 204
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chat import access, asking, hub, protocol, tickets, visit
from chat.access import SignedOut
from chat.circle import STAFF, VISITOR, Circle, fields, is_mine
from chat.consumers import STORAGE_RETRY_MS, Put, Receive, sender_of
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown, NotAllowed, TooFast
from chat.log import Entry
from chat.models import Sender
from chat.protocol import BadFrame
from chat.storage import StorageAway

#: bytes of a request's body: the largest message in the least compact JSON, and a little
BODY_BYTES = 32 * 1024
_STATUS = {"empty": 400, "too_long": 413, "slow": 429, "not_yours": 403}


class Refused(Exception):
    """The answer is no: a status, and why."""

    def __init__(self, status: int, why: str, retry_ms: int = 0) -> None:
        super().__init__(why)
        self.status = status
        self.answer: dict[str, object] = {"why": why, "retry_ms": retry_ms} if retry_ms else {"why": why}


@dataclass(slots=True)
class Asker:
    """Who asks, in which conversation. staff_id is None for the visitor."""

    circle: Circle
    side: int
    staff_id: int | None = None
    is_counsellor: bool = False
    may_whisper: bool = False

    @property
    def lines(self) -> tuple[int, ...]:
        return (0,) if self.side == VISITOR else (0, 1)


async def visitor_road(scope: asking.Scope, receive: Receive, send: Put, name: str) -> None:
    """A visitor's request; `name` is the last part of the address."""
    await _answer(scope, receive, send, name, _visitor)


async def staff_road(
    scope: asking.Scope, receive: Receive, send: Put, name: str, conversation_id: UUID
) -> None:
    """A request of a member of staff in one conversation."""

    async def who(scope: asking.Scope) -> Asker:
        session_key = asking.cookie(scope, settings.SESSION_COOKIE_NAME)
        here = hub.here()
        rights = await here.staff.rights(session_key, conversation_id)
        circle = await here.circle(conversation_id)
        return Asker(circle, STAFF, rights.staff_id, rights.is_counsellor, rights.whisper)

    await _answer(scope, receive, send, name, who)


async def desk_ticket(scope: asking.Scope, receive: Receive, send: Put) -> None:
    """The ticket for the desk's board."""

    async def give() -> tuple[int, object]:
        _check_post(scope)
        session_key = asking.cookie(scope, settings.SESSION_COOKIE_NAME)
        user, _ = await hub.here().in_thread(access.desk, session_key, timezone.now())
        return 200, {
            "ticket": tickets.issue(conversation_id=tickets.DESK, staff_id=user.pk, now=timezone.now())
        }

    await _respond(send, *await _guarded(give()))


async def _visitor(scope: asking.Scope) -> Asker:
    claim = visit.claim(asking.cookie(scope, visit.cookie_name(asking.programme(scope))))
    if claim is None:
        raise SignedOut
    circle = await hub.here().circle(claim.conversation_id)
    if not hub.here().is_visit(circle, claim):
        raise SignedOut
    hub.here().touch(circle)
    return Asker(circle, VISITOR)


async def _answer(
    scope: asking.Scope, receive: Receive, send: Put, name: str, who: "Callable[..., Any]"
) -> None:
    async def work() -> tuple[int, object]:
        if name == "events":
            if scope["method"] != "GET":
                raise Refused(405, "method")
            if not asking.is_host_ours(scope):
                raise Refused(400, "host")
            return 200, await _events(await who(scope), scope)
        deed = _DEEDS.get(name)
        if deed is None:
            raise Refused(404, "unknown")
        _check_post(scope)
        told = await _body(receive, protocol.REST_LIMIT if name == "rest" else BODY_BYTES)
        return await deed(await who(scope), told)

    await _respond(send, *await _guarded(work()))


async def _guarded(work: Any) -> tuple[int, object]:
    """The answer of a request, or the refusal in its place."""
    try:
        status, answer = await work
    except Refused as refused:
        return refused.status, refused.answer
    except BadFrame as bad:
        return 413 if bad.code == protocol.Close.TOO_LARGE else 400, {
            "why": "malformed",
            "reason": bad.reason,
        }
    except SignedOut:
        return 401, {"why": "signed_out"}
    except NotAllowed:
        return 403, {"why": "not_yours"}
    except (ConversationEnded, ConversationUnknown):
        return 410, {"why": "ended"}
    except ClientIdReused:
        return 409, {"why": "reused"}
    except TooFast as wanted:
        return 429, {"why": "slow", "retry_ms": wanted.retry_ms}
    except StorageAway:
        return 503, {"why": "storage", "retry_ms": STORAGE_RETRY_MS}
    return status, answer


# --- what can be asked ----------------------------------------------------------------------------------------------


async def _ticket(asker: Asker, told: dict[str, object]) -> tuple[int, object]:
    return 200, {
        "ticket": tickets.issue(
            conversation_id=asker.circle.id, staff_id=asker.staff_id or 0, now=timezone.now()
        )
    }


async def _send(asker: Asker, told: dict[str, object]) -> tuple[int, object]:
    message = protocol.read_send(told)
    sender = sender_of(asker.side, asker.is_counsellor, asker.may_whisper, message.line)
    why = "not_yours" if sender is None else protocol.why_not(message.body)
    if sender is None or why:
        raise Refused(_STATUS[why or "not_yours"], why or "not_yours")
    asker.circle.ask_to_send(asker.side, asyncio.get_running_loop().time())
    appended = await hub.here().say(asker.circle, message, staff_id=asker.staff_id, sender=sender, by=None)
    return 200, {"cid": message.cid, "seq": appended.seq, "at": protocol.moment(appended.at)}


async def _rest(asker: Asker, told: dict[str, object]) -> tuple[int, object]:
    """Take what a page that goes away had not said yet, in order, ahead of the pace and on its account.

    Nobody is there to read a refusal: a message that cannot stand is passed over and the next one is taken.
    """
    messages = protocol.read_rest(told)
    if asker.side != VISITOR:
        raise Refused(403, "not_yours")
    lent = asker.circle.ask_to_hand_over(VISITOR, len(messages), asyncio.get_running_loop().time())
    taken = []
    for message in messages[:lent]:
        if message.line != 0 or protocol.why_not(message.body):
            continue
        with suppress(ClientIdReused):
            appended = await hub.here().say(
                asker.circle, message, staff_id=None, sender=Sender.VISITOR, by=None
            )
            taken.append({"cid": message.cid, "seq": appended.seq, "at": protocol.moment(appended.at)})
    return 200, {"taken": taken}


async def _seen(asker: Asker, told: dict[str, object]) -> tuple[int, object]:
    if asker.side == VISITOR or asker.is_counsellor:
        await hub.here().seen(asker.circle, asker.side, protocol.read_seen(told))
    return 204, None


async def _typing(asker: Asker, told: dict[str, object]) -> tuple[int, object]:
    if asker.side == VISITOR or asker.is_counsellor:
        await hub.here().typing(asker.circle, asker.side, protocol.read_typing(told).on)
    return 204, None


_DEEDS = {"ticket": _ticket, "send": _send, "rest": _rest, "seen": _seen, "typing": _typing}


async def _events(asker: Asker, scope: asking.Scope) -> dict[str, object]:
    here, circle = hub.here(), asker.circle
    asked = parse_qs(scope["query_string"].decode("latin1"))
    other = STAFF if asker.side == VISITOR else VISITOR
    events: list[dict[str, object]] = []
    for line, name in zip(asker.lines, ("after", "aside"), strict=False):
        if line == 0 or name in asked:
            after = _number(asked, name)
            if after < circle.heads[line]:
                found = await here.entries(circle, asker.side, line, after)
                events += [_event(asker, line, entry) for entry in found]
    answer: dict[str, object] = {"epoch": circle.epoch, "head": circle.heads[0], "events": events}
    if 1 in asker.lines:
        answer["aside"] = circle.heads[1]
    standing = await here.standing(circle)
    answer["state"] = standing.frame() if standing else None
    answer["seen"] = circle.seen_frame(other)
    answer["typing"] = circle.typing_frame(other, circle.is_typing(other, asyncio.get_running_loop().time()))
    return answer


def _event(asker: Asker, line: int, entry: Entry) -> dict[str, object]:
    event = fields(line, entry)
    if is_mine(entry, asker.side, asker.staff_id):
        event["mine"] = True
    return event


def _number(asked: dict[str, list[str]], name: str) -> int:
    text = asked.get(name, ["0"])[-1]
    if not (text.isascii() and text.isdigit()) or len(text) > 9:  # "²" is a digit too
        raise Refused(400, "malformed")
    return int(text)


# --- the request ----------------------------------------------------------------------------------------------------


def _check_post(scope: asking.Scope) -> None:
    if scope["method"] != "POST":
        raise Refused(405, "method")
    if not asking.is_origin_ours(scope):
        raise Refused(403, "origin")
    if asking.header(scope, b"content-type").partition(";")[0].strip() != "application/json":
        raise Refused(415, "malformed")


async def _body(receive: Receive, limit: int) -> dict[str, object]:
    raw, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "malformed")
        raw += message.get("body", b"")
        more = message.get("more_body", False)
        if len(raw) > limit:
            raise Refused(413, "too_long")
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(400, "malformed") from None
    if not isinstance(told, dict):
        raise Refused(400, "malformed")
    return told


async def _respond(send: Put, status: int, answer: object) -> None:
    body = b"" if answer is None else protocol.write(answer).encode()
    headers = [
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    if answer is not None:
        headers += [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
