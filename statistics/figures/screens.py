"""What the screens show of a table: lines of cells, each with its bar. No numbers are made here."""

import math
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from figures.axes import UNKNOWN, Kind
from figures.charts import Chart, chart, segments, sums
from figures.exports.sheets import part_words, source_words
from figures.keyfigures import KEY_FIGURES, Unit, Value, growth
from figures.report import Report, View
from figures.spec import Share
from figures.tables import Table

#: of rounded numbers below this no growth is told: the rounding alone can be a tenth of them
LEAST_TO_GROW = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, with its percentage where it has one. is_hidden: it is there, and not shown."""

    n: int | None
    share: float | None = None
    is_hidden: bool = False

    @property
    def text(self) -> str:
        """The number as the reader writes it; empty where there is none."""
        return "" if self.n is None else _figure(self.n)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a row's bar, in hundredths of its width."""

    series: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Grown:
    """How much more or less than before, in percent."""

    percent: float

    @property
    def is_more(self) -> bool:
        """Whether it grew, as far as whole percents tell."""
        return self.percent >= 0.5

    @property
    def is_less(self) -> bool:
        """Whether it shrank, as far as whole percents tell."""
        return self.percent <= -0.5

    @property
    def text(self) -> str:
        """The amount, without a sign."""
        return _figure(self.percent)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. before: the number of the other period; grown: how much more or less, in percent."""

    label: str
    cells: tuple[Cell, ...]
    bar: tuple[Segment, ...] = ()
    before: Cell | None = None
    grown: Grown | None = None
    is_total: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A table on a screen. drawing: for those that are more than bars beside the numbers."""

    name: str
    title: str
    note: str
    unit: str
    head: tuple[str, ...]
    series: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]
    foot: Row | None
    row_name: str
    has_shares: bool
    has_bars: bool
    before: str
    known: tuple[str, str] | None
    hides: bool
    drawing: Chart | None
    is_heat: bool
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A key figure on the overview."""

    title: str
    value: str
    unit: str
    before: str
    grown: Grown | None
    table: str
    is_hidden: bool


def tables(report: Report, theme: str) -> list[Shown]:
    """The tables of a theme that have something to show."""
    found = []
    for name, table in report.now.tables.items():
        if table.spec.theme == theme and any(n != 0 for n in table.values.values()):
            found.append(one(report, name))
    return found


def one(report: Report, name: str) -> Shown:
    """One table."""
    table = report.now.tables[name]
    layout = table.layout
    then = report.then.tables.get(name) if report.then is not None else None
    is_wide = layout.columns is not None
    compares = then is not None and not is_wide
    least = LEAST_TO_GROW if report.view == View.RELEASE else 0
    is_drawn = table.spec.chart in ("lines", "heat")
    rows = [_row(table, code, then if compares else None, least) for code in layout.rows.codes]
    rows = [row for row in rows if _says_something(row)]
    head = [each.shown for each in layout.columns.categories] if layout.columns else [part_words(report.now)]
    if layout.has_row_totals:
        head.append(_("Together"))
    return Shown(
        name=name,
        title=str(table.spec.title),
        note=str(table.spec.note),
        unit=str(table.spec.unit),
        head=tuple(head),
        series=_series(table),
        rows=tuple(rows),
        foot=_foot(table, then if compares else None, least),
        row_name=layout.rows.name,
        has_shares=table.spec.share != Share.NONE,
        has_bars=not is_drawn,
        before=part_words(report.then) if compares and report.then is not None else "",
        known=_known(table),
        hides=None in table.values.values(),
        drawing=chart(table) if is_drawn else None,
        is_heat=table.spec.chart == "heat",
        marks=(*table.marks, *source_words(report if compares else replace(report, then=None))),
    )


def tiles(report: Report) -> list[Tile]:
    """The key figures, in the order of the catalogue."""
    found = []
    for figure in KEY_FIGURES:
        if figure.name not in report.now.figures:
            continue
        value = report.now.figures[figure.name]
        before = report.then.figures.get(figure.name) if report.then is not None else None
        found.append(
            Tile(
                title=str(figure.title),
                value=_written(value, figure.unit),
                unit="%" if figure.unit == Unit.PERCENT else "",
                before=_written(before, figure.unit),
                grown=_grown_from(growth(value, before)) if figure.unit != Unit.PERCENT else None,
                table=figure.tables[0],
                is_hidden=value is None,
            )
        )
    return found


def _written(value: Value | None, unit: Unit) -> str:
    if value is None:
        return ""
    digits = 0 if unit in (Unit.COUNT, Unit.PERCENT) or value.low >= 10 else 1
    low, high = _figure(value.low, digits), _figure(value.high, digits)
    return low if low == high else f"{low}\N{EN DASH}{high}"


def _figure(number: float, digits: int = 0) -> str:
    """A number as the reader writes it, rounded half away from zero as people do by hand."""
    rounded = math.floor(abs(number) * 10**digits + 0.5 + 1e-9) / 10**digits
    return str(number_format(rounded, digits, use_l10n=True, force_grouping=True))


def _cell(table: Table, row: str, column: str = "") -> Cell:
    count = table.values.get(table.layout.key(row, column))
    return Cell(count, table.share(row, column) if row else None, is_hidden=count is None)


def _row(table: Table, code: str, then: Table | None, least: int) -> Row:
    layout = table.layout
    cells = [_cell(table, code, column) for column in layout.column_codes]
    if layout.has_row_totals:
        cells.append(
            Cell(table.values.get(layout.key(code)), None, table.values.get(layout.key(code)) is None)
        )
    before = _cell(then, code) if then is not None else None
    return Row(
        label=layout.rows.label(code),
        cells=tuple(cells),
        bar=_bar(table, code),
        before=before,
        grown=None if _is_marked(table, code) else _grown(cells[0].n, before.n if before else None, least),
        is_quiet=code == UNKNOWN,
    )


def _is_marked(table: Table, code: str) -> bool:
    """Whether before and now are not the same thing: then no growth is told."""
    return any(each.is_marked for each in table.layout.rows.categories if each.code == code)


def _foot(table: Table, then: Table | None, least: int) -> Row | None:
    layout = table.layout
    if not layout.has_column_totals:
        return None
    cells = [_cell(table, "", column) for column in layout.column_codes]
    if layout.has_row_totals:
        cells.append(_cell(table, ""))
    before = _cell(then, "") if then is not None else None
    label = _("All") if layout.rows.kind == Kind.SEVERAL else _("Together")
    return Row(
        label,
        tuple(cells),
        before=before,
        grown=_grown(cells[0].n, before.n if before else None, least),
        is_total=True,
    )


def _bar(table: Table, code: str) -> tuple[Segment, ...]:
    if table.spec.chart == "stacked":
        return tuple(Segment(at, f"{x:.2f}", f"{width:.2f}") for at, x, width in segments(table, code))
    numbers = sums(table)
    largest = max([count for count in numbers.values() if count], default=0)
    count = numbers[code]
    if not count or not largest:
        return ()
    return (Segment(4 if code == UNKNOWN else 0, "0", f"{100 * count / largest:.2f}"),)


def _series(table: Table) -> tuple[tuple[int, str], ...]:
    if table.spec.chart != "stacked" or table.layout.columns is None:
        return ()
    return tuple(
        (at, each.shown)
        for at, each in enumerate(table.layout.columns.categories)
        if each.code != UNKNOWN or table.spec.share != Share.WITHIN_ROW
    )


def _known(table: Table) -> tuple[str, str] | None:
    """How many of the whole are known, where that is not all of it."""
    if not table.layout.has_column_totals or UNKNOWN not in table.layout.rows.codes:
        return None
    known, whole = table.known(), table.total
    if table.layout.columns is not None or known is None or not whole or known == whole:
        return None
    return _figure(known), _figure(whole)


def _grown(now: int | None, then: int | None, least: int) -> Grown | None:
    if now is None or not then or min(now, then) < least:
        return None
    return Grown(100 * (now - then) / then)


def _grown_from(percent: float | None) -> Grown | None:
    return None if percent is None else Grown(percent)


def _says_something(row: Row) -> bool:
    return any(cell.n or cell.is_hidden for cell in row.cells) or bool(
        row.before and (row.before.n or row.before.is_hidden)
    )
