"""Times of slots as pure arithmetic: the wall clock's hour, summer and winter, and what overlaps. No Django, no clock.

A therapist thinks in hours on the wall: "Tuesdays at ten" is ten o'clock before and after the change of the clock. A
slot lasts its minutes as they pass, so one that runs over the change ends when those minutes are over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpline.programmes.hours import AMSTERDAM

WEEK = timedelta(days=7)
SHORTEST, LONGEST = 15, 180


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, up to but not including its end."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a moment; spans that touch do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def span_on(day: date, at: time, minutes: int, zone: ZoneInfo = AMSTERDAM) -> Span | None:
    """The slot that begins when the wall clock shows `at` on this day; None when the clock skips that time.

    When the clock shows it twice (in autumn), the first is meant.
    """
    wall = datetime.combine(day, at)
    start = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if start.astimezone(zone).replace(tzinfo=None) != wall:
        return None
    return Span(start, start + timedelta(minutes=minutes))


def weekly_days(weekday: int, first: date, until: date | None, *, horizon: date) -> Iterator[date]:
    """The days of a weekly series, from `first` up to and including `until` and the horizon. weekday: 0 is Monday."""
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    last = min(horizon, until) if until is not None else horizon
    while day <= last:
        yield day
        day += WEEK


def in_pause(day: date, first: date | None, last: date | None) -> bool:
    """Whether a series pauses on this day; a pause without a last day goes on."""
    return first is not None and first <= day and (last is None or day <= last)


def first_overlap(span: Span, others: Iterable[Span]) -> Span | None:
    """The earliest of the others that shares a moment with this one; None when none does."""
    found = [other for other in others if span.overlaps(other)]
    return min(found, key=lambda other: other.starts_at) if found else None
