"""How often somebody may try to sign in. Pure: knows neither Django nor the clock.

Tries are counted in buckets. A browser that this person signed in with before has a bucket of its own; everybody
else who tries the same account shares one. So a stranger who guesses slows down strangers, never the owner's own
browser. A try is counted before it is judged: parallel tries cannot slip past.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from helpline.accounts.errors import TooSoon

#: tries that may follow each other at once; people mistype
FREE_TRIES = 4
#: the wait after the last free try; it doubles with every try
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)
#: a bucket without tries for this long starts anew
FORGET_AFTER = timedelta(hours=12)

#: all strangers together: a reserve of tries, and how many a minute flow back
STRANGERS_RESERVE = 40.0
STRANGERS_PER_MINUTE = 20.0

#: Addresses are sorted into this many buckets, known and unknown addresses alike. Few enough that a bucket's number
#: says nothing about who was tried, many enough that colleagues rarely share one.
STRANGER_BUCKETS = 2**16


@dataclass(frozen=True, slots=True)
class Tries:
    """What a bucket remembers: the number of tries, and when the last one was."""

    count: int = 0
    last_at: datetime | None = None


def wait_after(count: int) -> timedelta:
    """The time that must pass after the `count`-th try before the next one is heard."""
    if count < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(count - FREE_TRIES, 20), LONGEST_WAIT)


def take(tries: Tries, now: datetime) -> Tries:
    """Count a try at `now`. Raises TooSoon when it comes before its time; then nothing is counted."""
    if tries.last_at is None or now - tries.last_at >= FORGET_AFTER:
        return Tries(1, now)
    until = tries.last_at + wait_after(tries.count)
    if now < until:
        raise TooSoon(until)
    return Tries(tries.count + 1, now)


def give_back(tries: Tries) -> Tries:
    """The counted try turned out to be right. The bucket keeps what others did to it."""
    return replace(tries, count=max(tries.count - 1, 0))


@dataclass(frozen=True, slots=True)
class Reserve:
    """The strangers' shared reserve: how much was left at a moment."""

    left: float = STRANGERS_RESERVE
    at: datetime | None = None


def draw(reserve: Reserve, now: datetime) -> Reserve:
    """Take one try from the shared reserve. Raises TooSoon when it is empty; then nothing changes."""
    left = reserve.left
    if reserve.at is not None:
        minutes = max((now - reserve.at).total_seconds(), 0.0) / 60
        left = min(left + minutes * STRANGERS_PER_MINUTE, STRANGERS_RESERVE)
    if left < 1:
        raise TooSoon(now + timedelta(minutes=(1 - left) / STRANGERS_PER_MINUTE))
    return Reserve(left - 1, now)


def bucket_of_browser(step: str, browser: int) -> str:
    """The bucket of one browser that this person signed in with before."""
    return f"{step}:browser:{browser}"


def bucket_of_strangers(step: str, email: str, pepper: bytes) -> str:
    """The bucket that every other browser shares for this address. It keeps 16 bits of a keyed hash: no pseudonym."""
    digest = hmac.digest(pepper, email.strip().lower().encode(), hashlib.sha256)
    return f"{step}:strangers:{int.from_bytes(digest[:8], 'big') % STRANGER_BUCKETS}"
