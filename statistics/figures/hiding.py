"""Which cells of a table of counts are shown while a month is still growing. Pure.

A count of 1 to 4 is hidden, and so is every sum from which a hidden count could be worked out. The full disclosure
control of published tables is another, stronger thing; this is the coarse look that staff have in between.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: the smallest count above zero that is shown
SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; None is a hidden number."""

    key: str
    cells: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the keys of the cells. totals: one per column. total: of everything."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int | None, ...]
    total: int | None


def _cell(count: int) -> int | None:
    return None if 0 < count < SMALLEST_SHOWN else count


def _grand_total(counts: Sequence[int]) -> int | None:
    """The total, unless it narrows a hidden count.

    Whoever knows the total knows the sum S of the k hidden counts, each 1 to 4. Every hidden count can still be
    anything from 1 to 4 exactly when the other k-1 can make up S-1 as well as S-4: k+3 <= S <= 4k-3.
    """
    hidden = [count for count in counts if _cell(count) is None]
    if hidden and not len(hidden) + 3 <= sum(hidden) <= 4 * len(hidden) - 3:
        return None
    return sum(counts)


def table(counts: Mapping[tuple[str, str], int], rows: Sequence[str], columns: Sequence[str]) -> Table:
    """Return the table of counts by (row, column) with what must stay hidden left out."""

    def count(row: str, column: str) -> int:
        return counts.get((row, column), 0)

    def line_total(values: Sequence[int]) -> int | None:
        return None if any(_cell(value) is None for value in values) else sum(values)

    lines = []
    for row in rows:
        values = [count(row, column) for column in columns]
        lines.append(Row(row, tuple(_cell(value) for value in values), line_total(values)))
    totals = tuple(line_total([count(row, column) for row in rows]) for column in columns)
    everything = [count(row, column) for row in rows for column in columns]
    return Table(tuple(columns), tuple(lines), totals, _grand_total(everything))


def rounded(count: int, place: str, secret: bytes) -> int:
    """Round a count to a multiple of 5 by chance, up or down, so that sums stay right on average.

    The chance is drawn once for a place ("which counter, which code, which month"), with the house's secret: however
    often and in whatever table it is asked for, the answer is the same, so asking again tells nothing more. A rounded
    count leaves open what is within 4 of it; so does every difference of two of them.
    """
    low, rest = divmod(count, SMALLEST_SHOWN)
    drawn = hashlib.blake2b(place.encode(), key=secret[:64], digest_size=8).digest()
    return SMALLEST_SHOWN * (low + (int.from_bytes(drawn, "big") % SMALLEST_SHOWN < rest))
