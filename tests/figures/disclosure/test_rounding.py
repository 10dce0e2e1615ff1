"""The release view: multiples of five whose sums agree, and from which nothing small can be worked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.disclosure.attack import narrowed
from figures.disclosure.rounding import rounded
from tests.figures.disclosure.tables import Values, Whole, small, tables, two_way

SEED = b"a seed of thirty-two bytes, fixed"


# Every number is a multiple of five near the true one, and every sum agrees.
@settings(max_examples=80)
@given(tables(), st.binary(min_size=16, max_size=32))
def test_margins_always_agree_and_no_cell_is_small(table: tuple[Values, list[Whole]], seed: bytes) -> None:
    values, sums = table
    found = rounded(values, sums, seed)
    assert all(count % 5 == 0 and count >= 0 for count in found.values())
    assert not small(found)
    assert all(abs(found[name] - values[name]) <= 4 for name in values)
    for each in sums:
        assert sum(found[part] for part in each.parts) == found[each.whole]


# The attack finds nothing in a rounded table: every true 1 to 4 keeps at least four values.
@settings(max_examples=60)
@given(tables(), st.binary(min_size=16, max_size=32))
def test_the_attack_finds_nothing(table: tuple[Values, list[Whole]], seed: bytes) -> None:
    values, sums = table
    found = rounded(values, sums, seed)
    bounds = {name: (max(count - 4, 0), count + 4) for name, count in found.items()}
    assert narrowed(bounds, sums, small(values)) == {}


# The same seed gives the same numbers.
@settings(max_examples=20)
@given(tables())
def test_rounding_can_be_repeated(table: tuple[Values, list[Whole]]) -> None:
    values, sums = table
    assert rounded(values, sums, SEED) == rounded(values, sums, SEED)


def test_a_single_number_is_right_on_average() -> None:
    for count in (1, 3, 12, 49):
        drawn = rounded({f"n{number}": count for number in range(1500)}, [], SEED).values()
        assert len(set(drawn)) == 2
        assert abs(sum(drawn) / len(drawn) - count) < 0.3


def test_several_codes_stay_below_the_whole() -> None:
    values = {"all": 31, "a": 31, "b": 29, "c": 2}
    covered = [Whole("all", ("a", "b", "c"), exact=False)]
    for number in range(40):
        found = rounded(values, covered, number.to_bytes(16, "big"))
        assert max(found["a"], found["b"], found["c"]) <= found["all"] <= sum(found[name] for name in "abc")


def test_without_control_the_margins_would_not_agree() -> None:
    """The fault, planted: rounding each number by itself leaves sums that do not add up."""
    values, sums = two_way([[2, 2], [2, 2]])
    alone = {name: 5 * round(count / 5) for name, count in values.items()}
    assert any(sum(alone[part] for part in each.parts) != alone[each.whole] for each in sums)
