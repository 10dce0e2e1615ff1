"""A week of opening hours as people write it: read times, and find what cannot be. Pure: no Django, no clock.

A week is a circle of minutes: a span of Sunday that runs past midnight ends on Monday.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from helpline.programmes.hours import Span

DAY = 24 * 60
WEEK = 7 * DAY
#: "9", "9:30", "09.30", "930", "21u", "24:00"
_TIME = re.compile(r"([0-9]{1,2})(?:[:.u ]?([0-9]{2}))?\s*u?")


class NoTime(ValueError):
    """What was typed is no time of the day."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two spans of one channel that are open at the same moment."""

    first: Span
    second: Span


def read_time(typed: str) -> time:
    """A time as people write it; 24:00 is midnight. Raises NoTime."""
    found = _TIME.fullmatch(typed.strip().lower())
    if found is None:
        raise NoTime(typed)
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return time()
    if hour > 23 or minute > 59:
        raise NoTime(typed)
    return time(hour, minute)


def overlaps(spans: Sequence[Span]) -> Iterator[Overlap]:
    """Every pair of spans that are open at the same moment, in the order of the week. Touching is no overlap."""
    in_order = sorted(spans, key=_start)
    for at, first in enumerate(in_order):
        for second in in_order[at + 1 :]:
            apart = _start(second) - _start(first)
            # the second begins before the first is over, or runs round the week into the first
            if apart < length(first) or WEEK - apart < length(second):
                yield Overlap(first, second)


def length(span: Span) -> int:
    """How many minutes a span is open; from a time to the same time is a whole day."""
    return (_minute(span.closes) - _minute(span.opens)) % DAY or DAY


def as_stored(spans: Iterable[Span]) -> str:
    """A week in one line: two weeks with the same line are the same."""
    rows = sorted((span.weekday, span.opens, span.closes) for span in spans)
    return " ".join(f"{weekday}/{opens:%H%M}-{closes:%H%M}" for weekday, opens, closes in rows)


def _start(span: Span) -> int:
    return span.weekday * DAY + _minute(span.opens)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute
