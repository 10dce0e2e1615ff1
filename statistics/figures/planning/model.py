"""What a roster would change: the missed share it leads to, the hours that help most, the counsellors a target needs.

Pure. Each hour of the week is a queue of its own (`erlang`), settled together with its redials (`redialing`). What it
leaves out: that a queue takes a while to settle, that a redial may come in the next hour, and that a longest wait cuts
off what patience would not.
"""

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from figures.planning.demand import Demand
from figures.planning.erlang import waiting
from figures.planning.redialing import NINE_OF_TEN, Range, settled
from figures.planning.roster import MOST_AT_ONCE, WEEK, Roster

#: an extra counsellor who answers fewer calls in an hour than this changes nothing any more
_NO_GAIN = 1e-9
_STEP = 1e-3
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the counters do not know.

    handling: minutes that a call takes, with what has to be written after it. patience: minutes after which people
    give up waiting, on average. lost: the part of the calls in opening hours that is lost whatever the roster is (rung
    off within seconds, technical faults). absent: the part in which nobody is there although the roster says so.
    opened: how many times as many people call in an hour that was closed, once it is open. redials: which part of the
    missed calls is followed by another try.
    """

    handling: float
    patience: float
    lost: float
    absent: float
    opened: float
    redials: Range

    @property
    def least(self) -> float:
        """The share that is missed in opening hours with ever so many counsellors."""
        return 1 - (1 - self.lost) * (1 - self.absent)


@dataclass(frozen=True, slots=True)
class Interval:
    """A number, and between what it lies in nine of ten cases; of a missed share: in nine of ten years."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What a roster leads to. Numbers of calls are per year.

    missed: the share of all calls that is missed; in_hours: of the calls in the hours of the roster (None without any).
    never: the part of the callers who do not get through, also not by trying again within the hour.
    """

    missed: Interval
    in_hours: Interval | None
    calls: float
    answered: float
    never: float
    by_hour: tuple[float, ...]
    hours: int


@dataclass(frozen=True, slots=True)
class Extra:
    """One counsellor more in one hour of the week, and how many more calls a year are answered by that."""

    hour: int
    opens: bool
    answers: Interval


@dataclass(frozen=True, slots=True)
class Flow:
    """What becomes of the calls of one hour: those that come in, and those that are answered."""

    calls: float
    answered: float

    @property
    def missed(self) -> float:
        """The others."""
        return self.calls - self.answered


YEAR_WEEKS = 365.2425 / 7


def _answered(calls: float, counsellors: int, assumptions: Assumptions) -> float:
    if not counsellors or not calls:
        return 0.0
    reach = calls * (1 - assumptions.lost)
    found = waiting(
        arrivals=reach,
        handling=assumptions.handling / MINUTES,
        patience=assumptions.patience / MINUTES,
        agents=counsellors,
    )
    return (1 - assumptions.absent) * reach * (1 - found.abandon)


def flow(first_calls: float, counsellors: int, assumptions: Assumptions, redials: float) -> Flow:
    """What becomes of the calls of one hour, when so many people call who did not just try."""
    calls = settled(first_calls, redials, lambda n: n - _answered(n, counsellors, assumptions))
    return Flow(calls, _answered(calls, counsellors, assumptions))


class _Week:
    """The first calls of each hour, for one share of redials."""

    def __init__(self, demand: Demand, assumptions: Assumptions, redials: float) -> None:
        self.demand, self.assumptions, self.redials = demand, assumptions, redials
        self._first = [1 - redials * missed for missed in demand.missed]
        self._flows: dict[tuple[int, int], Flow] = {}

    def first_calls(self, hour: int, counsellors: int, rate: float | None = None) -> float:
        rate = self.demand.rates[hour] if rate is None else rate
        grows = bool(counsellors) and not self.demand.was_open[hour]
        return rate * self._first[hour] * (self.assumptions.opened if grows else 1.0)

    def at(self, hour: int, counsellors: int, rate: float | None = None) -> Flow:
        if rate is not None:
            return flow(
                self.first_calls(hour, counsellors, rate), counsellors, self.assumptions, self.redials
            )
        key = (hour, counsellors)
        if key not in self._flows:
            self._flows[key] = flow(
                self.first_calls(hour, counsellors), counsellors, self.assumptions, self.redials
            )
        return self._flows[key]

    def slope(self, hour: int, counsellors: int) -> Flow:
        """How calls and answered calls grow with the rate of the hour."""
        rate = self.demand.rates[hour]
        step = max(rate * _STEP, 1e-6)
        more, now = self.at(hour, counsellors, rate + step), self.at(hour, counsellors)
        return Flow((more.calls - now.calls) / step, (more.answered - now.answered) / step)

    def gain(self, hour: int, counsellors: int) -> float:
        """How many more calls one counsellor more answers in one such hour."""
        return self.at(hour, counsellors + 1).answered - self.at(hour, counsellors).answered

    def share(self, roster: Roster, hours: Sequence[int]) -> tuple[float, float]:
        """The missed share of the calls in some hours, and its standard deviation over years to come.

        That is: how well the calls of each hour are known, and what chance does to the callers of one year.
        """
        flows = [self.at(hour, roster[hour]) for hour in hours]
        calls = sum(each.calls for each in flows)
        if not calls:
            return 0.0, 0.0
        missed = sum(each.missed for each in flows) / calls
        first = sum(self.first_calls(hour, roster[hour]) for hour in hours)
        variance = missed * (1 - missed) / (first * YEAR_WEEKS) if first else 0.0
        for hour in hours:
            slope = self.slope(hour, roster[hour])
            variance += ((slope.missed - missed * slope.calls) / calls) ** 2 * self.demand.variances[hour]
        return missed, math.sqrt(variance)


def _weeks(demand: Demand, assumptions: Assumptions) -> tuple[_Week, _Week, _Week]:
    """With few redials, as many as halfway, and many."""
    few, middle, many = assumptions.redials.low, assumptions.redials.middle, assumptions.redials.high
    return (
        _Week(demand, assumptions, few),
        _Week(demand, assumptions, middle),
        _Week(demand, assumptions, many),
    )


def _interval(
    weeks: tuple[_Week, _Week, _Week], of: Callable[[_Week], tuple[float, float]], most: float
) -> Interval:
    ends = []
    for week in weeks:
        value, deviation = of(week)
        ends += [value - NINE_OF_TEN * deviation, value + NINE_OF_TEN * deviation]
    return Interval(of(weeks[1])[0], max(min(ends), 0.0), min(max(ends), most))


def expected(demand: Demand, roster: Roster, assumptions: Assumptions) -> Expected:
    """What this roster leads to, if calls keep coming as they did."""
    weeks = _weeks(demand, assumptions)
    middle = weeks[1]
    every, staffed = range(WEEK), [hour for hour in range(WEEK) if roster[hour]]
    flows = [middle.at(hour, roster[hour]) for hour in every]
    first = sum(middle.first_calls(hour, roster[hour]) for hour in every)
    answered = sum(each.answered for each in flows)
    return Expected(
        missed=_interval(weeks, lambda week: week.share(roster, every), 1.0),
        in_hours=_interval(weeks, lambda week: week.share(roster, staffed), 1.0) if staffed else None,
        calls=sum(each.calls for each in flows) * YEAR_WEEKS,
        answered=answered * YEAR_WEEKS,
        never=min(max(1 - answered / first, 0.0), 1.0) if first else 0.0,
        by_hour=tuple(each.missed / each.calls if each.calls else 0.0 for each in flows),
        hours=sum(roster),
    )


def missed_share(demand: Demand, roster: Roster, assumptions: Assumptions) -> float:
    """The share of all calls that this roster misses, without an interval."""
    week = _Week(demand, assumptions, assumptions.redials.middle)
    flows = [week.at(hour, roster[hour]) for hour in range(WEEK)]
    calls = sum(each.calls for each in flows)
    return sum(each.missed for each in flows) / calls if calls else 0.0


def best_hours(
    demand: Demand, roster: Roster, assumptions: Assumptions, count: int = 5
) -> tuple[list[Extra], int]:
    """The extra hours of one counsellor that answer most calls, best first, and how many others may be as good.

    Taken one by one; since each further counsellor in an hour adds less than the one before, no other choice of as many
    adds more. "May be as good": their interval reaches what the last of the chosen adds.
    """
    weeks = _weeks(demand, assumptions)
    chosen, now = [], list(roster)
    for _gain, hour in _greedy(weeks[1], now, range(WEEK)):
        chosen.append(_extra(weeks, demand, hour, now[hour]))
        now[hour] += 1
        if len(chosen) == count:
            break
    if not chosen:
        return [], 0
    taken, least = {each.hour for each in chosen}, chosen[-1].answers.value
    others = [hour for hour in range(WEEK) if hour not in taken and now[hour] < MOST_AT_ONCE]
    close = sum(_extra(weeks, demand, hour, now[hour]).answers.high >= least for hour in others)
    return chosen, close


def _extra(weeks: tuple[_Week, _Week, _Week], demand: Demand, hour: int, counsellors: int) -> Extra:
    def gain(week: _Week) -> tuple[float, float]:
        slope = week.slope(hour, counsellors + 1).answered - week.slope(hour, counsellors).answered
        deviation = abs(slope) * math.sqrt(demand.variances[hour])
        return week.gain(hour, counsellors) * YEAR_WEEKS, deviation * YEAR_WEEKS

    return Extra(hour, not counsellors, _interval(weeks, gain, math.inf))


def _greedy(week: _Week, now: list[int], hours: Sequence[int]) -> Iterator[tuple[float, int]]:
    """(gain, hour), the largest gain first; the caller adds the counsellor to `now` before asking for the next."""
    waiting_hours = [(-week.gain(hour, now[hour]), hour) for hour in hours if now[hour] < MOST_AT_ONCE]
    heapq.heapify(waiting_hours)
    while waiting_hours:
        gain, hour = heapq.heappop(waiting_hours)
        if -gain < _NO_GAIN:
            return
        yield -gain, hour
        if now[hour] < MOST_AT_ONCE:
            heapq.heappush(waiting_hours, (-week.gain(hour, now[hour]), hour))


def for_target(
    demand: Demand, open_hours: Sequence[int], assumptions: Assumptions, target: float, *, whole_week: bool
) -> Roster | None:
    """The fewest counsellor hours with which less than the target is missed; None when no number is enough.

    One counsellor in each of the open hours to begin with. whole_week: of all calls, and other hours may be opened too;
    else of the calls in the open hours.
    """
    week = _weeks(demand, assumptions)[1]
    now = [0] * WEEK
    for hour in open_hours:
        now[hour] = 1
    counted = list(range(WEEK)) if whole_week else list(open_hours)
    flows = [week.at(hour, now[hour]) for hour in counted]
    calls, answered = sum(each.calls for each in flows), sum(each.answered for each in flows)
    if not calls:
        return None
    extra = _greedy(week, now, counted)
    while answered <= (1 - target) * calls:
        found = next(extra, None)
        if found is None:
            return None
        hour = found[1]
        before = week.at(hour, now[hour])
        now[hour] += 1
        after = week.at(hour, now[hour])
        calls, answered = calls + after.calls - before.calls, answered + after.answered - before.answered
    return tuple(now)
