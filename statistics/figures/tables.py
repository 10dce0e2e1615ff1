"""Tables: where each number stands, and what it must agree with.

A number is known by what it counts ("contacts, by phone, about themselves"), not by the table it stands in. So a number
that stands in several tables is one number, and is hidden, rounded and attacked as one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from figures.axes import UNKNOWN, Axis, Kind, axis
from figures.catalogue import SUMS
from figures.fields import MANY_CODES, REASON, SEPARATOR
from figures.periods import Period
from figures.spec import Share, Source, Spec
from helpline.programmes.models import Programme

if TYPE_CHECKING:
    import pandas as pd

#: what a number counts: the population, and the codes that its things have
Key = tuple[str, tuple[tuple[str, str], ...]]
Values = Mapping[Key, int]
Shown = Mapping[Key, int | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """The parts of a whole. exact: they add up to it; else they cover it, and none is larger."""

    whole: Key
    parts: tuple[Key, ...]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """A table without its numbers. columns: None when there is one number per row."""

    spec: Spec
    period: Period
    population: str
    rows: Axis
    columns: Axis | None

    def key(self, row: str = "", column: str = "") -> Key:
        """What the number at this place counts; without a row or a column: their total."""
        pairs = list(self.spec.where)
        if row:
            pairs.append((self.rows.key, row))
        if column and self.columns is not None:
            pairs.append((self.columns.key, column))
        return self.population, tuple(sorted(pairs))

    @property
    def has_column_totals(self) -> bool:
        """Whether the rows have a whole that can stand below them. A heat map has none: its cells say enough."""
        return self.rows.kind != Kind.STEPS and self.spec.chart != "heat"

    @property
    def has_row_totals(self) -> bool:
        """Whether the columns have a whole that can stand beside them."""
        return self.columns is not None and self.columns.kind != Kind.STEPS and self.spec.chart != "heat"

    @property
    def column_codes(self) -> tuple[str, ...]:
        """The codes of its columns; one empty code when there is one number per row."""
        return self.columns.codes if self.columns is not None else ("",)

    def numbers(self) -> Iterator[Key]:
        """Every number of the table, its totals last."""
        for row in self.rows.codes:
            for column in self.column_codes:
                yield self.key(row, column)
            if self.has_row_totals:
                yield self.key(row)
        if self.has_column_totals:
            for column in self.column_codes:
                yield self.key(column=column)
            if self.has_row_totals:
                yield self.key()
        if self.spec.chart == "heat":
            yield self.key()

    def relations(self) -> Iterator[Relation]:
        """What its numbers must agree with among themselves."""
        if self.spec.chart == "heat":
            yield Relation(
                self.key(),
                tuple(self.key(row, column) for row in self.rows.codes for column in self.column_codes),
            )
        if self.has_row_totals:
            for row in self.rows.codes:
                yield Relation(self.key(row), tuple(self.key(row, column) for column in self.column_codes))
            if self.has_column_totals:
                yield Relation(self.key(), tuple(self.key(column=column) for column in self.column_codes))
        if self.has_column_totals:
            exact = self.rows.kind == Kind.PARTS
            for column in self.column_codes:
                whole = self.key(column=column)
                yield Relation(whole, tuple(self.key(row, column) for row in self.rows.codes), exact)
            if self.has_row_totals:
                yield Relation(self.key(), tuple(self.key(row) for row in self.rows.codes), exact)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its numbers; None is a hidden one. marks: what changed in its definitions, in sentences."""

    layout: Layout
    values: Shown
    marks: tuple[str, ...] = ()

    @property
    def spec(self) -> Spec:
        """What it is."""
        return self.layout.spec

    def cell(self, row: str, column: str = "") -> int | None:
        """One number; of a code that the table does not have: 0."""
        return self.values.get(self.layout.key(row, column), 0)

    @property
    def total(self) -> int | None:
        """Of everything; None also where a total would mean nothing."""
        return self.values.get(self.layout.key())

    def known(self, row: str = "", column: str = "") -> int | None:
        """How many of a total are known: what shares are parts of. With a row: within it."""
        axis = self.layout.columns if row else self.layout.rows
        whole = self.values.get(self.layout.key(row, column))
        if axis is None or whole is None:
            return whole
        if UNKNOWN not in axis.codes:
            return whole
        unknown = self.cell(row, UNKNOWN) if row else self.cell(UNKNOWN, column)
        return None if unknown is None else max(whole - unknown, 0)

    def share(self, row: str, column: str = "") -> float | None:
        """Percentage, from the numbers as shown, of what is known; None where it cannot or should not be told."""
        if self.spec.share == Share.NONE:
            return None
        if self.spec.share == Share.WITHIN_ROW:
            if not column or column == UNKNOWN:
                return None
            whole = self.known(row=row)
        else:
            if row == UNKNOWN:
                return None
            whole = self.known(column=column)
        part = self.cell(row, column)
        if part is None or not whole:
            return None
        return min(100.0 * part / whole, 100.0)

    def ranking(self) -> list[str]:
        """The codes of the rows, largest first; unknown and hidden ones left out."""
        sums = {row: self._row(row) for row in self.layout.rows.codes if row not in (UNKNOWN, "other")}
        known = {row: n for row, n in sums.items() if n}
        return sorted(known, key=lambda row: (-known[row], self.layout.rows.codes.index(row)))

    def _row(self, row: str) -> int | None:
        if self.layout.columns is None or self.layout.has_row_totals:
            return self.values.get(self.layout.key(row))
        return None


