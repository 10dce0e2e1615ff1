"""Fuzzing: inputs that nobody thought of, each within a bounded time, and how many there were is printed.

A proof gives its inputs, and what must be so of each. In `make test` some hundreds run, the same ones every time; in
`make prove` many more, new ones every time. The time is that of this thread's own work, so a busy machine costs none.
"""

import copy
import json
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.sizes import IS_FULL

#: seconds of work that one input may cost; an ordinary one costs milliseconds
SECONDS = 2.0


def fuzz(
    name: str,
    inputs: "st.SearchStrategy[Any]",
    check: Callable[[Any], object],
    *,
    some: int = 300,
    full: int = 20_000,
) -> None:
    """Check many inputs. check: raises for an answer that was not declared."""
    count = 0
    slowest = 0.0

    @settings(
        max_examples=full if IS_FULL else some,
        deadline=None,
        database=None,
        derandomize=not IS_FULL,
        suppress_health_check=list(HealthCheck),
    )
    @given(inputs)
    def one(value: Any) -> None:
        nonlocal count, slowest
        count += 1
        slowest = max(slowest, in_time(name, lambda: check(value)))

    one()
    print(f"\nfuzzing: {name}: {count} inputs, the slowest took {slowest * 1000:.0f} ms")


def in_time(name: str, work: Callable[[], object], *, seconds: float = SECONDS) -> float:
    """Do something, and see that it took no longer; how long it took."""
    begun = time.thread_time()
    work()
    took = time.thread_time() - begun
    assert took < seconds, f"{name}: {took:.1f} s of work for one input"
    return took


#: any JSON, with what breaks readers among it
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "",
            "\0",
            "a\0b",
            "\ud800",
            "\u202e",
            "x" * 5000,
            10**400,
            -1,
            2**63,
            1e308,
            "<script>",
            "{{ 7*7 }}",
            "'; --",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def mutations(document: Any) -> "st.SearchStrategy[str]":
    """JSON texts that are this document with some places changed, gone, doubled or swapped."""
    steps = st.tuples(st.integers(0, 2**20), st.sampled_from(["set", "set", "drop", "double", "name"]), junk)
    return st.lists(steps, min_size=1, max_size=4).map(lambda chosen: _mutated(document, chosen))


def scribbled(text: bytes) -> "st.SearchStrategy[bytes]":
    """These bytes with some others written over, put in, or cut away."""
    scribble = st.tuples(st.integers(0, max(len(text), 1)), st.integers(0, 12), st.binary(max_size=12))
    return st.lists(scribble, min_size=1, max_size=6).map(lambda chosen: _scribbled(text, chosen))


def _scribbled(text: bytes, chosen: list[tuple[int, int, bytes]]) -> bytes:
    for at, gone, put in chosen:
        text = text[:at] + put + text[at + gone :]
    return text


def _mutated(document: Any, chosen: list[tuple[int, str, Any]]) -> str:
    holder = [copy.deepcopy(document)]
    for number, step, value in chosen:
        places = list(_places(holder))
        within, key = places[number % len(places)]
        if step == "set" or within is holder:
            within[key] = value
        elif step == "drop":
            del within[key]
        elif step == "double" and isinstance(within, list):
            within.append(within[key])
        elif isinstance(within, dict):
            within[str(value)[:20]] = within.pop(key)
    return json.dumps(holder[0])


def _places(within: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    waiting = [within]
    while waiting:
        each = waiting.pop()
        keys = list(each) if isinstance(each, dict) else range(len(each))
        for key in keys:
            found.append((each, key))
            if isinstance(each[key], dict | list):
                waiting.append(each[key])
    return found
