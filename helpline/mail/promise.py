"""When an answer is promised: arithmetic over opening hours. No Django, no clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from helpline.programmes import hours
from helpline.programmes.hours import Schedule

#: an answer that is not there this long before its promised time needs somebody's eye
NEAR = timedelta(hours=4)
#: whoever promises more than this promises nothing
_HORIZON_DAYS = 60
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer within so many hours in which somebody is there, or on the n-th day on which somebody is there."""

    amount: int
    unit: str  # "hours" or "days"


def due_at(promise: Promise, schedule: Schedule, arrived_at: datetime) -> datetime:
    """The moment by which an answer was promised for a letter of `arrived_at`.

    hours: that much time in which the schedule is open. days: the end of the last opening of the n-th open day after
    the day of arrival. A schedule that never opens, or not for two months, counts every hour and every day.
    """
    if promise.unit == "hours":
        return _after_open_hours(schedule, arrived_at, timedelta(hours=promise.amount))
    return _after_open_days(schedule, arrived_at, promise.amount)


def _after_open_hours(schedule: Schedule, at: datetime, left: timedelta) -> datetime:
    plain, limit = at + left, at + _HORIZON_DAYS * _DAY
    while at < limit:
        if not hours.is_open(schedule, at):
            opens = hours.next_opening(schedule, at)
            if opens is None:
                return plain
            at = opens
        closes = hours.closes_at(schedule, at)
        if closes is None or at + left <= closes:
            return at + left
        left -= closes - at
        at = closes
    return plain


def _after_open_days(schedule: Schedule, at: datetime, days: int) -> datetime:
    arrived = at.astimezone(schedule.zone)
    counted = 0
    for offset in range(1, _HORIZON_DAYS):
        midnight = datetime.combine(arrived.date() + offset * _DAY, time(), tzinfo=schedule.zone)
        end = _last_closing(schedule, midnight)
        if end is None:
            continue
        counted += 1
        if counted == days:
            return end
    return at + days * _DAY


def _last_closing(schedule: Schedule, midnight: datetime) -> datetime | None:
    """The end of the last opening of a day, the day's last minute at the latest; None when the day has none."""
    next_midnight = datetime.combine(midnight.date() + _DAY, time(), tzinfo=schedule.zone)
    at: datetime = midnight
    last = None
    while at < next_midnight:
        if not hours.is_open(schedule, at):
            opens = hours.next_opening(schedule, at, horizon_days=2)
            if opens is None or opens >= next_midnight:
                break
            at = opens
        closes = hours.closes_at(schedule, at)
        if closes is None or closes >= next_midnight:
            return (
                next_midnight - hours.MINUTE
            )  # "by Saturday at 23:59" is understood, "by Sunday at 0:00" is not
        last = at = closes
    return last


def is_near(due: datetime, now: datetime) -> bool:
    """Whether the promised time is close, or past."""
    return due - now <= NEAR


def is_late(due: datetime, now: datetime) -> bool:
    """Whether the promised time is past."""
    return now > due
