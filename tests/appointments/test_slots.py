"""Hours on the wall, summer and winter, and what overlaps."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.appointments import slots, terms
from helpline.appointments.slots import Span
from helpline.programmes.hours import AMSTERDAM

MOMENTS = st.integers(0, 60 * 24 * 730).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
SPANS = st.builds(lambda at, minutes: Span(at, at + timedelta(minutes=minutes)), MOMENTS, st.integers(1, 300))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.times(), st.integers(15, 180))
def test_a_slot_begins_when_the_wall_shows_its_time(day: date, at: time, minutes: int) -> None:
    at = at.replace(second=0, microsecond=0)
    span = slots.span_on(day, at, minutes)
    if span is None:
        assert day.weekday() == 6, "the clock skips an hour on a Sunday in spring only"
        return
    assert span.starts_at.astimezone(AMSTERDAM).replace(tzinfo=None) == datetime.combine(day, at)
    assert span.ends_at - span.starts_at == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [(date(2026, 10, 20), 8), (date(2026, 10, 27), 9), (date(2027, 3, 23), 9), (date(2027, 3, 30), 8)],
)
def test_ten_o_clock_is_ten_o_clock_before_and_after_the_change(day: date, hour_in_utc: int) -> None:
    span = slots.span_on(day, time(10), 45)
    assert span is not None
    assert span.starts_at == datetime(day.year, day.month, day.day, hour_in_utc, tzinfo=UTC)


def test_a_time_that_the_clock_skips_is_none_and_of_two_the_first_is_meant() -> None:
    assert slots.span_on(date(2027, 3, 28), time(2, 30), 45) is None
    twice = slots.span_on(date(2026, 10, 25), time(2, 30), 45)
    assert twice is not None
    assert twice.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(SPANS, SPANS)
def test_overlapping_is_sharing_a_moment(one: Span, other: Span) -> None:
    shared = max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)
    assert one.overlaps(other) is other.overlaps(one) is shared


def test_spans_that_touch_do_not_overlap() -> None:
    at = datetime(2026, 7, 9, 8, tzinfo=UTC)
    first, second = (Span(at + n * slots.WEEK / 168, at + (n + 1) * slots.WEEK / 168) for n in (0, 1))
    assert slots.first_overlap(first, [second]) is None
    assert slots.first_overlap(first, [second, first]) == first


@given(st.integers(0, 6), st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 90))
def test_a_weekly_series_has_its_weekday_once_a_week(weekday: int, first: date, days: int) -> None:
    found = list(slots.weekly_days(weekday, first, None, horizon=first + timedelta(days=days)))
    every = [first + timedelta(days=n) for n in range(days + 1)]
    assert found == [day for day in every if day.weekday() == weekday]


def test_a_pause_has_both_its_days_and_may_have_no_end() -> None:
    first, last = date(2026, 7, 9), date(2026, 7, 16)
    assert [slots.in_pause(day, first, last) for day in (date(2026, 7, 8), first, last, date(2026, 7, 17))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert slots.in_pause(date(2030, 1, 1), first, None)
    assert not slots.in_pause(first, None, None)


def test_a_caller_is_put_through_some_minutes_around_the_slot() -> None:
    start = datetime(2026, 7, 9, 8, tzinfo=UTC)
    end = start + timedelta(minutes=45)
    minutes = {-11: False, -10: True, 0: True, 44: True, 49: True, 50: False}
    assert {
        each: terms.puts_through(start, end, start + timedelta(minutes=each)) for each in minutes
    } == minutes


def test_a_code_ends_with_the_day_of_the_slot_on_the_wall() -> None:
    late = datetime(2026, 7, 9, 21, 30, tzinfo=UTC)  # half past eleven in the evening
    assert terms.day_after(late) == datetime(2026, 7, 9, 22, 0, tzinfo=UTC)
    assert terms.erase_on(late, cancelled=False) == date(2026, 8, 20)
    assert terms.erase_on(late, cancelled=True) == date(2026, 7, 10)
