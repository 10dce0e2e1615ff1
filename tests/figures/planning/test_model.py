"""What a roster leads to: never worse with more counsellors, and never better than what was looked for."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.planning.demand import Demand
from figures.planning.model import (
    YEAR_WEEKS,
    Assumptions,
    best_hours,
    expected,
    flow,
    for_target,
    missed_share,
)
from figures.planning.redialing import Range
from figures.planning.roster import WEEK
from tests.services.sizes import IS_FULL

SOME = settings(max_examples=200 if IS_FULL else 40, deadline=None)
ASSUMED = Assumptions(30, 5, 0.05, 0.0, 1.0, Range(0.1, 0.3))
ASSUMPTIONS = st.builds(
    Assumptions,
    st.floats(5, 90),
    st.floats(0.5, 60),
    st.floats(0, 0.4),
    st.floats(0, 0.4),
    st.just(1.0),
    st.just(Range(0, 0)),
)


def needed(rates: dict[int, float], *, was_open: set[int] = frozenset(), known: float = 0.1) -> Demand:  # type: ignore[assignment]
    found = [rates.get(hour, 0.0) for hour in range(WEEK)]
    return Demand(
        tuple(found),
        tuple((known * rate) ** 2 for rate in found),
        tuple(hour in was_open for hour in range(WEEK)),
        (52,) * WEEK,
        0.4,
    )


def roster(counsellors: dict[int, int]) -> tuple[int, ...]:
    return tuple(counsellors.get(hour, 0) for hour in range(WEEK))


# One counsellor more never misses more calls and never answers fewer, and adds less than the one before.
@SOME
@given(st.floats(0.01, 20), st.integers(0, 12), ASSUMPTIONS, st.floats(0, 0.9))
def test_each_counsellor_helps_less_than_the_one_before(
    calls: float, counsellors: int, assumptions: Assumptions, redials: float
) -> None:
    first, second, third = (flow(calls, counsellors + more, assumptions, redials) for more in range(3))
    slack = 1e-7 * calls
    assert second.missed <= first.missed + slack
    assert second.answered >= first.answered - slack
    assert third.answered - second.answered <= second.answered - first.answered + slack
    assert first.missed >= assumptions.least * first.calls - slack


def test_hand_worked_hours() -> None:
    """Four calls an hour, half an hour each, patience two minutes, two counsellors: 38.1% give up (published)."""
    bare = Assumptions(30, 2, 0, 0, 1, Range(0, 0))
    week = needed({10: 4.0, 40: 1.0}, was_open={10})
    found = expected(week, roster({10: 2}), bare)
    assert found.in_hours is not None
    assert found.in_hours.value == pytest.approx(0.3809054748, abs=1e-9)
    assert found.missed.value == pytest.approx((4 * 0.3809054748 + 1) / 5, abs=1e-9)
    assert found.calls == pytest.approx(5 * YEAR_WEEKS)
    assert found.by_hour[10] == pytest.approx(0.3809054748, abs=1e-9)
    assert found.by_hour[40] == 1
    assert found.hours == 2
    assert found.missed.low < found.missed.value < found.missed.high
    assert missed_share(week, roster({10: 2}), bare) == found.missed.value


def test_a_roster_of_nobody_misses_everything() -> None:
    found = expected(needed({10: 4.0}), roster({}), ASSUMED)
    assert found.missed.value == pytest.approx(1)
    assert found.in_hours is None
    assert found.never == pytest.approx(1)


def test_redials_make_more_calls_of_the_same_people() -> None:
    week = needed({10: 4.0}, was_open={10})
    few = expected(week, roster({10: 1}), ASSUMED)
    many = expected(week, roster({10: 6}), ASSUMED)
    assert many.calls < few.calls
    assert few.never < few.missed.value, "who tries again may get through"
    wide = Assumptions(30, 5, 0.05, 0, 1, Range(0, 0.8))
    spread = expected(week, roster({10: 2}), wide).missed
    narrow = expected(week, roster({10: 2}), ASSUMED).missed
    assert spread.high - spread.low > narrow.high - narrow.low


def test_an_hour_that_is_opened_may_bring_more_calls() -> None:
    week = needed({10: 1.0, 20: 1.0}, was_open={10})
    known = Assumptions(30, 5, 0, 0, 3, Range(0, 0))
    assert expected(week, roster({10: 1, 20: 1}), known).calls == pytest.approx(4 * YEAR_WEEKS)
    assert expected(week, roster({10: 1}), known).calls == pytest.approx(2 * YEAR_WEEKS)


def test_the_best_hours_are_the_best_of_all_choices() -> None:
    week = needed({10: 1.5, 11: 1.0, 20: 0.3}, was_open={10, 11})
    now = {10: 1, 11: 1}
    chosen, as_good = best_hours(week, roster(now), ASSUMED, count=3)
    assert [each.opens for each in chosen].count(True) == 1
    assert chosen[0].answers.value >= chosen[1].answers.value >= chosen[2].answers.value
    assert all(each.answers.low <= each.answers.value <= each.answers.high for each in chosen)

    def answered(more: tuple[int, ...]) -> float:
        counsellors = {hour: now.get(hour, 0) + more.count(hour) for hour in range(WEEK)}
        return expected(week, roster(counsellors), ASSUMED).answered

    best = max(answered(more) for more in itertools.combinations_with_replacement((10, 11, 20), 3))
    assert answered(tuple(each.hour for each in chosen)) == pytest.approx(best)
    gained = sum(each.answers.value for each in chosen)
    assert gained == pytest.approx(best - answered(()))
    assert as_good >= 0


def test_hours_that_are_alike_are_as_good() -> None:
    alike = needed(dict.fromkeys(range(10, 17), 1.0), was_open=set(range(10, 17)))
    _chosen, as_good = best_hours(alike, roster(dict.fromkeys(range(10, 17), 1)), ASSUMED)
    assert as_good == 2


def test_without_calls_no_hour_helps() -> None:
    assert best_hours(needed({}), roster({10: 1}), ASSUMED) == ([], 0)


def test_the_fewest_counsellors_for_a_target() -> None:
    """No roster with one counsellor hour fewer stays below the target."""
    rates = {10: 2.0, 11: 1.0, 12: 0.4}
    week = needed(rates, was_open=set(rates))
    found = for_target(week, sorted(rates), ASSUMED, 0.15, whole_week=False)
    assert found is not None
    assert expected(week, found, ASSUMED).missed.value < 0.15
    fewer = sum(found) - 1
    for tried in itertools.product(range(1, 7), repeat=3):
        if sum(tried) == fewer:
            counsellors = dict(zip(sorted(rates), tried, strict=True))
            assert expected(week, roster(counsellors), ASSUMED).missed.value >= 0.15, tried


def test_a_target_that_no_number_reaches() -> None:
    """A tenth is lost whatever the roster; and closed hours stay missed unless they may be opened."""
    lossy = Assumptions(30, 5, 0.1, 0, 1, Range(0, 0.2))
    week = needed({10: 2.0, 20: 2.0}, was_open={10})
    assert for_target(week, [10], lossy, 0.1, whole_week=False) is None
    opened = for_target(week, [10], ASSUMED, 0.15, whole_week=True)
    assert opened is not None
    assert opened[20] > 0
    kept = for_target(week, [10], ASSUMED, 0.15, whole_week=False)
    assert kept is not None
    assert kept[20] == 0
    assert for_target(needed({}), [10], ASSUMED, 0.15, whole_week=False) is None
