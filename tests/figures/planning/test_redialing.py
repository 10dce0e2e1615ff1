"""People who call again: how many they are, as a range that holds them, and where the calls settle."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.planning.erlang import waiting
from figures.planning.redialing import MOST_REDIALS, Hour, settled, share
from tests.figures.planning.simulation import play
from tests.services.sizes import IS_FULL

SHARES = st.floats(0, MOST_REDIALS)
#: of two years, 35 a week
HOURS = 3_640
SOME = settings(max_examples=300 if IS_FULL else 60, deadline=None)


def missed_of(handling: float, patience: float, agents: int) -> Callable[[float], float]:
    def missed(calls: float) -> float:
        return calls * waiting(arrivals=calls, handling=handling, patience=patience, agents=agents).abandon

    return missed


# From wherever one begins, two guesses come nearer to each other by at least the share of redials: so they settle.
@SOME
@given(
    st.floats(0.01, 50),
    SHARES,
    st.floats(0.05, 1),
    st.floats(0.01, 2),
    st.integers(0, 30),
    st.floats(0, 100),
    st.floats(0, 100),
)
def test_guesses_come_nearer_to_each_other(
    first: float, redials: float, handling: float, patience: float, agents: int, one: float, other: float
) -> None:
    missed = missed_of(handling, patience, agents)
    before = abs(one - other)
    after = abs((first + redials * missed(one)) - (first + redials * missed(other)))
    assert after <= redials * before + 1e-9 * (1 + one + other)


# What comes out is where it stays: first calls, and redials of what is missed then.
@SOME
@given(st.floats(0.01, 50), SHARES, st.floats(0.05, 1), st.floats(0.01, 2), st.integers(0, 30))
def test_the_calls_settle(
    first: float, redials: float, handling: float, patience: float, agents: int
) -> None:
    missed = missed_of(handling, patience, agents)
    calls = settled(first, redials, missed)
    assert calls == pytest.approx(first + redials * missed(calls), rel=1e-8)
    assert first <= calls * (1 + 1e-9)
    assert calls <= first / (1 - redials) * (1 + 1e-9)


def counted(missed: Callable[[float], float]) -> tuple[Callable[[float], float], list[float]]:
    asked: list[float] = []

    def of(calls: float) -> float:
        asked.append(calls)
        return missed(calls)

    return of, asked


# The page of planning asks this some thousand times.
@SOME
@given(st.floats(0.01, 50), SHARES, st.floats(0.05, 1), st.floats(0.01, 2), st.integers(0, 30))
def test_a_dozen_guesses_are_enough(
    first: float, redials: float, handling: float, patience: float, agents: int
) -> None:
    missed, asked = counted(missed_of(handling, patience, agents))
    settled(first, redials, missed)
    assert len(asked) <= 12


# Any line that rises by at most one, with corners where a secant may be led astray: it settles all the same.
@SOME
@given(
    st.floats(0.01, 50),
    SHARES,
    st.lists(st.tuples(st.floats(0.01, 5), st.floats(0, 1)), min_size=1, max_size=12),
)
def test_corners_do_not_keep_it_from_settling(
    first: float, redials: float, pieces: list[tuple[float, float]]
) -> None:
    def missed(calls: float) -> float:
        found = 0.0
        for length, rise in pieces:
            found += rise * min(calls, length)
            calls -= min(calls, length)
        return found

    calls = settled(first, redials, missed)
    assert calls == pytest.approx(first + redials * missed(calls), rel=1e-8)


def test_where_everything_is_missed_each_caller_tries_until_giving_up() -> None:
    assert settled(3, 0.5, lambda n: n) == pytest.approx(6)
    assert settled(3, 0.0, lambda n: n) == 3
    assert settled(0, 0.5, lambda n: n) == 0


def test_what_cannot_settle_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to"):
        settled(3, 1.0, lambda n: n)
    with pytest.raises(ArithmeticError, match="do not settle"):
        settled(3, 0.9, lambda n: 2 * n)


def test_a_line_with_redials_that_is_played_agrees() -> None:
    """Redials come some minutes later and not at once; the settled queue still says what is missed."""
    seen = play(
        random.Random(7),
        arrivals=3,
        handling=0.5,
        patience=0.1,
        agents=2,
        redials=0.5,
        again_after=0.5,
        hours=60_000 if IS_FULL else 6_000,
    )
    missed = missed_of(0.5, 0.1, 2)
    calls = settled(3, 0.5, missed)
    hours = 60_000 if IS_FULL else 6_000
    assert seen.calls / hours == pytest.approx(calls, rel=0.03)
    assert seen.missed / seen.calls == pytest.approx(missed(calls) / calls, abs=0.03)


@pytest.mark.parametrize("redials", [0.0, 0.2, 0.4, 0.6])
def test_the_range_holds_the_redials_of_a_line_that_is_played(redials: float) -> None:
    """Two years of a small line: of nine in ten ranges it is promised."""
    held = 0
    seeds = range(40 if IS_FULL else 10)
    for seed in seeds:
        seen = play(
            random.Random(seed),
            arrivals=0.5,
            handling=0.5,
            patience=0.05,
            agents=1,
            redials=redials,
            hours=HOURS,
        )
        found = share([Hour(seen.calls / HOURS, seen.missed / seen.calls, HOURS)], seen.soon, seen.late)
        assert found is not None
        held += found.low <= seen.redials / seen.missed <= found.high
    assert held >= 0.9 * len(seeds)


def test_without_redials_the_range_begins_at_nothing() -> None:
    found = share([Hour(0.5, 0.5, 3_000)], 190, 180)
    assert found is not None
    assert found.low == 0
    assert share([Hour(0.5, 0, 3_000)], 0, 0) is None
    assert share([], 0, 0) is None
