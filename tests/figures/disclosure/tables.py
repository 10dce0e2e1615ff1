"""Tables of counts made up by hypothesis, with every sum they stand in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

Values = dict[str, int]


@dataclass(frozen=True, slots=True)
class Whole:
    """Parts of a whole, as `figures.tables.Relation` has them."""

    whole: str
    parts: tuple[str, ...]
    exact: bool = True


def two_way(rows: Sequence[Sequence[int]], name: str = "") -> tuple[Values, list[Whole]]:
    """A table with both margins and its total. Cells are named "<table><row>,<column>"; a star is a margin."""
    values = {f"{name}{i},{j}": n for i, row in enumerate(rows) for j, n in enumerate(row)}
    sums = []
    width = len(rows[0])
    for i, row in enumerate(rows):
        values[f"{name}{i},*"] = sum(row)
        sums.append(Whole(f"{name}{i},*", tuple(f"{name}{i},{j}" for j in range(width))))
    for j in range(width):
        values[f"*,{j}"] = sum(row[j] for row in rows)
        sums.append(Whole(f"*,{j}", tuple(f"{name}{i},{j}" for i in range(len(rows)))))
    values["*,*"] = sum(map(sum, rows))
    sums.append(Whole("*,*", tuple(f"{name}{i},*" for i in range(len(rows)))))
    sums.append(Whole("*,*", tuple(f"*,{j}" for j in range(width))))
    return values, sums


_COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Values, list[Whole]]:
    """One table, or two that share their columns' totals: the same contacts, by something else."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(_COUNTS, min_size=width, max_size=width), min_size=1, max_size=5))
    values, sums = two_way(rows, "a")
    if draw(st.booleans()):
        others = [[0] * width for _ in range(draw(st.integers(1, 3)))]
        for j in range(width):
            left = values[f"*,{j}"]
            for other in others[:-1]:
                other[j] = draw(st.integers(0, left))
                left -= other[j]
            others[-1][j] = left
        more, more_sums = two_way(others, "b")
        assert all(values[shared] == more[shared] for shared in values.keys() & more.keys())
        values |= more
        sums = list(dict.fromkeys([*sums, *more_sums]))
    return values, sums


def small(values: Mapping[str, int]) -> list[str]:
    """The cells that must not be told."""
    return [name for name, count in values.items() if 0 < count < 5]
