"""The queue of people who give up: published values, a line played call by call, and what must always hold."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.planning.erlang import waiting
from tests.figures.planning.simulation import play
from tests.services.sizes import IS_FULL

#: calls and counsellors from nearly none to hundreds; patience from a second to weeks, in hours
RATES = st.floats(0.01, 2000)
HANDLING = st.floats(0.01, 2)
PATIENCE = st.floats(1 / 3600, 500)
AGENTS = st.integers(0, 800)
# The largest queues are sums of tens of thousands of terms: no limit of time for one of them.
SOME = settings(max_examples=400 if IS_FULL else 60, deadline=None)


@pytest.mark.parametrize(
    ("arrivals", "handling", "patience", "agents", "wait", "abandon"),
    [
        (200, 3, 5, 10, 0.599433318, 0.1094379996),
        (200, 3, 2, 8, 0.7226264633, 0.2579823813),
        (4, 30, 2, 2, 0.4286417878, 0.3809054748),
    ],
)
def test_published_values(
    arrivals: float, handling: float, patience: float, agents: int, wait: float, abandon: float
) -> None:
    """Calls per hour, minutes, minutes: to the last digit that was published."""
    found = waiting(arrivals=arrivals, handling=handling / 60, patience=patience / 60, agents=agents)
    assert found.wait == pytest.approx(wait, abs=6e-10)
    assert found.abandon == pytest.approx(abandon, abs=6e-11)


# More counsellors never make more callers wait or give up.
@SOME
@given(RATES, HANDLING, PATIENCE, AGENTS)
def test_more_counsellors_never_miss_more(
    arrivals: float, handling: float, patience: float, agents: int
) -> None:
    fewer = waiting(arrivals=arrivals, handling=handling, patience=patience, agents=agents)
    more = waiting(arrivals=arrivals, handling=handling, patience=patience, agents=agents + 1)
    for found in (fewer, more):
        assert 0 <= found.abandon <= 1
        assert 0 <= found.wait <= 1
        assert found.abandon <= found.wait + 1e-12
        assert 0 <= found.mean_wait < math.inf
    assert more.abandon <= fewer.abandon + 1e-12
    assert more.wait <= fewer.wait + 1e-12


# One call more brings at most one missed call more, and at most one answered call more.
@SOME
@given(RATES, HANDLING, PATIENCE, AGENTS, st.floats(1.001, 2))
def test_one_call_more_is_one_missed_call_more_at_most(
    arrivals: float, handling: float, patience: float, agents: int, times: float
) -> None:
    few, many = arrivals, arrivals * times
    missed = [
        n * waiting(arrivals=n, handling=handling, patience=patience, agents=agents).abandon
        for n in (few, many)
    ]
    slack = 1e-9 * many
    assert -slack <= missed[1] - missed[0] <= many - few + slack


@SOME
@given(RATES, HANDLING, PATIENCE, AGENTS)
def test_calls_are_conserved(arrivals: float, handling: float, patience: float, agents: int) -> None:
    """Who is answered keeps counsellors busy: never more than there are, and all of them when everybody waits."""
    found = waiting(arrivals=arrivals, handling=handling, patience=patience, agents=agents)
    busy = arrivals * handling * (1 - found.abandon)
    assert busy <= agents + 1e-6
    assert found.wait * agents <= busy + 1e-6


def test_the_ends_of_patience() -> None:
    """Nobody waits at all: Erlang's loss. Everybody waits for ever: Erlang C, or exactly what cannot be answered."""
    load, agents = 8.0, 10
    terms = [load**k / math.factorial(k) for k in range(agents + 1)]
    loss = terms[-1] / sum(terms)
    short = waiting(arrivals=load, handling=1, patience=1e-9, agents=agents)
    assert short.abandon == pytest.approx(loss, rel=1e-7)
    delay = loss / (1 - load / agents * (1 - loss))
    long = waiting(arrivals=load, handling=1, patience=1e7, agents=agents)
    assert long.wait == pytest.approx(delay, rel=1e-5)
    assert long.abandon == pytest.approx(0, abs=1e-6)
    swamped = waiting(arrivals=1000, handling=1, patience=1e5, agents=400)
    assert swamped.abandon == pytest.approx(0.6, abs=1e-12)
    assert swamped.wait == pytest.approx(1, abs=1e-12)


def test_without_counsellors_and_without_calls() -> None:
    nobody = waiting(arrivals=3, handling=0.5, patience=0.1, agents=0)
    assert (nobody.wait, nobody.abandon) == (1, pytest.approx(1, abs=1e-12))
    assert nobody.mean_wait == pytest.approx(0.1)
    assert waiting(arrivals=0, handling=0.5, patience=0.1, agents=2).abandon == 0
    assert waiting(arrivals=0, handling=0.5, patience=0.1, agents=0).abandon == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"arrivals": -1.0},
        {"arrivals": math.nan},
        {"handling": 0.0},
        {"patience": 0.0},
        {"patience": math.inf},
        {"agents": -1},
        {"arrivals": 1e6, "patience": 1e6},
    ],
)
def test_what_is_no_queue_is_refused(fault: dict[str, float]) -> None:
    queue: dict[str, float] = {"arrivals": 1.0, "handling": 1.0, "patience": 1.0, "agents": 1}
    with pytest.raises(ValueError, match=r"a |arrivals|fewer|patient"):
        waiting(**{**queue, **fault})  # type: ignore[arg-type]


# The formula says what happens: the same queue, played call by call.
@settings(max_examples=60 if IS_FULL else 6, deadline=None)
@given(
    st.floats(0.3, 12),
    st.floats(0.2, 1),
    st.floats(0.02, 0.5),
    st.integers(1, 8),
    st.integers(0, 2**32),
)
def test_a_line_that_is_played_agrees(
    arrivals: float, handling: float, patience: float, agents: int, seed: int
) -> None:
    calls = 60_000 if IS_FULL else 6_000
    seen = play(
        random.Random(seed),
        arrivals=arrivals,
        handling=handling,
        patience=patience,
        agents=agents,
        hours=calls / arrivals,
    )
    found = waiting(arrivals=arrivals, handling=handling, patience=patience, agents=agents)
    # calls follow one another, so chance counts for more than among as many strangers
    chance = 6 / math.sqrt(calls)
    assert seen.waited / seen.calls == pytest.approx(found.wait, abs=2 * chance)
    assert seen.missed / seen.calls == pytest.approx(found.abandon, abs=2 * chance)
    assert seen.waiting / seen.calls == pytest.approx(found.mean_wait, abs=2 * chance)
