"""The attacker finds what can be found."""

import pytest

from figures.disclosure.attack import Contradiction, narrowed
from tests.figures.disclosure.tables import Whole

TOTAL = [Whole("all", ("a", "b", "c"))]


def test_a_difference_tells() -> None:
    known = {"all": (50, 50), "a": (20, 20), "b": (27, 27), "c": (0, None)}
    assert narrowed(known, TOTAL, ["c"]) == {"c": (3, 3)}


def test_two_unknown_numbers_keep_each_other() -> None:
    known = {"all": (50, 50), "a": (20, 20), "b": (0, None), "c": (0, None)}
    assert narrowed(known, TOTAL, ["c"]) == {}


def test_too_small_a_sum_narrows_all_its_parts() -> None:
    known = {"all": (2, 2), "a": (0, None), "b": (0, None), "c": (0, None)}
    assert narrowed(known, TOTAL, ["a", "b", "c"]) == dict.fromkeys("abc", (0, 2))


def test_bounds_alone_can_narrow() -> None:
    assert narrowed({"n": (1, 3)}, [], ["n"]) == {"n": (1, 3)}
    assert narrowed({"n": (1, 4)}, [], ["n"]) == {}


def test_rounded_numbers_narrow_through_their_sum() -> None:
    """Three cells published as 5 under a total of 0: the total allows 4 together, so each is 4 at most."""
    known = {"all": (0, 4), "a": (1, 9), "b": (1, 9), "c": (1, 9)}
    assert narrowed(known, TOTAL, ["a"]) == {"a": (1, 2)}


def test_numbers_that_cannot_be_are_said_to_be_so() -> None:
    known = {"all": (3, 3), "a": (5, 9), "b": (0, 1), "c": (0, 1)}
    with pytest.raises(Contradiction):
        narrowed(known, TOTAL, ["a"])
