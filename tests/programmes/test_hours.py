"""Opening hours, against somebody who looks at the wall clock every five minutes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.programmes import hours
from helpline.programmes.hours import AMSTERDAM, DAY, MINUTE, ClosedDays, Schedule, Span

SPRING = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # 2.00 becomes 3.00
AUTUMN = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)  # 3.00 becomes 2.00
EACH_DAY = tuple(range(7))
STEP = 5 * MINUTE  # all hours below are quarters


def local(text: str, fold: int = 0) -> datetime:
    """A moment by Amsterdam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


def every_day(opens: str, closes: str) -> tuple[Span, ...]:
    return tuple(Span(day, time.fromisoformat(opens), time.fromisoformat(closes)) for day in EACH_DAY)


# --- The brute force: look at the wall clock every five minutes ------------------------------------------------


def walk(schedule: Schedule, start: datetime, days: int) -> dict[datetime, bool]:
    """Whether it is open at each look, found by looking at the wall clock only."""
    lead = 2 * DAY
    minutes = [start - lead + STEP * n for n in range(int((days * DAY + 2 * lead) / STEP))]
    walls = [moment.astimezone(AMSTERDAM).replace(tzinfo=None) for moment in minutes]
    open_in = [False] * len(minutes)
    for day in {wall.date() for wall in walls}:
        for span in schedule.spans:
            if span.weekday != day.weekday():
                continue
            opens = datetime.combine(day, span.opens)
            closes = datetime.combine(day if span.closes > span.opens else day + DAY, span.closes)
            later = [n for n, wall in enumerate(walls) if wall >= opens]
            before = [n for n, wall in enumerate(walls) if wall < closes]
            if later and before:
                for n in range(later[0], before[-1] + 1):
                    open_in[n] = True
    for n, wall in enumerate(walls):
        if any(closed.first_date <= wall.date() <= closed.last_date for closed in schedule.closed):
            open_in[n] = False
    return dict(zip(minutes, open_in, strict=True))


quarter_hours = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
spans = st.builds(Span, weekday=st.sampled_from([4, 5, 6, 0]), opens=quarter_hours, closes=quarter_hours)
night_spans = st.builds(
    Span,
    weekday=st.sampled_from([5, 6]),
    opens=st.sampled_from([time(22), time(0), time(1, 30), time(2), time(2, 30), time(3)]),
    closes=st.sampled_from([time(0), time(1, 45), time(2), time(2, 15), time(2, 30), time(3), time(4)]),
)


@st.composite
def schedules(draw: st.DrawFn, around: date) -> Schedule:
    first = around + draw(st.integers(-2, 2)) * DAY
    closed = (ClosedDays(first, first + draw(st.integers(0, 1)) * DAY),) if draw(st.booleans()) else ()
    return Schedule(
        spans=tuple(draw(st.lists(st.one_of(spans, night_spans), max_size=5))),
        closed=closed,
        last_entry=draw(st.sampled_from([0, 15, 45])) * MINUTE,
    )


# Whatever the hours, around both clock changes: open, closing, opening and last entry are what a person finds who
# looks at the wall clock every five minutes.
@settings(max_examples=60, deadline=None)
@given(data=st.data(), change=st.sampled_from([SPRING, AUTUMN]))
def test_agrees_with_the_wall_clock(data: st.DataObject, change: datetime) -> None:
    schedule = data.draw(schedules(change.date()))
    seen = walk(schedule, change - DAY, days=3)
    minutes = list(seen)
    near, anywhere = st.integers(-3 * 12, 3 * 12), st.integers(-24 * 12, 24 * 12)
    at = change + data.draw(st.one_of(near, anywhere)) * STEP
    after = [minute for minute in minutes if minute >= at]

    for look in [at, *(change + STEP * n for n in range(-3 * 12, 3 * 12))]:
        assert hours.is_open(schedule, look) == seen[look]

    closes = next((minute for minute in after if not seen[minute]), None) if seen[at] else None
    if closes is not None or not seen[at]:
        assert hours.closes_at(schedule, at) == closes
        assert hours.admits(schedule, at) == (closes is not None and at < closes - schedule.last_entry)

    opens = next((minute for minute in after[1:] if seen[minute] and not seen[minute - STEP]), None)
    if opens is not None:
        assert hours.next_opening(schedule, at) == opens


