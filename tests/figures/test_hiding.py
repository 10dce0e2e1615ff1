"""The coarse look at a growing month hides small numbers so that nobody can work them out."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from figures.hiding import SMALLEST_SHOWN, Table, rounded, table

ROWS, COLUMNS = ("counselling", "silent"), ("chat", "phone")


def shown(counts: dict[tuple[str, str], int]) -> Table:
    return table(counts, ROWS, COLUMNS)


def test_large_numbers_and_zeros_are_shown_with_their_sums() -> None:
    result = shown({("counselling", "chat"): 12, ("silent", "phone"): 5})
    assert [row.cells for row in result.rows] == [(12, 0), (0, 5)]
    assert [row.total for row in result.rows] == [12, 5]
    assert (result.totals, result.total) == ((12, 5), 17)


def test_one_small_number_hides_every_sum_it_is_in() -> None:
    result = shown({("counselling", "chat"): 12, ("silent", "phone"): 2})
    assert result.rows[1].cells == (0, None)
    assert result.rows[1].total is None
    assert (result.totals, result.total) == ((12, None), None)


# Whatever is hidden can still be each of 1, 2, 3 and 4, given everything that is shown.
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_a_hidden_number_can_be_any_small_number(values: list[int]) -> None:
    cells = list(product(ROWS, COLUMNS))
    result = shown(dict(zip(cells, values, strict=True)))
    hidden = [at for at, value in enumerate(values) if 0 < value < SMALLEST_SHOWN]
    fits = []
    for guess in product(range(1, SMALLEST_SHOWN), repeat=len(hidden)):
        other = list(values)
        for at, value in zip(hidden, guess, strict=True):
            other[at] = value
        totals_agree = result.total is None or sum(other) == result.total
        rows_agree = all(
            row.total is None or sum(other[2 * at : 2 * at + 2]) == row.total
            for at, row in enumerate(result.rows)
        )
        columns_agree = all(
            total is None or sum(other[at::2]) == total for at, total in enumerate(result.totals)
        )
        if totals_agree and rows_agree and columns_agree:
            fits.append(guess)
    for place in range(len(hidden)):
        assert {guess[place] for guess in fits} == {1, 2, 3, 4}


@given(st.integers(0, 500), st.text(max_size=30))
def test_a_rounded_count_leaves_open_what_is_near(count: int, place: str) -> None:
    """Whoever reads a rounded count knows the true one to within 4 either way, and asking again tells nothing more."""
    shown = rounded(count, place, b"a secret")
    assert shown % 5 == 0
    assert abs(shown - count) <= 4
    assert shown == rounded(count, place, b"a secret")


def test_rounding_is_right_on_average_and_differs_by_place() -> None:
    for count in (1, 3, 7):
        drawn = [rounded(count, f"place {number}", b"a secret") for number in range(4000)]
        assert len(set(drawn)) == 2
        assert abs(sum(drawn) / len(drawn) - count) < 0.2
