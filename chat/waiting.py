"""Waiting: who can be reached, who is freest, and how long it will honestly take. Pure: no database and no clock."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Generic, TypeVar

from chat.rules import HANDLING_MINIMUM, REACHABLE

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Desk(Generic[Who]):
    """A counsellor who is present: the room they said to have, and what they have on their hands.

    since: when they were last given a conversation; None when they were not yet.
    """

    who: Who
    capacity: int
    load: int
    since: datetime | None = None

    @property
    def room(self) -> int:
        return max(0, self.capacity - self.load)


def is_reachable(seen_at: datetime, now: datetime) -> bool:
    """True while a visitor's last sign of life is recent enough that somebody would answer a counsellor."""
    return seen_at > now - REACHABLE


def freest(desks: Iterable[Desk[Who]]) -> Desk[Who] | None:
    """The desk that the next visitor goes to: fewest chats, then longest without a new one. None when all are full."""
    free = [desk for desk in desks if desk.room]
    if not free:
        return None
    return min(free, key=lambda desk: (desk.load, desk.since.timestamp() if desk.since else 0.0))


def expected_wait(
    place: int, handling: Sequence[timedelta], capacity: int, room: int = 0
) -> timedelta | None:
    """How long the visitor at `place` (1 is next) will probably wait, in whole minutes, rounded up.

    With `capacity` chats going on at once and conversations of median length m, one ends every m / capacity. That is
    the median of recent conversations and not the mean, so that one very long night does not frighten everybody.
    None when it cannot be told honestly: nobody is there, or too few conversations to say how long one takes.
    """
    if place < 1 or capacity < 1:
        return None
    if place <= room:
        return timedelta(0)
    if len(handling) < HANDLING_MINIMUM:
        return None
    minutes = median(length.total_seconds() for length in handling) * (place - room) / capacity / 60
    return timedelta(minutes=max(1, math.ceil(minutes)))
