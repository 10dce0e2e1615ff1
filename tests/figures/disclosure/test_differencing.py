"""Publications that overlap: what their differences tell, and that the attack finds it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.disclosure.differencing import Publication, told
from figures.disclosure.rounding import rounded
from tests.figures.disclosure.tables import two_way

_ROWS = st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=2, max_size=4)
_SEEDS = st.binary(min_size=16, max_size=16)


def published(name: str, rows: list[list[int]], seed: bytes, *pieces: str) -> Publication[str]:
    values, sums = two_way(rows)
    return Publication(name, values, rounded(values, sums, seed), sums, pieces)


# A part of a year and the year, both rounded: nothing small of them, or of the rest of the year, can be narrowed.
@settings(max_examples=40)
@given(_ROWS, st.data(), _SEEDS, _SEEDS)
def test_a_part_and_the_whole_tell_only_what_is_true(
    rows: list[list[int]], data: st.DataObject, seed: bytes, other: bytes
) -> None:
    part = [[data.draw(st.integers(0, n)) for n in row] for row in rows]
    rest = [[n - m for n, m in zip(row, some, strict=True)] for row, some in zip(rows, part, strict=True)]
    pieces = {"spring": two_way(part)[0], "later": two_way(rest)[0]}
    year = published("year", rows, seed, "spring", "later")
    spring = published("first", part, other, "spring")
    true = {"year": year.true, "first": spring.true, **pieces}
    for (where, key), (low, high) in told([year, spring], pieces).items():
        assert high is not None
        assert 0 < true[where][key] < 5
        assert low <= true[where][key] <= high < low + 3


# The same period, published again with other draws, still leaves every true 1 to 4 those four values.
@settings(max_examples=40)
@given(_ROWS, _SEEDS, _SEEDS)
def test_two_roundings_of_the_same_number_leave_one_to_four(
    rows: list[list[int]], seed: bytes, other: bytes
) -> None:
    first, second = published("a", rows, seed), published("b", rows, other)
    for name, count in first.true.items():
        if 0 < count < 5:
            low = max(first.shown[name], second.shown[name]) - 4
            high = min(first.shown[name], second.shown[name]) + 4
            assert max(low, 0) <= 1
            assert high >= 4


def test_two_halves_that_betray_each_other_are_found() -> None:
    """Planted: each half was published as 5, so it had one at least; the year as 0, so both had four at most."""
    pieces = {"h1": {"n": 2}, "h2": {"n": 2}}
    halves = [Publication(half, {"n": 2}, {"n": 5}, [], (half,)) for half in ("h1", "h2")]
    halves = [
        Publication(f"{each.name} published", each.true, each.shown, [], each.pieces) for each in halves
    ]
    year = Publication("year", {"n": 4}, {"n": 0}, [], ("h1", "h2"))
    found = told([year, *halves], pieces)
    assert found["h1", "n"] == found["h2", "n"] == (1, 3)
    assert told([year], pieces) == {}


def test_what_was_corrected_in_between_is_not_linked() -> None:
    pieces = {"h1": {"n": 2}, "h2": {"n": 9}}
    half = Publication("half", {"n": 3}, {"n": 5}, [], ("h1",))
    year = Publication("year", {"n": 11}, {"n": 10}, [], ("h1", "h2"))
    assert told([year, half], pieces) == {}
