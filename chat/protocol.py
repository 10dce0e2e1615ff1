"""The frames of the chat's wire: what a client may say, and how the server's words are written. Pure.

A frame is a JSON object with its type in "t". What is not allowed here is refused with a close code and a reason
that a developer understands; it never repeats what was sent. docs/decisions/0031 has the table of frames.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum

#: bytes of a frame
FRAME_LIMIT = 16 * 1024
#: bytes of everything that a page hands over when it goes: more is not sent by a browser whose page is gone
REST_LIMIT = 64 * 1024
#: messages of it
REST_MESSAGES = 30
#: characters of a message
BODY_LIMIT = 4000
_LARGEST = 2**31 - 1
_CLIENT_ID = re.compile(r"[A-Za-z0-9-]{1,36}")

SENDERS = ("system", "visitor", "counsellor", "lead")
KINDS = ("text", "notice", "panel", "introduction")


class Close(IntEnum):
    """Close codes. 4401 to 4429 are for people to act on; the others tell a developer what was wrong."""

    UNREADABLE = 1003
    TOO_LARGE = 1009
    BAD_FRAME = 4400
    SIGN_IN = 4401
    NOT_YOURS = 4403
    NO_HELLO = 4408
    ELSEWHERE = 4409
    MOVING = 4012
    SLOW_DOWN = 4429


class BadFrame(Exception):
    """A frame that is refused: the close code and the reason to close with."""

    def __init__(self, reason: str, code: int = Close.BAD_FRAME) -> None:
        super().__init__(reason)
        self.code = int(code)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: a ticket, and the last entries the client has, per line."""

    ticket: str
    after: int
    aside: int | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """A message for the log. An empty or over-long one is answered with `no`, for a person to read."""

    cid: str
    body: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Sync:
    """Ask again for what comes after."""

    after: int
    aside: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """How far this side received and read."""

    delivered: int
    read: int


@dataclass(frozen=True, slots=True)
class Typing:
    """This side is typing, or stopped. Never what."""

    on: bool


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there?"""


Frame = Hello | Send | Sync | Seen | Typing | Ping


def parse(text: str) -> Frame:
    """Read a client's frame. Raises BadFrame."""
    if len(text) > FRAME_LIMIT or (len(text) * 4 > FRAME_LIMIT and len(_utf8(text)) > FRAME_LIMIT):
        raise BadFrame("larger than 16 KiB", Close.TOO_LARGE)
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("not JSON") from None
    if not isinstance(frame, dict):
        raise BadFrame("not an object")
    kind = frame.pop("t", None)
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise BadFrame("unknown type")
    return reader(frame)


def read_send(fields: dict[str, object]) -> Send:
    """The fields of a message, from a frame or from the HTTP road. Raises BadFrame."""
    _only(fields, _SEND_FIELDS)
    cid, body, line = fields.get("cid"), fields.get("body"), fields.get("line", 0)
    if not isinstance(cid, str) or not _CLIENT_ID.fullmatch(cid):
        raise BadFrame("cid: 1 to 36 letters, digits and hyphens")
    if not isinstance(body, str):
        raise BadFrame("body: text")
    if type(line) is not int or line not in (0, 1):
        raise BadFrame("line: 0 or 1")
    _utf8(body)
    return Send(cid, body, line)


def read_rest(fields: dict[str, object]) -> list[Send]:
    """What a page that goes hands over: messages in the order in which they were written. Raises BadFrame."""
    _only(fields, _REST_FIELDS)
    messages = fields.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= REST_MESSAGES:
        raise BadFrame(f"messages: a list of 1 to {REST_MESSAGES}")
    if not all(isinstance(message, dict) for message in messages):
        raise BadFrame("messages: objects")
    return [read_send(message) for message in messages]


def read_seen(fields: dict[str, object]) -> Seen:
    """The fields of a receipt. Raises BadFrame."""
    _only(fields, _SEEN_FIELDS)
    return Seen(_number(fields, "delivered"), _number(fields, "read"))


def read_typing(fields: dict[str, object]) -> Typing:
    """The field of a typing sign. Raises BadFrame."""
    _only(fields, _TYPING_FIELDS)
    on = fields.get("on")
    if not isinstance(on, bool):
        raise BadFrame("on: true or false")
    return Typing(on)


def why_not(body: str) -> str | None:
    """Why a body cannot be a message: "empty", "too_long", or None when it can."""
    if len(body) > BODY_LIMIT:
        return "too_long"
    return None if body.strip() else "empty"


def _read_hello(fields: dict[str, object]) -> Hello:
    _only(fields, _HELLO_FIELDS)
    ticket = fields.get("ticket")
    if not isinstance(ticket, str):
        raise BadFrame("ticket: text")
    return Hello(ticket, _number(fields, "after"), _optional(fields, "aside"))


def _read_sync(fields: dict[str, object]) -> Sync:
    _only(fields, _SYNC_FIELDS)
    return Sync(_number(fields, "after"), _optional(fields, "aside"))


def _read_ping(fields: dict[str, object]) -> Ping:
    _only(fields, frozenset())
    return _PING


_PING = Ping()
_HELLO_FIELDS = frozenset({"ticket", "after", "aside"})
_SEND_FIELDS = frozenset({"cid", "body", "line"})
_REST_FIELDS = frozenset({"messages"})
_SYNC_FIELDS = frozenset({"after", "aside"})
_SEEN_FIELDS = frozenset({"delivered", "read"})
_TYPING_FIELDS = frozenset({"on"})
_READERS: dict[str, Callable[[dict[str, object]], Frame]] = {
    "hello": _read_hello,
    "send": read_send,
    "sync": _read_sync,
    "seen": read_seen,
    "typing": read_typing,
    "ping": _read_ping,
}


def _only(fields: Mapping[str, object], allowed: frozenset[str]) -> None:
    """A client never says who it is or which number an entry has: a field too many is a forgery or a mistake."""
    if not allowed.issuperset(fields):
        raise BadFrame("a field that does not belong there")


def _number(fields: Mapping[str, object], name: str) -> int:
    number = fields.get(name)
    if type(number) is not int or not 0 <= number <= _LARGEST:
        raise BadFrame(f"{name}: a whole number")
    return number


def _optional(fields: Mapping[str, object], name: str) -> int | None:
    return _number(fields, name) if fields.get(name) is not None else None


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise BadFrame("half a character") from None


write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def entry(
    *,
    seq: int,
    line: int,
    sender: int,
    kind: int,
    body: str,
    at: datetime,
    client_id: str,
    staff_id: int | None,
) -> dict[str, object]:
    """An entry of the log as its readers get it, in an `ev` frame or on the HTTP road.

    Who of the staff wrote stands only on the staff's own line: a visitor sees a counsellor, not a number.
    """
    fields: dict[str, object] = {
        "t": "ev",
        "seq": seq,
        "line": line,
        "from": SENDERS[sender],
        "kind": KINDS[kind],
        "body": body,
        "at": moment(at),
        "cid": client_id,
    }
    if line == 1:
        fields["staff"] = staff_id
    return fields


def moment(at: datetime) -> str:
    """A moment as ISO 8601 in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
