"""Opening hours as pure arithmetic: no Django, no clock.

Hours are meant as the clock on the wall shows them. A span is one stretch of time: it starts the first moment the
wall clock shows its opening time and ends after the last moment the wall clock shows a time before its closing time.
So in the autumn, when 2.00 to 3.00 happens twice, a span that ends at 2.30 ends at the second 2.30; in the spring,
when that hour is missing, a span that opens at 2.30 opens at 3.00. Closed days are days of the calendar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Open on `weekday` (0 is Monday) from `opens` to `closes`; `closes` at or before `opens` is on the next day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Whole days, both ends included, on which nothing is open."""

    first_date: date
    last_date: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one channel is open. `last_entry`: how long before closing the last visitor is let in."""

    spans: tuple[Span, ...] = ()
    closed: tuple[ClosedDays, ...] = ()
    last_entry: timedelta = timedelta(0)
    zone: ZoneInfo = AMSTERDAM


@dataclass(frozen=True, slots=True)
class Opening:
    """One unbroken stretch of being open: from `start`, up to but not including `end`; both in UTC."""

    start: datetime
    end: datetime


def is_open(schedule: Schedule, at: datetime) -> bool:
    """Say whether the channel is open at this moment."""
    return _current(schedule, at, horizon_days=2) is not None


def closes_at(schedule: Schedule, at: datetime, horizon_days: int = 60) -> datetime | None:
    """Say when the channel that is open now closes: None when it is closed, or open without an end in sight."""
    current = _current(schedule, at, horizon_days)
    if current is None or current.end - at > horizon_days * DAY:
        return None
    return current.end


def next_opening(schedule: Schedule, at: datetime, horizon_days: int = 60) -> datetime | None:
    """Say when the channel opens the next time after `at`; None when it does not within the horizon."""
    for opening in _openings(schedule, at, horizon_days):
        if opening.start > at:
            return opening.start if opening.start - at <= horizon_days * DAY else None
    return None


def admits(schedule: Schedule, at: datetime) -> bool:
    """Say whether a visitor is let in at this moment: open, and not so late that closing time would cut them off."""
    current = _current(schedule, at, horizon_days=2)
    return current is not None and at < current.end - schedule.last_entry


def _current(schedule: Schedule, at: datetime, horizon_days: int) -> Opening | None:
    first = next(_openings(schedule, at, horizon_days), None)
    return first if first is not None and first.start <= at else None


def _openings(schedule: Schedule, at: datetime, horizon_days: int) -> Iterator[Opening]:
    """Yield the stretches that end after `at`, in order, joined where they touch."""
    today = at.astimezone(schedule.zone).date()
    pending: Opening | None = None
    for offset in range(-1, horizon_days + 2):
        for piece in _pieces(schedule, today + offset * DAY):
            if pending is not None and piece.start <= pending.end:
                pending = Opening(pending.start, max(pending.end, piece.end))
                continue
            if pending is not None and pending.end > at:
                yield pending
            pending = piece
    if pending is not None and pending.end > at:
        yield pending


def _pieces(schedule: Schedule, day: date) -> list[Opening]:
    """The stretches of the spans that start on this day, cut at midnight, without the closed days."""
    pieces = []
    for span in schedule.spans:
        if span.weekday != day.weekday():
            continue
        opens = datetime.combine(day, span.opens)
        midnight = datetime.combine(day + DAY, time())
        if span.closes > span.opens:
            parts = [(day, opens, datetime.combine(day, span.closes))]
        else:
            after = datetime.combine(day + DAY, span.closes)
            parts = [(day, opens, midnight), (day + DAY, midnight, after)]
        for part_day, start, end in parts:
            if not _is_closed(schedule, part_day):
                opening = Opening(_first_moment(start, schedule.zone), _end_moment(end, schedule.zone))
                if opening.start < opening.end:
                    pieces.append(opening)
    return sorted(pieces, key=lambda piece: piece.start)


def _is_closed(schedule: Schedule, day: date) -> bool:
    return any(closed.first_date <= day <= closed.last_date for closed in schedule.closed)


def _first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall clock shows `wall` or later."""
    return _shown(wall, zone, fold=0) or _jump(wall, zone)


def _end_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment from which on the wall clock never again shows a time before `wall`."""
    last = _shown(wall - TICK, zone, fold=1)
    return last + TICK if last is not None else _jump(wall, zone)


def _shown(wall: datetime, zone: ZoneInfo, fold: int) -> datetime | None:
    """The moment at which the wall clock shows this: of two the first (fold=0) or the second; None if it never does."""
    moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == wall else None


def _jump(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which the wall clock jumps over this time, to the minute.

    Of the two readings of a time that does not exist, the one with fold=1 lies before the jump (PEP 495).
    """
    moment = wall.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(second=0, microsecond=0)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += MINUTE
    return moment
