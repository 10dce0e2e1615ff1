"""Calls of each hour of the week out of few: nearer to the truth than what was counted, and honest about how near."""

import random
import statistics

import pytest

from figures.planning.demand import Counted, demand, dispersion
from figures.planning.roster import WEEK

TIMES = (52,) * WEEK
OPEN = tuple(hour % 24 in range(10, 17) and hour // 24 < 5 for hour in range(WEEK))


def drawn(chance: random.Random, mean: float) -> int:
    """A Poisson number, rounded to fives by chance, as the figures give it."""
    n, clock = 0, chance.expovariate(1)
    while clock < mean:
        n, clock = n + 1, clock + chance.expovariate(1)
    return 5 * (n // 5 + (chance.random() < n % 5 / 5))


def truth() -> tuple[float, ...]:
    """Calls in a year by hour: busy when open, busier at ten and on Mondays, few when closed."""
    found = []
    for hour in range(WEEK):
        busy = 30.0 if OPEN[hour] else 3.0
        found.append(busy * (1.4 if hour % 24 == 10 else 0.9) * (1.3 if hour < 24 else 0.95))
    return tuple(found)


def counted(chance: random.Random, means: tuple[float, ...]) -> Counted:
    calls = [drawn(chance, mean) for mean in means]
    closed = [0 if is_open else n for is_open, n in zip(OPEN, calls, strict=True)]
    missed = sum(closed)
    return Counted(calls, closed, TIMES, sum(calls) - missed, {"closed": missed})


def test_open_hours_are_told_from_closed_ones() -> None:
    found = demand(counted(random.Random(1), truth()))
    assert found.was_open == OPEN
    assert set(found.missed) == {0.0, 1.0}


def test_estimates_are_nearer_to_the_truth_than_the_counts() -> None:
    means = truth()
    counts, estimates = [], []
    for seed in range(20):
        found = counted(random.Random(seed), means)
        estimate = demand(found)
        counts.append(sum((n - mean) ** 2 for n, mean in zip(found.calls, means, strict=True)))
        estimates.append(
            sum((52 * rate - mean) ** 2 for rate, mean in zip(estimate.rates, means, strict=True))
        )
        assert 52 * sum(estimate.rates) == pytest.approx(found.total, rel=0.02)
    assert statistics.fmean(estimates) < statistics.fmean(counts) / 3


def test_the_intervals_hold_the_truth() -> None:
    """Nine in ten, of the open hours; the hours of one year share their chance, so over many years."""
    means = truth()
    held = []
    for seed in range(40):
        estimate = demand(counted(random.Random(seed), means))
        for hour in range(WEEK):
            if OPEN[hour]:
                reach = 1.645 * estimate.variances[hour] ** 0.5 * 52
                held.append(abs(estimate.rates[hour] * 52 - means[hour]) <= reach)
    assert 0.82 <= statistics.fmean(held) <= 0.99


def test_months_that_vary_more_than_chance_widen_the_intervals() -> None:
    even = [(100, 30), (104, 31), (95, 30), (101, 31)]
    assert dispersion(even) == 1
    assert dispersion([(200, 30), (20, 31), (150, 30), (60, 31)]) > 50
    assert dispersion([]) == 1
    assert dispersion([(0, 30)] * 12) == 1
    calm = counted(random.Random(3), truth())
    stormy = Counted(
        calm.calls, calm.closed, TIMES, calm.answered, calm.by_cause, ((300, 30), (50, 31), (90, 30))
    )
    assert max(demand(stormy).variances) > 4 * max(demand(calm).variances)


def test_nothing_counted_is_no_demand() -> None:
    nothing = demand(Counted((0,) * WEEK, (0,) * WEEK, (0,) * WEEK, 0, {"closed": 0}))
    assert set(nothing.rates) == {0.0}
    assert not any(nothing.was_open)
    assert nothing.missed_open == 0


def test_an_hour_without_calls_between_open_ones_was_open() -> None:
    calls = [5 if is_open else 0 for is_open in OPEN]
    calls[13] = 0
    found = demand(Counted(calls, (0,) * WEEK, TIMES, sum(calls), {"closed": 0}))
    assert found.was_open[13]
    assert not found.was_open[9]
    assert not found.was_open[17]


def test_an_hour_without_calls_at_the_end_of_a_day_was_open_when_other_days_were() -> None:
    calls = [5 if is_open else 0 for is_open in OPEN]
    calls[24 + 16] = calls[10] = 0
    found = demand(Counted(calls, (0,) * WEEK, TIMES, sum(calls), {"closed": 0}))
    assert found.was_open == OPEN
