"""When an organisation can be reached, as an editor writes it: "ma-vr 9:00-17:00, za 10:00-14:00". No Django, no clock.

It stands beside the words that people read (decision 0130) and answers one question of a counsellor: is it worth
calling now? On a public holiday nobody knows, so the answer is neither yes nor no; `always` is the exception.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from functools import lru_cache

from helpline.programmes.hours import AMSTERDAM, Schedule, Span, is_open

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("ma", "mon"),
            ("di", "tue"),
            ("wo", "wed"),
            ("do", "thu"),
            ("vr", "fri"),
            ("za", "sat"),
            ("zo", "sun"),
        )
    )
    for name in names
}
_ALWAYS = ("altijd", "always")
_PIECE = re.compile(
    r"(?P<first>[a-z]{2,3})(?:-(?P<last>[a-z]{2,3}))?\s+"
    r"(?P<from>[0-9]{1,2}:[0-9]{2})-(?P<to>[0-9]{1,2}:[0-9]{2})"
)


class NotTimes(ValueError):
    """This does not say when somebody can be reached."""


class Reachable(StrEnum):
    """Whether an organisation can be reached at a moment."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Times:
    """always: day and night, on holidays too; else the spans of the week."""

    always: bool = False
    spans: tuple[Span, ...] = ()

    def at(self, moment: datetime) -> Reachable:
        """Whether somebody answers then, as far as these times tell."""
        if self.always:
            return Reachable.YES
        if not self.spans or is_holiday(moment):
            return Reachable.UNKNOWN
        return Reachable.YES if is_open(Schedule(spans=self.spans), moment) else Reachable.NO


def read(text: str) -> Times:
    """Read what an editor wrote; nothing is "unknown". Raises NotTimes."""
    bare = text.strip().lower()
    if not bare:
        return Times()
    if bare in _ALWAYS:
        return Times(always=True)
    spans = [span for piece in re.split(r"[,;]", bare) for span in _spans(piece.strip())]
    return Times(spans=tuple(sorted(set(spans), key=lambda span: (span.weekday, span.opens, span.closes))))


def _spans(piece: str) -> list[Span]:
    found = _PIECE.fullmatch(piece)
    if found is None or found["first"] not in _DAYS or (found["last"] or found["first"]) not in _DAYS:
        raise NotTimes(piece)
    first, last = _DAYS[found["first"]], _DAYS[found["last"] or found["first"]]
    opens, closes = _time(found["from"]), _time(found["to"])
    return [Span((first + step) % 7, opens, closes) for step in range((last - first) % 7 + 1)]


def _time(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    try:
        return time(hour % 24 if (hour, minute) == (24, 0) else hour, minute)
    except ValueError:
        raise NotTimes(text) from None


def is_holiday(moment: datetime) -> bool:
    """Whether this is a public holiday in the Netherlands."""
    day = moment.astimezone(AMSTERDAM).date()
    return day.isoformat() in _holidays(day.year)


@lru_cache(maxsize=4)
def _holidays(year: int) -> frozenset[str]:
    import holidays  # here, because it takes a tenth of a second that no server start should pay

    return frozenset(day.isoformat() for day in holidays.country_holidays("NL", years=year))
