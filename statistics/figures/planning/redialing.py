"""People who call again because nobody answered: how many they are, and what follows from them. Pure.

Two questions. How many calls shortly after a missed one are the same people trying again? Nobody is recognised, so it
is an excess over what the same hours would have brought anyway, and it is told as a range. And: when fewer calls are
missed, fewer people call again, so fewer calls come in, so fewer are missed: where does that settle?
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: a higher share would mean that hardly anybody ever gives up trying
MOST_REDIALS = 0.95
#: nine of ten: the width of a normal interval in standard deviations
NINE_OF_TEN = 1.6448536269514722
#: the counter knows whole minutes since the last missed call, 0 to 60; the first of them count as "soon after"
SOON_MINUTES = 31
LATE_MINUTES = 30
#: what rounding to fives by chance adds to the variance of a number
ROUNDING = 4.0

_CLOSE = 1e-9
_SECANTS = 20
_MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Range:
    """A share that is known from low to high, both from 0 to 1."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Halfway."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the week over a period. calls: expected in one such hour; missed: the share; times: how often."""

    calls: float
    missed: float
    times: int


def settled(first_calls: float, redials: float, missed: Callable[[float], float]) -> float:
    """How many calls come in, when each missed one brings another with the chance `redials`.

    first_calls: calls by people who did not just try. missed: how many of so many calls are missed. When one call more
    never brings more than one missed call more (so it is in every queue here), the calls that follow from two guesses
    differ by at most `redials` times as much as the guesses do. So what follows from any guess is off by at most
    redials / (1 - redials) times the step to it (Banach); it stops when that is below a billionth of the calls. The
    next guess is where a straight line through the last two steps is zero (the secant), mostly four or five of them;
    where that leads nowhere, each guess is what follows from the one before, which always ends. Raises ValueError for a
    share outside 0 to MOST_REDIALS.
    """
    if not 0 <= redials <= MOST_REDIALS:
        raise ValueError("a share of redials lies from 0 to 0.95")
    guess, slope = first_calls, 1.0
    before: tuple[float, float] | None = None
    for number in range(_MOST_STEPS):
        following = first_calls + redials * missed(guess)
        step = following - guess
        if abs(step) * redials <= _CLOSE * (1 - redials) * following:
            return following
        if number >= _SECANTS:
            slope = 1.0
        elif before and guess != before[0]:
            # a call more makes the step shorter: by all of it at most, by 1 - redials at least
            slope = min(max((before[1] - step) / (guess - before[0]), 1 - redials), 1.0)
        before = guess, step
        guess = max(guess + step / slope, 0.0)
    raise ArithmeticError("the calls do not settle: one call more brings more than one missed call")


def share(hours: Sequence[Hour], soon: int, late: int) -> Range | None:
    """Which part of the missed calls was followed by another try within half an hour. None without missed calls.

    soon: the calls within 31 minutes of the last missed one; late: those in the 30 minutes after that. Some calls would
    have come anyway. At the high end those are as many as came late: a time without a missed call is the less likely
    the longer it is, so there are rather more of them soon after. At the low end they are what these hours bring in
    half an hour after each missed call, if no two missed calls share a half hour and every call counts, redials too;
    so there are rather fewer. Both ends are moved by what chance does to such counts in nine of ten cases.
    """
    missed = sum(hour.calls * hour.missed * hour.times for hour in hours)
    if missed <= 0:
        return None
    alike = SOON_MINUTES / LATE_MINUTES
    anyway = sum(
        hour.calls * hour.times * -math.expm1(-hour.calls * hour.missed * SOON_MINUTES / 60) for hour in hours
    )
    low = soon - anyway - NINE_OF_TEN * math.sqrt(soon + ROUNDING)
    high = soon - late * alike + NINE_OF_TEN * math.sqrt(soon + ROUNDING + (late + ROUNDING) * alike**2)
    low, high = (min(max(end / missed, 0.0), MOST_REDIALS) for end in (low, high))
    return Range(min(low, high), max(low, high))
