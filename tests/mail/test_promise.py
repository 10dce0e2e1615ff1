"""The promised time, over opening hours. Pure."""

from datetime import UTC, datetime, time, timedelta

import pytest

from helpline.mail.promise import NEAR, Promise, due_at, is_late, is_near
from helpline.programmes.hours import AMSTERDAM, ClosedDays, Schedule, Span

#: Monday to Friday, two till nine; Friday till five
WEEK = Schedule(spans=(*(Span(day, time(14), time(21)) for day in range(4)), Span(4, time(14), time(17))))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """July 2026: the 6th is a Monday."""
    return datetime(2026, 7, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("promise", "arrived", "due"),
    [
        (Promise(1, "days"), at(6, 9), at(7, 21)),
        (Promise(2, "days"), at(6, 9), at(8, 21)),
        (Promise(1, "days"), at(9, 23), at(10, 17)),  # Thursday night: Friday closes early
        (Promise(1, "days"), at(10, 16), at(13, 21)),  # over the weekend
        (Promise(1, "days"), at(11, 3), at(13, 21)),
        (Promise(4, "hours"), at(6, 15), at(6, 19)),
        (Promise(4, "hours"), at(6, 9), at(6, 18)),  # the clock starts when somebody is there
        (Promise(4, "hours"), at(6, 19), at(7, 16)),
        (Promise(4, "hours"), at(10, 15), at(13, 16)),
        (Promise(14, "hours"), at(6, 14), at(7, 21)),
    ],
)
def test_only_time_counts_in_which_somebody_is_there(
    promise: Promise, arrived: datetime, due: datetime
) -> None:
    assert due_at(promise, WEEK, arrived) == due


def test_a_closed_day_does_not_count() -> None:
    closed = Schedule(spans=WEEK.spans, closed=(ClosedDays(at(7, 0).date(), at(7, 0).date()),))
    assert due_at(Promise(1, "days"), closed, at(6, 9)) == at(8, 21)
    assert due_at(Promise(8, "hours"), closed, at(6, 14)) == at(8, 15)


def test_day_and_night_and_never_count_every_hour() -> None:
    always = Schedule(spans=tuple(Span(day, time(0), time(0)) for day in range(7)))
    now = datetime(2026, 7, 6, 7, 0, tzinfo=UTC)
    for schedule in (always, Schedule()):
        assert due_at(Promise(5, "hours"), schedule, now) == now + timedelta(hours=5)
    assert due_at(Promise(1, "days"), always, at(6, 9)) == at(7, 23, 59)
    assert due_at(Promise(2, "days"), Schedule(), now) == now + timedelta(days=2)


def test_near_and_late() -> None:
    now = at(6, 12)
    assert not is_near(now + NEAR + timedelta(minutes=1), now)
    assert is_near(now + NEAR, now)
    assert is_late(now - timedelta(seconds=1), now)
    assert not is_late(now, now)
