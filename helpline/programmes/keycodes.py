"""Codes that a caller keys in: whose they are is asked from the rooms that made them.

A room registers a reader from its AppConfig; the phone asks them all, and knows none of them. One that knows the
digits either says what the call belongs to, or to which number the caller is put through (an appointment). One that
does not know them says None, and nothing else: what the caller hears never tells whether a code exists somewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from helpline.programmes.models import Programme


class TooManyTries(Exception):
    """More codes are being tried than people could key in. Counted for everybody together: nobody is stored."""


@dataclass(frozen=True, slots=True)
class Direction:
    """What a code leads to.

    conversation_id: of the chat that the call goes on with. case_id: of the case it belongs to. number: where to put
    the caller through, as the provider takes it; the desk there sees the helpline's own number. reference: what
    `told` is given back, 64 characters at most. told: called with the reference, whether they were connected, and the
    moment; in a transaction.
    """

    conversation_id: UUID | None = None
    case_id: UUID | None = None
    number: str = ""
    reference: str = ""


Reader = Callable[[str, Programme, datetime], Direction | None]
Told = Callable[[str, bool, datetime], None]

_readers: dict[str, tuple[Reader, Told | None]] = {}


def register(name: str, reader: Reader, told: Told | None = None) -> None:
    """Have digits read by `reader`. name: a slug of its own; it stands before the reference in a call's row."""
    _readers[name] = (reader, told)


def unregister(name: str) -> None:
    """Take a reader away, if there is one."""
    _readers.pop(name, None)


def read(digits: str, programme: Programme, now: datetime) -> Direction | None:
    """Ask every reader in turn. The reference of what is found begins with the reader's name.

    A reader whose tries are used up does not keep the others from being asked. Raises TooManyTries when one was, and
    none of the others knows the digits.
    """
    slowed = False
    for name, (reader, _told) in _readers.items():
        try:
            found = reader(digits, programme, now)
        except TooManyTries:
            slowed = True
            continue
        if found is not None:
            return replace(found, reference=f"{name}:{found.reference}"[:64])
    if slowed:
        raise TooManyTries
    return None


def tell(reference: str, *, connected: bool, now: datetime) -> None:
    """Tell the reader of a reference whether caller and desk were connected."""
    name, _, rest = reference.partition(":")
    _reader, told = _readers.get(name, (None, None))
    if told is not None:
        told(rest, connected, now)
