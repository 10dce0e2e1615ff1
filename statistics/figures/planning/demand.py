"""How many calls each hour of the week brings, out of few. Pure.

A small line has a handful of calls per hour of the week and year: as they are, they are mostly chance. So each hour is
drawn towards what its weekday and its time of day bring together, the more so the less it has (linear empirical Bayes;
Robbins 1956, Clayton and Kaldor 1987). Open and closed hours are taken apart: who knows that a line is closed does not
call. The numbers that come in are rounded to fives; that rounding is counted as chance, too.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from figures.planning.roster import DAYS, HOURS, WEEK

#: what rounding to fives by chance adds to the variance of a number that is not zero: f(5-f), over all remainders
ROUNDING = 4.0
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """The calls of a period. The three sequences have one number for each hour of the week.

    calls: that came in; closed: of those, that found the line closed; times: how often the hour came round.
    by_cause: missed calls by outcome, of the whole period. by_month: calls of each month, for how they vary.
    """

    calls: Sequence[int]
    closed: Sequence[int]
    times: Sequence[int]
    answered: int
    by_cause: dict[str, int]
    by_month: Sequence[tuple[int, int]] = ()

    @property
    def total(self) -> int:
        """All calls."""
        return self.answered + self.missed

    @property
    def missed(self) -> int:
        """All calls that were not answered."""
        return sum(self.by_cause.values())

    @property
    def weeks(self) -> float:
        """How long the period is."""
        return sum(self.times) / WEEK


@dataclass(frozen=True, slots=True)
class Demand:
    """rates: calls expected in each hour of the week; variances: how well they are known; was_open: by the counts.

    missed_open: of the calls in open hours, the part that was missed.
    """

    rates: tuple[float, ...]
    variances: tuple[float, ...]
    was_open: tuple[bool, ...]
    times: tuple[int, ...]
    missed_open: float

    @property
    def missed(self) -> tuple[float, ...]:
        """The part of the calls that was missed, by hour: all of them where the line was closed."""
        return tuple(self.missed_open if is_open else 1.0 for is_open in self.was_open)


def demand(counted: Counted) -> Demand:
    """Estimate the calls of each hour of the week."""
    was_open = opened(counted)
    rates, variances = [0.0] * WEEK, [0.0] * WEEK
    spread = dispersion(counted.by_month)
    for part in (True, False):
        hours = [hour for hour in range(WEEK) if was_open[hour] == part]
        for hour, mean, variance in _drawn(counted, hours, spread):
            rates[hour], variances[hour] = mean, variance
    within = counted.total - counted.by_cause.get("closed", 0)
    missed_open = 1 - counted.answered / within if within > 0 else 0.0
    return Demand(
        tuple(rates), tuple(variances), was_open, tuple(counted.times), min(max(missed_open, 0.0), 1.0)
    )


def opened(counted: Counted) -> tuple[bool, ...]:
    """In which hours the line was open: most calls in it did not find it closed.

    An hour without calls says nothing. It is taken as open between open hours of its day, and beside one when most
    other days were open at that time.
    """
    told = [
        None if not calls else 2 * closed < calls
        for calls, closed in zip(counted.calls, counted.closed, strict=True)
    ]
    return tuple(_guessed(told, hour) if is_open is None else is_open for hour, is_open in enumerate(told))


def _guessed(told: Sequence[bool | None], hour: int) -> bool:
    time = hour % HOURS
    day = told[hour - time : hour - time + HOURS]
    before = next((each for each in reversed(day[:time]) if each is not None), False)
    after = next((each for each in day[time + 1 :] if each is not None), False)
    if before and after:
        return True
    others = [is_open for is_open in told[time::HOURS] if is_open is not None]
    beside = (time > 0 and day[time - 1]) or (time + 1 < HOURS and day[time + 1])
    return bool(beside) and 2 * sum(others) > len(others)


def dispersion(by_month: Sequence[tuple[int, int]]) -> float:
    """How much more the months vary than chance alone would have them: 1 or more (Pearson). (calls, days) each."""
    days = sum(each for _, each in by_month)
    calls = sum(each for each, _ in by_month)
    if len(by_month) < 3 or not days or not calls:
        return 1.0
    expected = [calls * each / days for _, each in by_month]
    excess = sum((n - e) ** 2 / e for (n, _), e in zip(by_month, expected, strict=True) if e)
    return max(1.0, excess / (len(by_month) - 1))


def _drawn(counted: Counted, hours: list[int], spread: float) -> list[tuple[int, float, float]]:
    """(hour, calls expected each time, variance of that) for hours of one kind."""
    fitted, margins = _independent(counted, hours)
    noise = {hour: e + ROUNDING * -math.expm1(-e) for hour, e in fitted.items()}
    squares = sum(e * e for e in fitted.values())
    excess = sum((counted.calls[hour] - e) ** 2 - noise[hour] for hour, e in fitted.items())
    own = (
        max(0.0, excess / squares) if squares else 0.0
    )  # how far hours differ from their day and time, relatively
    found = []
    for hour, e in fitted.items():
        times = counted.times[hour]
        if not times:
            found.append((hour, 0.0, 0.0))
            continue
        apart = own * e * e
        weight = apart / (apart + noise[hour]) if apart else 0.0
        mean = e + weight * (counted.calls[hour] - e)
        variance = spread * ((1 - weight) * apart + (1 - weight) ** 2 * margins[hour])
        found.append((hour, mean / times, variance / times**2))
    return found


def _independent(counted: Counted, hours: list[int]) -> tuple[dict[int, float], dict[int, float]]:
    """What weekday and time of day together expect, where only some hours are of this kind, and its variance.

    Quasi-independence by proportional fitting (Deming and Stephan 1940): the sums of each day and each time agree.
    """
    day_sums, time_sums = [0.0] * DAYS, [0.0] * HOURS
    for hour in hours:
        day_sums[hour // HOURS] += counted.calls[hour]
        time_sums[hour % HOURS] += counted.calls[hour]
    total = sum(day_sums)
    fitted = {hour: float(counted.times[hour] > 0) for hour in hours}
    for _ in range(_ROUNDS):
        _scale(fitted, day_sums, lambda hour: hour // HOURS)
        _scale(fitted, time_sums, lambda hour: hour % HOURS)
    margins = {}
    for hour, e in fitted.items():
        sums = (day_sums[hour // HOURS], time_sums[hour % HOURS], total)
        margins[hour] = e * e * max(1 / sums[0] + 1 / sums[1] - 1 / sums[2], 0.0) if e else 1.0
    return fitted, margins


def _scale(fitted: dict[int, float], sums: Sequence[float], of: Callable[[int], int]) -> None:
    """Make the fitted numbers of each day (or each time) add up to its sum."""
    found = [0.0] * len(sums)
    for hour, e in fitted.items():
        found[of(hour)] += e
    for hour in fitted:
        at = of(hour)
        fitted[hour] *= sums[at] / found[at] if found[at] else 0.0
