"""Pages that are kept ready, so that most visitors wait for nothing.

A page says the same to everybody; only its doors change with the clock. So each process keeps what it answered for
`FRESH_FOR` seconds, and forgets all of it at once when something is published in that process. Nothing about who
asked is part of the key.
"""

import threading
import time
from dataclasses import dataclass

#: seconds: as long as hours and texts are kept (helpline.programmes.queries)
FRESH_FOR = 5.0
#: pages at most; two sites in two languages are a few hundred
ROOM = 1000


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer depends on. door_language: what the links to the rooms have to say (see cms.addresses)."""

    host: str
    path: str
    version: str
    door_language: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is ready: its bytes, its language, and what it is counted as.

    also: counters of its own room that a reading counts in, each with its code.
    """

    body: bytes
    language: str
    programme: str
    visit_code: str
    campaign: str
    also: tuple[tuple[str, str], ...] = ()


_lock = threading.Lock()
_kept: dict[Key, tuple[float, Kept]] = {}


def find(key: Key) -> Kept | None:
    """What is ready and fresh, or None."""
    found = _kept.get(key)
    if found is None or time.monotonic() - found[0] >= FRESH_FOR:
        return None
    return found[1]


def keep(key: Key, answer: Kept, *, asked_at: float) -> None:
    """Keep an answer. asked_at: time.monotonic() before it was made, so that it is never fresher than what it says."""
    with _lock:
        if len(_kept) >= ROOM:
            _kept.clear()
        _kept[key] = (asked_at, answer)


def forget() -> None:
    """Make every page anew."""
    with _lock:
        _kept.clear()
