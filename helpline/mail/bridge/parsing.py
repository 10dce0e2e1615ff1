"""A mail, taken apart: the words somebody wrote now, where an answer goes, and nothing else. Pure.

Headers, names, signatures, attachments and quotations are dropped here, before anything is kept. What a machine sent
(an out-of-office notice, a bounce, a list) is told apart, so that two machines never write to each other.
"""

import codecs
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses, parseaddr
from enum import StrEnum
from typing import Any

from helpline.mail.bridge.html import to_text
from helpline.mail.bridge.own_words import own_words

#: bytes of a mail that are looked at; the text stands before the attachments
LOOKED_AT = 192 * 1024
#: parts of a mail that are looked at
_MOST_PARTS = 100
#: lines that begin with "--", each of which may be the border of a part: what comes after so many is not looked at
_MOST_BORDERS = 1000
#: characters of a header that is read; of one with references to earlier mails
_LONGEST_HEADER, _LONGEST_REFERENCES = 1000, 8000
_ADDRESS = re.compile(r"[^@\s<>,;\"()]{1,64}@[^@\s<>,;\"()]{1,190}\.[^@\s<>,;\"().]{2,63}")
_REFERENCE = re.compile(r"<([0-9a-f]{32})@[^<>\s]{1,255}>")
_MACHINES = ("mailer-daemon", "postmaster", "no-reply", "noreply", "donotreply", "do-not-reply")
#: the names of codecs that turn bytes into letters, each in time that is in proportion to their number
_CHARSETS = re.compile(
    r"(?:utf|ascii|iso8859|latin|cp|koi8|kz1048|ptcp154|gb|hz|big5|shift_jis|euc_|iso2022|johab|mac|tis|viscii)[-_a-z0-9]*"
)


class _ShortHeaders(EmailPolicy):
    """Reads no header that is longer than people's are: the time it takes grows with the square of the length.

    A longer one is as if it were not there, and never cut: half an address is somebody else's.
    """

    def header_fetch_parse(self, name: str, value: str) -> Any:
        most = _LONGEST_REFERENCES if name.lower() == "references" else _LONGEST_HEADER
        return super().header_fetch_parse(name, value if len(value) <= most else "")


_POLICY = _ShortHeaders()


class Kind(StrEnum):
    """letter: somebody wrote it. automatic: a machine did. bounce: a machine says that an answer did not arrive."""

    LETTER = "letter"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is taken from a mail.

    sender: where an answer goes. references: what could be references of our answers, which this mail answers to.
    attachments: how many there were. is_cut: there was more than is looked at. may_hear_machines: whether it asked not
    to be answered automatically.
    """

    kind: Kind
    sender: str
    text: str
    attachments: int
    is_cut: bool
    references: tuple[str, ...]
    may_hear_machines: bool


def parse(raw: bytes, *, size: int, own_address: str, longest: int) -> Parsed:
    """Take a mail apart. raw: its first LOOKED_AT bytes; size: of all of it; longest: characters of a letter."""
    try:
        message = message_from_bytes(_to_last_border(raw), policy=_POLICY)
        assert isinstance(message, EmailMessage)
        return _parsed(message, raw, size, own_address, longest)
    except (
        MessageError,
        ValueError,
        LookupError,
        RecursionError,
        AttributeError,
        TypeError,
        IndexError,
        KeyError,
    ):
        # a mail that breaks the rules so that no reader can tell who sent it is nobody's letter
        return Parsed(Kind.AUTOMATIC, "", "", 0, False, (), False)


def _parsed(message: EmailMessage, raw: bytes, size: int, own_address: str, longest: int) -> Parsed:
    sender = _sender(message)
    kind = _kind(message, sender, own_address)
    if kind != Kind.LETTER:
        references = tuple(dict.fromkeys(_REFERENCE.findall(raw.decode("ascii", errors="replace"))))
        return Parsed(kind, "", "", 0, False, references[:20], False)
    plain, html, attachments = _parts(message)
    text = own_words(plain if plain.strip() else to_text(html))
    truncated = size > len(raw) and attachments == 0
    headers = " ".join(_header(message, name) for name in ("In-Reply-To", "References"))
    suppressed = bool(_header(message, "X-Auto-Response-Suppress"))
    return Parsed(
        kind=kind,
        sender=sender,
        text=text[:longest],
        attachments=attachments,
        is_cut=truncated or len(text) > longest,
        references=tuple(dict.fromkeys(_REFERENCE.findall(headers)))[:20],
        may_hear_machines=not suppressed and not sender.casefold().startswith(_MACHINES),
    )


def _to_last_border(raw: bytes) -> bytes:
    """A mail up to its last border that is looked at."""
    parts = raw.split(b"\n--", _MOST_BORDERS)
    return raw if len(parts) <= _MOST_BORDERS else raw[: len(raw) - len(parts[-1])]


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; one that cannot be read is empty."""
    try:
        return str(message.get(name, "") or "")
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError):
        return ""


def _sender(message: EmailMessage) -> str:
    """The one address an answer goes to: Reply-To when it is one address, else From."""
    for name in ("Reply-To", "From"):
        found = [address for _name, address in getaddresses([_header(message, name)]) if address]
        if len(found) == 1 and _ADDRESS.fullmatch(found[0]):
            return found[0]
    return ""


def _kind(message: EmailMessage, sender: str, own_address: str) -> Kind:
    content = message.get_content_type()
    if content == "multipart/report" or _header(message, "X-Failed-Recipients"):
        return Kind.BOUNCE
    path = _header(message, "Return-Path").strip()
    author = parseaddr(_header(message, "From"))[1].casefold()
    if path == "<>" or author.startswith(("mailer-daemon", "postmaster")):
        return Kind.BOUNCE
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    precedence = _header(message, "Precedence").strip().casefold()
    is_machine = (
        submitted not in ("", "no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(
            message.get(name) is not None for name in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Loop")
        )
    )
    is_ours = own_address.casefold() in (author, sender.casefold())
    return Kind.AUTOMATIC if is_machine or is_ours or not sender else Kind.LETTER


def _parts(message: EmailMessage) -> tuple[str, str, int]:
    """The plain text, the HTML text, and how many attachments were beside them."""
    plain: list[str] = []
    html: list[str] = []
    attachments = 0
    waiting: list[EmailMessage] = [message]
    looked = 0
    while waiting and looked < _MOST_PARTS:
        part = waiting.pop(0)
        looked += 1
        content = part.get_content_type()
        if content.startswith("multipart/"):
            inside = part.get_payload()
            if isinstance(inside, list):
                waiting[:0] = [each for each in inside if isinstance(each, EmailMessage)]
            continue
        is_text = content in ("text/plain", "text/html")
        if not is_text or part.is_attachment() or part.get_filename():
            attachments += 1
        elif content == "text/plain":
            plain.append(_text(part))
        else:
            html.append(_text(part))
    return "\n".join(plain), "\n".join(html), attachments


def _text(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        charset = codecs.lookup(part.get_content_charset() or "utf-8").name
        return payload.decode(charset if _CHARSETS.fullmatch(charset) else "latin-1", errors="replace")
    except (LookupError, ValueError):
        return payload.decode("latin-1", errors="replace")