def build(
    spec: Spec, programme: Programme, period: Period, frame: "pd.DataFrame", taken: Values
) -> tuple[Layout, dict[Key, int]]:
    """Make a table out of a reading: its layout, and its exact numbers.

    taken: the numbers of tables made before. Counters of another grain may have missed a count; a table that does not
    agree with those is counted as a population of its own.
    """
    rows = axis(programme, spec.rows, _codes(frame, spec.rows), period)
    columns = axis(programme, spec.columns, _codes(frame, spec.columns), period) if spec.columns else None
    for field, code in spec.where:
        frame = frame[frame[field] == code]
    numbers = _numbers(frame, spec, rows, columns)
    layout = Layout(spec, period, spec.population, rows, columns)
    values = {layout.key(*place): numbers.get(place, 0) for place in _places(layout)}
    if spec.source == Source.HOURS and any(taken.get(key, n) != n for key, n in values.items()):
        layout = Layout(spec, period, f"{spec.population} by hour", rows, columns)
        values = {layout.key(*place): numbers.get(place, 0) for place in _places(layout)}
    return layout, values


def relations(layouts: Iterable[Layout], values: Values) -> list[Relation]:
    """Everything that the numbers of these tables must agree with, also across tables."""
    found = {relation for layout in layouts for relation in layout.relations()}
    for (field, code), (of, but) in SUMS.items():
        summed: dict[Key, dict[str, Key]] = {}
        for key in values:
            codes = dict(key[1])
            if of in codes:
                summed.setdefault(_without(key, of), {})[codes[of]] = key
        for key in values:
            if (field, code) not in key[1]:
                continue
            whole = _without(key, field)
            rest = [_with(whole, field, other) for other in sorted(but)]
            if whole in values and all(other in values for other in rest):
                found.add(Relation(whole, (key, *rest)))
            parts = summed.get(whole, {})
            found.update(
                Relation(_with(whole, field, other), (parts[other],))
                for other in but
                if other in parts and _with(whole, field, other) in values
            )
            if others := tuple(part for other, part in sorted(parts.items()) if other not in but):
                found.add(Relation(key, others))
    return sorted(found, key=lambda relation: (relation.whole, relation.parts))


def _without(key: Key, field: str) -> Key:
    return key[0], tuple(pair for pair in key[1] if pair[0] != field)


def _with(key: Key, field: str, code: str) -> Key:
    return key[0], tuple(sorted((*key[1], (field, code))))


def _codes(frame: "pd.DataFrame", field: str) -> set[str]:
    codes = set(frame[field].unique()) if field in frame else set()
    if field in (*MANY_CODES, REASON):
        return {part for code in codes for part in code.split(SEPARATOR)}
    return codes


def _places(layout: Layout) -> Iterator[tuple[str, str]]:
    if layout.spec.chart == "heat":
        yield "", ""
    rows = [*layout.rows.codes, *([""] if layout.has_column_totals else [])]
    for row in rows:
        yield from ((row, column) for column in layout.column_codes)
        if layout.has_row_totals:
            yield row, ""


def _numbers(
    frame: "pd.DataFrame", spec: Spec, rows: Axis, columns: Axis | None
) -> dict[tuple[str, str], int]:
    """The exact numbers by (row, column); empty codes are totals."""
    each = _one_code_each(frame, spec.rows) if rows.kind == Kind.SEVERAL else frame
    found: dict[tuple[str, str], int] = {("", ""): int(frame["n"].sum())}
    for code, n in each.groupby(spec.rows)["n"].sum().items():
        found[str(code), ""] = int(n)
    if columns is None:
        return found
    for code, n in frame.groupby(spec.columns)["n"].sum().items():
        found["", str(code)] = int(n)
    cells = each.groupby([spec.rows, spec.columns])["n"].sum()
    for (row, column), n in zip(cells.index.to_list(), cells.to_list(), strict=True):
        found[row, column] = int(n)
    return found


def _one_code_each(frame: "pd.DataFrame", field: str) -> "pd.DataFrame":
    """Rows with several codes become several rows. "Unknown" beside a known code says nothing."""

    def parts(joined: str) -> Sequence[str]:
        known = [code for code in joined.split(SEPARATOR) if code not in ("", UNKNOWN)]
        return known or [UNKNOWN]

    return frame.assign(**{field: frame[field].map(parts)}).explode(field)
