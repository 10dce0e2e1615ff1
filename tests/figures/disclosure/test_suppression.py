"""The inside view: nothing small is shown, and nothing small can be worked out."""

from itertools import product

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from figures.disclosure.attack import narrowed
from figures.disclosure.suppression import suppress
from tests.figures.disclosure.tables import Values, Whole, small, tables, two_way


def seen(shown: dict[str, int | None]) -> dict[str, tuple[int, int | None]]:
    """What a reader knows: hidden numbers are at least 1, because zeros are shown."""
    return {name: (1, None) if count is None else (count, count) for name, count in shown.items()}


# No true 1 to 4 is shown, and none can be narrowed to fewer than four values by the sums it stands in.
@settings(max_examples=60)
@given(tables())
def test_no_small_number_is_shown_or_worked_out(table: tuple[Values, list[Whole]]) -> None:
    values, sums = table
    shown = suppress(values, sums)
    assert all(shown[name] is None for name in small(values))
    assert narrowed(seen(shown), sums, small(values)) == {}


# What is shown is true.
@settings(max_examples=30)
@given(tables())
def test_what_is_shown_is_exact(table: tuple[Values, list[Whole]]) -> None:
    values, sums = table
    assert all(count in (None, values[name]) for name, count in suppress(values, sums).items())


# The linear programme and plain trying agree: every hidden small number has four whole values that fit.
@settings(max_examples=15)
@example([[5, 1], [7, 5]])
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=3))
def test_every_hidden_number_has_four_whole_values_that_fit(rows: list[list[int]]) -> None:
    values, sums = two_way(rows)
    shown = suppress(values, sums)
    cells = [f"{i},{j}" for i in range(len(rows)) for j in range(2)]
    hidden = [name for name in cells if shown[name] is None]
    if not 1 <= len(hidden) <= 4:
        return
    # every number of the table as a sum of its cells, and every guess of the hidden ones as a row of a matrix
    parts = np.array([list(two_way(np.eye(len(cells), dtype=int)[at].reshape(-1, 2).tolist())[0].values())
                      for at in range(len(cells))])  # fmt: skip
    # four values are three steps at most from the true one, and what lies across goes as far
    guesses = np.array(list(product(range(1, 7 + 4), repeat=len(hidden))))
    tables_guessed = np.tile([shown[name] or 0 for name in cells], (len(guesses), 1))
    tables_guessed[:, [cells.index(name) for name in hidden]] = guesses
    known = [at for at, name in enumerate(values) if shown[name] is not None]
    told = [shown[name] for name in values if shown[name] is not None]
    fitting = guesses[((tables_guessed @ parts)[:, known] == told).all(axis=1)]
    fits = {name: len(set(fitting[:, at].tolist())) for at, name in enumerate(hidden)}
    assert all(fits[name] >= 4 for name in small(values) if name in fits)


def test_large_tables_are_shown_as_they_are() -> None:
    values, sums = two_way([[12, 0], [40, 5]])
    assert suppress(values, sums) == values


def test_one_small_number_takes_others_with_it() -> None:
    values, sums = two_way([[40, 2], [30, 60]])
    shown = suppress(values, sums)
    assert shown["0,1"] is None
    assert shown["*,*"] == 132
    assert sum(count is None for count in shown.values()) >= 4


def test_a_planted_fault_is_found() -> None:
    """Hiding only the small number itself: a subtraction tells it, and the attack sees that."""
    values, sums = two_way([[40, 2], [30, 60]])
    only = {name: None if name == "0,1" else count for name, count in values.items()}
    assert narrowed(seen(only), sums, small(values)) == {"0,1": (2, 2)}


def test_two_tables_of_the_same_contacts_do_not_tell_on_each_other() -> None:
    first, sums = two_way([[3, 20], [17, 30]], "a")
    second, more = two_way([[10, 25], [10, 25]], "b")
    shown = suppress(first | second, [*sums, *more])
    assert shown["a0,0"] is None
    assert narrowed(seen(shown), [*sums, *more], small(first | second)) == {}


def test_several_codes_of_one_contact_cover_the_whole() -> None:
    """Topics: no sum, but none is larger than the contacts, and together they are at least as many."""
    values = {"all": 30, "a": 28, "b": 3, "unknown": 0}
    covered = [Whole("all", ("a", "b", "unknown"), exact=False)]
    shown = suppress(values, covered)
    assert shown["b"] is None
    assert narrowed(seen(shown), covered, ["b"]) == {}
