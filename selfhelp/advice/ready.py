"""Pages of questions that are kept ready, so that who walks waits for nothing.

A question that was not answered yet is the same page for everybody; only the token of its forms is each browser's own.
So each process keeps the page with a gap where the token goes, for as long as hours and numbers are kept anyway. What
somebody answered is never part of a key: a page that shows a given answer is made anew.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

#: seconds; as long as numbers, hours and texts are kept
FRESH_FOR = 5.0
#: pages at most: two trees of 200 questions in two languages, with and without easy words
ROOM = 2000
#: stands where the token goes; no text of a page can hold it
GAP = "token-of-this-browser-goes-here"


@dataclass(frozen=True, slots=True)
class Key:
    """What the page of an unanswered question depends on. told: the sentence above it."""

    snapshot: int
    place: int
    step: int
    language: str
    easy: bool
    given: bool
    told: str


_lock = threading.Lock()
_kept: dict[Key, tuple[float, tuple[bytes, ...]]] = {}


def page(key: Key, token: str, make: Callable[[str], str]) -> bytes:
    """The page with this token in its forms. make: makes it with another token, when none is ready."""
    found = _kept.get(key)
    if found is None or time.monotonic() - found[0] >= FRESH_FOR:
        asked_at = time.monotonic()
        found = (asked_at, tuple(make(GAP).encode().split(GAP.encode())))
        with _lock:
            if len(_kept) >= ROOM:
                _kept.clear()
            _kept[key] = found
    return token.encode().join(found[1])


def forget() -> None:
    """Make every page anew."""
    with _lock:
        _kept.clear()
