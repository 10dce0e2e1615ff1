"""A week as people write it: times that are understood, and spans that cannot be."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.programmes.hours import Span
from helpline.programmes.weekplan import WEEK, NoTime, as_stored, length, overlaps, read_time

MONDAY, TUESDAY, SUNDAY = 0, 1, 6


def span(weekday: int, opens: str, closes: str) -> Span:
    return Span(weekday, read_time(opens), read_time(closes))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("9:00", time(9)),
        (" 09.30 ", time(9, 30)),
        ("930", time(9, 30)),
        ("2130", time(21, 30)),
        ("21u", time(21)),
        ("21u30", time(21, 30)),
        ("0", time()),
        ("24:00", time()),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "25:00", "24:01", "9:60", "9:5", "noon", "-1", "9:00-17:00", "\u0669:00"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(NoTime):
        read_time(typed)


def test_overlaps_are_found_also_past_midnight_and_round_the_week() -> None:
    morning, noon = span(MONDAY, "9", "13"), span(MONDAY, "12", "17")
    assert [(pair.first, pair.second) for pair in overlaps([noon, morning])] == [(morning, noon)]
    night, early = span(MONDAY, "22", "2"), span(TUESDAY, "1:30", "3")
    assert [(pair.first, pair.second) for pair in overlaps([early, night])] == [(night, early)]
    last, first = span(SUNDAY, "22", "2"), span(MONDAY, "1", "3")
    assert [(pair.first, pair.second) for pair in overlaps([first, last])] == [(first, last)]
    whole = span(MONDAY, "0", "24")
    assert list(overlaps([whole, morning]))


def test_touching_is_no_overlap_and_day_and_night_fits_in_a_week() -> None:
    assert not list(overlaps([span(MONDAY, "9", "13"), span(MONDAY, "13", "17"), span(MONDAY, "17", "9")]))
    assert not list(overlaps([span(weekday, "0", "24") for weekday in range(7)]))


SPANS = st.builds(
    Span, st.integers(0, 6), st.builds(time, st.integers(0, 23)), st.builds(time, st.integers(0, 23))
)


@given(st.lists(SPANS, max_size=6, unique=True))
def test_the_verdict_is_that_of_somebody_who_marks_every_hour(spans: list[Span]) -> None:
    marked = [
        (each.weekday * 24 + each.opens.hour + hour) % (WEEK // 60)
        for each in spans
        for hour in range(length(each) // 60)
    ]
    assert bool(list(overlaps(spans))) == (len(marked) != len(set(marked)))


@given(st.lists(SPANS, max_size=6))
def test_the_line_of_a_week_does_not_depend_on_the_order(spans: list[Span]) -> None:
    assert as_stored(spans) == as_stored(reversed(spans))
