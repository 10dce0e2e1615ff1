"""A roster: how many counsellors answer the phone in each hour of the week, and the shifts it is made of. Pure.

Hours of the week are numbered from Monday 0:00: hour = 24 * weekday + hour of the day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAYS, HOURS = 7, 24
WEEK = DAYS * HOURS
#: counsellors in one hour at most: enough for the largest helpline
MOST_AT_ONCE = 40

Roster = tuple[int, ...]


@dataclass(frozen=True, order=True, slots=True)
class Shift:
    """So many counsellors on these weekdays (0 is Monday), from one whole hour until another.

    until: 1 to 24; at or before `first` it is on the next day. Shifts that overlap add up.
    """

    days: tuple[int, ...]
    first: int
    until: int
    counsellors: int

    @property
    def length(self) -> int:
        """Its hours."""
        return (self.until - self.first - 1) % HOURS + 1

    def hours(self) -> Iterable[int]:
        """The hours of the week in which it lasts, on all its days."""
        for day in self.days:
            for number in range(self.length):
                yield (day * HOURS + self.first + number) % WEEK


def roster_of(shifts: Iterable[Shift]) -> Roster:
    """The counsellors in each of the 168 hours."""
    found = [0] * WEEK
    for shift in shifts:
        for hour in shift.hours():
            found[hour] += shift.counsellors
    return tuple(found)


def shifts_of(roster: Sequence[int]) -> list[Shift]:
    """Few shifts that make this roster: for each number of counsellors the unbroken stretches, alike days together."""
    stretches: dict[tuple[int, int, tuple[int, ...]], int] = {}
    for level in range(1, max(roster, default=0) + 1):
        same: dict[tuple[int, int], list[int]] = {}
        for day in range(DAYS):
            for first, until in _stretches([n >= level for n in roster[day * HOURS : (day + 1) * HOURS]]):
                same.setdefault((first, until), []).append(day)
        for (first, until), days in same.items():
            key = (first, until, tuple(days))
            stretches[key] = stretches.get(key, 0) + 1
    found = [Shift(days, first, until, count) for (first, until, days), count in stretches.items()]
    return sorted(found, key=lambda shift: (shift.days, shift.first, shift.until))


def _stretches(busy: Sequence[bool]) -> Iterable[tuple[int, int]]:
    first: int | None = None
    for hour, is_busy in enumerate([*busy, False]):
        if is_busy and first is None:
            first = hour
        elif not is_busy and first is not None:
            yield first, hour
            first = None
