"""A plan: what the counters of a period tell about missed calls, and what another roster would change.

One source for the screen and the command: `make` computes, `words` says it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from figures.periods import Period
from figures.planning import measured, model, reading, redialing
from figures.planning.asking import Question
from figures.planning.demand import Counted, Demand, demand
from figures.planning.measured import Measured
from figures.planning.model import Assumptions, Expected, Extra
from figures.planning.redialing import Range
from figures.planning.roster import WEEK, Roster, Shift, roster_of, shifts_of
from helpline.programmes.models import Programme

#: below this the missed share of a roster is not told: it could be anything
LEAST_CALLS = 250
#: below this no hour of the week is told from another
LEAST_CALLS_FOR_HOURS = 500
#: fewer weeks say little about an ordinary week
LEAST_WEEKS = 12
#: counsellors at once that are tried when looking for what the period may have had
_MOST_THEN = 6
#: a model that misses what was counted by more than this does not fit, as a share
FAR_OFF = 0.10


@dataclass(frozen=True, slots=True)
class Cause:
    """Missed calls of one cause. hours: by hour of the week; they are rounded apart, so they need not add up to n."""

    key: str
    n: int
    hours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Redials:
    """How many people tried again. share: of the missed calls, within half an hour. pressed: said so themselves."""

    share: Range
    pressed: int


@dataclass(frozen=True, slots=True)
class Check:
    """What the model says of the period itself: the number of counsellors at once that fits best, and how well."""

    counsellors: int
    expected: float
    counted: float

    @property
    def fits(self) -> bool:
        """Whether the difference is small enough to believe what it says about another roster."""
        return abs(self.expected - self.counted) <= FAR_OFF


@dataclass(frozen=True, slots=True)
class Staffing:
    """The fewest counsellors for a target. roster: None when no number is enough.

    least: the share that is lost whatever the roster is; is_lost: that alone is too much. has_no_hours: none to staff.
    """

    roster: Roster | None
    expected: Expected | None
    least: float
    is_lost: bool
    has_no_hours: bool

    @property
    def shifts(self) -> list[Shift]:
        """The roster as shifts."""
        return shifts_of(self.roster or ())


@dataclass(frozen=True, slots=True)
class Answers:
    """What was computed of the roster in the question.

    longer_calls, less_patience: the missed share if calls took half as long again, or people gave up twice as soon.
    hours: None where the calls are too few to tell hours apart. as_good: how many other hours may help as much.
    """

    expected: Expected
    longer_calls: float
    less_patience: float
    hours: list[Extra] | None
    as_good: int
    target: float
    in_hours: Staffing
    all_calls: Staffing


@dataclass(frozen=True, slots=True)
class Plan:
    """answers: None when the calls are too few, or come from too few weeks, or none were counted."""

    period: Period
    counted: Counted
    demand: Demand
    causes: list[Cause]
    redials: Redials | None
    was_open: tuple[bool, ...]
    open_now: tuple[bool, ...]
    shifts: tuple[Shift, ...]
    measured: Measured
    assumptions: Assumptions
    check: Check | None
    answers: Answers | None

    @property
    def roster(self) -> Roster:
        """The roster that the answers are about."""
        return roster_of(self.shifts)


def make(programme: Programme, period: Period, question: Question, today: date) -> Plan:
    """Read the counters and answer the question. Raises PeriodRefused unless the period is whole months."""
    found = reading.read(programme, period, today)
    counted, needed = found.counted, demand(found.counted)
    redials = _redials(found, needed)
    open_now = reading.open_now(programme)
    begins = needed.was_open if any(needed.was_open) else open_now
    shifts = question.shifts
    if shifts is None:
        shifts = tuple(shifts_of([int(is_open) for is_open in begins]))
    known = measured.of(programme.slug)
    assumptions = _assumptions(question, counted, redials, known)
    is_enough = counted.total >= LEAST_CALLS and counted.weeks >= LEAST_WEEKS
    return Plan(
        period=period,
        counted=counted,
        demand=needed,
        causes=[
            Cause(key, sum(counted.by_cause[outcome] for outcome in of), found.hours[key])
            for key, of in reading.CAUSES.items()
        ],
        redials=redials,
        was_open=needed.was_open,
        open_now=open_now,
        shifts=shifts,
        measured=known,
        assumptions=assumptions,
        check=_check(needed, counted, assumptions) if is_enough else None,
        answers=_answers(needed, counted, roster_of(shifts), assumptions, question) if is_enough else None,
    )


def lost_counted(counted: Counted) -> float:
    """Of the calls that found the line open, the part that rang off within seconds or met a fault."""
    return _within(counted, ("left_early", "refused", "device_unreachable", "technical"))


def absent_counted(counted: Counted) -> float:
    """Of the calls that found the line open, the part that found nobody on duty."""
    return _within(counted, ("nobody_on_duty",))


def _within(counted: Counted, outcomes: Sequence[str]) -> float:
    within = counted.total - counted.by_cause["closed"]
    return min(sum(counted.by_cause[outcome] for outcome in outcomes) / within, 0.9) if within > 0 else 0.0


def _redials(found: reading.Reading, needed: Demand) -> Redials | None:
    """None where the counter of redials says nothing: it came later than the calls, or nothing was missed."""
    if not found.soon + found.late:
        return None
    hours = [
        redialing.Hour(rate, missed, times)
        for rate, missed, times in zip(needed.rates, needed.missed, needed.times, strict=True)
    ]
    share = redialing.share(hours, found.soon, found.late)
    return None if share is None else Redials(share, found.pressed)


def _assumptions(
    question: Question, counted: Counted, redials: Redials | None, known: Measured
) -> Assumptions:
    return Assumptions(
        handling=question.number("handling", known.handling),
        patience=question.number("patience", known.patience),
        lost=question.number("lost", round(100 * lost_counted(counted))) / 100,
        absent=question.number("absent") / 100,
        opened=question.number("opened"),
        redials=redials.share if redials is not None else Range(0.0, 0.0),
    )


def _check(needed: Demand, counted: Counted, assumptions: Assumptions) -> Check | None:
    """Try the roster that the period may have had: one number of counsellors in all its open hours."""
    if not any(needed.was_open):
        return None
    then = replace(assumptions, absent=absent_counted(counted), lost=lost_counted(counted))
    share = counted.missed / counted.total
    tried = [
        Check(
            number,
            model.missed_share(needed, tuple(number * is_open for is_open in needed.was_open), then),
            share,
        )
        for number in range(1, _MOST_THEN + 1)
    ]
    return min(tried, key=lambda check: abs(check.expected - share))


def _answers(
    needed: Demand, counted: Counted, roster: Roster, assumptions: Assumptions, question: Question
) -> Answers:
    tells_hours = counted.total >= LEAST_CALLS_FOR_HOURS
    extra, as_good = model.best_hours(needed, roster, assumptions) if tells_hours else (None, 0)
    target = question.number("target") / 100
    open_hours = [hour for hour in range(WEEK) if roster[hour]]
    return Answers(
        expected=model.expected(needed, roster, assumptions),
        longer_calls=model.missed_share(
            needed, roster, replace(assumptions, handling=assumptions.handling * 1.5)
        ),
        less_patience=model.missed_share(
            needed, roster, replace(assumptions, patience=assumptions.patience / 2)
        ),
        hours=extra,
        as_good=as_good,
        target=target,
        in_hours=_staffing(needed, open_hours, assumptions, target, whole_week=False),
        all_calls=_staffing(needed, open_hours, assumptions, target, whole_week=True),
    )


def _staffing(
    needed: Demand, open_hours: Sequence[int], assumptions: Assumptions, target: float, *, whole_week: bool
) -> Staffing:
    found = model.for_target(needed, open_hours, assumptions, target, whole_week=whole_week)
    told = model.expected(needed, found, assumptions) if found is not None else None
    return Staffing(found, told, assumptions.least, assumptions.least >= target, not open_hours)
