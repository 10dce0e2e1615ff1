"""Return codes: five words from a list of 2048, which is 55 bits. Shown once; only a slow keyed hash is kept.

The words are Dutch, short, common and unlike each other (no two within one typing mistake, no two that sound the
same). Visitors who read English get the same words: see docs/decisions/0012-return-codes.md.
"""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from helpline.vault import keystore

WORDS_IN_CODE = 5
_PEPPER = "return-code"
_FILE = Path(__file__).with_name("words") / "words.nl.txt"
_LONGEST_INPUT = 120
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class Cost(NamedTuple):
    """What scrypt (RFC 7914) costs whoever guesses: 128 * n * r bytes of memory, p times over."""

    n: int
    r: int
    p: int


#: 32 MiB and about 0.1 s for each guess: twice OWASP's minimum of n=2**14 at r=8
COST = Cost(n=2**15, r=8, p=1)
_MOST_MEMORY = 64 * 1024 * 1024


@cache
def words() -> tuple[str, ...]:
    """Return the word list, in alphabetical order."""
    return tuple(_FILE.read_text(encoding="ascii").split())


@cache
def _known() -> frozenset[str]:
    return frozenset(words())


def make_code() -> str:
    """Return a new code, such as "lepel-wonen-..."."""
    return "-".join(secrets.choice(words()) for _ in range(WORDS_IN_CODE))


def normalise(text: str) -> str | None:
    """Return what was typed as a code, or None when it cannot be one.

    Case, accents, hyphens, dots, commas and spaces do not matter. A word with one typing mistake (a letter wrong,
    missing, too many, or two swapped) becomes the list's word when there is only one that it can be.
    """
    if len(text) > _LONGEST_INPUT:
        return None
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    typed = re.findall(r"[a-z]+", re.sub(r"['\u2019`]", "", plain))
    if len(typed) != WORDS_IN_CODE:
        return None
    meant = [_meant(word) for word in typed]
    return None if None in meant else "-".join(word for word in meant if word)


def _meant(typed: str) -> str | None:
    if typed in _known():
        return typed
    near = _one_mistake(typed) & _known()
    return near.pop() if len(near) == 1 else None


def _one_mistake(word: str) -> set[str]:
    """Return everything within one edit of `word` (Norvig's candidates): a few hundred strings."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {left + right[1:] for left, right in splits if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in splits if right for letter in _ALPHABET}
    added = {left + letter + right for left, right in splits for letter in _ALPHABET}
    return dropped | swapped | replaced | added


def slow_hash(code: str) -> str:
    """Return the 64 hex digits under which a normalised code is kept: scrypt with a pepper from the key store.

    The same for the same code, so that it can be looked up. A copy of the database alone lets nobody try codes: the
    pepper is not in it. Takes about 0.1 s: call it in a thread from async code, after a CodeThrottle.
    """
    pepper = keystore.store().pepper(_PEPPER)
    digest = hashlib.scrypt(code.encode(), salt=pepper, **COST._asdict(), maxmem=_MOST_MEMORY, dklen=32)
    return digest.hex()


class CodeThrottle:
    """A bucket of tries for everybody together: it slows guessing and remembers nobody.

    `burst` tries at once, then one more every `refill`. In this process only; with 2**55 codes even a thousand
    processes at this pace would need millions of years.
    """

    def __init__(self, *, burst: int = 20, refill: timedelta = timedelta(seconds=2)) -> None:
        self._burst = float(burst)
        self._refill = refill
        self._tokens = float(burst)
        self._at: datetime | None = None
        self._lock = Lock()

    def take(self, now: datetime) -> bool:
        """Take one try; False when there is none left at this moment."""
        with self._lock:
            if self._at is not None and now > self._at:
                self._tokens = min(self._burst, self._tokens + (now - self._at) / self._refill)
            self._at = now if self._at is None else max(now, self._at)
            if self._tokens < 1:
                return False
            self._tokens -= 1
            return True