# --- Examples that a person can check ---------------------------------------------------------------------------------


def test_an_ordinary_day() -> None:
    schedule = Schedule(spans=every_day("14:00", "21:00"), last_entry=15 * MINUTE)
    assert not hours.is_open(schedule, local("2026-11-23T13:59"))
    assert hours.is_open(schedule, local("2026-11-23T14:00"))
    assert hours.closes_at(schedule, local("2026-11-23T14:00")) == local("2026-11-23T21:00")
    assert not hours.is_open(schedule, local("2026-11-23T21:00"))
    assert hours.next_opening(schedule, local("2026-11-23T21:00")) == local("2026-11-24T14:00")


@pytest.mark.parametrize(
    ("at", "admitted"), [("20:44", True), ("20:45", False), ("21:00", False), ("13:00", False)]
)
def test_last_entry_comes_before_closing(at: str, admitted: bool) -> None:
    schedule = Schedule(spans=every_day("14:00", "21:00"), last_entry=15 * MINUTE)
    assert hours.admits(schedule, local(f"2026-11-23T{at}")) is admitted


def test_a_span_past_midnight_belongs_to_the_evening_it_starts() -> None:
    schedule = Schedule(spans=(Span(4, time(20), time(2)),))  # Friday
    assert hours.is_open(schedule, local("2026-11-28T01:59"))
    assert hours.closes_at(schedule, local("2026-11-27T21:00")) == local("2026-11-28T02:00")
    assert not hours.is_open(schedule, local("2026-11-27T01:00"))


def test_a_closed_day_cuts_the_night_at_midnight() -> None:
    schedule = Schedule(
        spans=(Span(4, time(20), time(2)),), closed=(ClosedDays(date(2026, 11, 28), date(2026, 11, 28)),)
    )
    assert hours.closes_at(schedule, local("2026-11-27T21:00")) == local("2026-11-28T00:00")


def test_open_day_and_night_never_closes_and_always_admits() -> None:
    schedule = Schedule(spans=every_day("00:00", "00:00"), last_entry=15 * MINUTE)
    at = local("2026-11-23T23:59")
    assert hours.is_open(schedule, at)
    assert hours.admits(schedule, at)
    assert hours.closes_at(schedule, at) is None
    assert hours.next_opening(schedule, at) is None


def test_the_night_with_two_half_past_twos_ends_at_the_second() -> None:
    schedule = Schedule(spans=every_day("22:00", "02:30"))
    closes = hours.closes_at(schedule, local("2026-10-25T00:00"))
    assert closes == local("2026-10-25T02:30", fold=1)
    assert closes is not None
    assert closes - local("2026-10-25T00:00") == timedelta(hours=3, minutes=30)


def test_a_night_that_ends_as_the_hour_begins_to_repeat_is_not_longer() -> None:
    schedule = Schedule(spans=every_day("22:00", "02:00"))
    assert hours.closes_at(schedule, local("2026-10-25T00:00")) == local("2026-10-25T02:00", fold=0)


def test_the_night_without_half_past_two_opens_at_three() -> None:
    schedule = Schedule(spans=every_day("02:30", "05:00"))
    assert hours.next_opening(schedule, local("2026-03-29T01:00")) == SPRING


def test_hours_that_do_not_exist_that_night_open_nothing() -> None:
    schedule = Schedule(spans=(Span(6, time(2), time(2, 45)),))
    assert hours.next_opening(schedule, local("2026-03-28T12:00")) == local("2026-04-05T02:00")


def test_nothing_opens_beyond_the_horizon() -> None:
    closed = (ClosedDays(date(2026, 11, 1), date(2027, 3, 1)),)
    schedule = Schedule(spans=every_day("10:00", "12:00"), closed=closed)
    assert hours.next_opening(schedule, local("2026-11-23T12:00")) is None
    assert hours.next_opening(schedule, local("2026-11-23T12:00"), horizon_days=120) == local(
        "2027-03-02T10:00"
    )


def test_a_channel_without_hours_is_closed() -> None:
    at = local("2026-11-23T12:00")
    assert not hours.is_open(Schedule(), at)
    assert hours.closes_at(Schedule(), at) is None
    assert hours.next_opening(Schedule(), at) is None
