"""A report as sheets: what both kinds of workbook and the printed report are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from figures.axes import UNKNOWN
from figures.exports.plain import value_of
from figures.keyfigures import KEY_FIGURES, Unit, growth
from figures.periods import Period
from figures.report import Part, Report, View
from figures.spec import Share
from figures.tables import Table

#: a number; a percentage; words; nothing, or a hidden number
Cell = int | float | str | None

#: what stands where a number is hidden
HIDDEN = "·"
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table on paper. percent: the columns that hold percentages. has_foot: the last line is a total.

    marks: what changed in its definitions, in sentences.
    """

    name: str
    title: str
    note: str
    head: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]
    percent: frozenset[int] = frozenset()
    has_foot: bool = False
    marks: tuple[str, ...] = ()


def sheets(report: Report) -> list[Sheet]:
    """The key figures first, then every table; each with the period it is compared with in the same columns."""
    return [_overview(report), *(_sheet(report, name) for name in report.now.tables)]


def period_words(period: Period) -> str:
    """A period, as short as it can be said."""
    if period.is_years:
        first, last = period.first.year, period.last.year
        return str(first) if first == last else f"{first}{DASH}{last}"
    if period.is_months:
        first_month, last_month = f"{period.first:%Y-%m}", f"{period.last:%Y-%m}"
        return first_month if first_month == last_month else f"{first_month} {DASH} {last_month}"
    return f"{period.first.isoformat()} {DASH} {period.last.isoformat()}"


def part_words(part: Part) -> str:
    """The period of a part; with a word where its numbers were brought in."""
    words = period_words(part.period)
    return _("%(period)s (imported)") % {"period": words} if part.imported else words


def source_words(report: Report) -> tuple[str, ...]:
    """A sentence for every period whose numbers were brought in."""
    return tuple(
        _("The numbers of %(period)s were imported, not counted here: %(source)s.")
        % {"period": period_words(part.period), "source": part.imported}
        for part in (report.now, report.then)
        if part is not None and part.imported
    )


def view_words(report: Report) -> str:
    """How the numbers are protected, in a sentence."""
    if report.view == View.RELEASE:
        return _(
            "Every number is rounded to a multiple of 5, up or down by chance, and all sums agree. Percentages are "
            "computed from the rounded numbers."
        )
    return _(
        "Exact numbers. Hidden (%(mark)s): a number from 1 to 4, or one from which such a number could be worked out."
    ) % {"mark": HIDDEN}


def _overview(report: Report) -> Sheet:
    head = [_("Key figure"), part_words(report.now)]
    if report.then is not None:
        head += [part_words(report.then), _("Growth, %")]
    lines: list[tuple[Cell, ...]] = []
    for figure in KEY_FIGURES:
        if figure.name not in report.now.figures:
            continue
        title = f"{figure.title} (%)" if figure.unit == Unit.PERCENT else str(figure.title)
        value = report.now.figures[figure.name]
        line: list[Cell] = [title, _written(value_of(value, figure.unit))]
        if report.then is not None:
            before = report.then.figures.get(figure.name)
            grown = growth(value, before) if figure.unit != Unit.PERCENT else None
            line += [_written(value_of(before, figure.unit)), None if grown is None else round(grown, 1)]
        lines.append(tuple(line))
    title = f"{report.programme.name}, {period_words(report.now.period)}"
    return Sheet(
        "key_figures", title, view_words(report), tuple(head), tuple(lines), marks=source_words(report)
    )


def _written(value: float | int | list[float | int | None] | None) -> Cell:
    if isinstance(value, list):
        return f"{value[0]}{DASH}{value[1]}"
    return HIDDEN if value is None else value


def _sheet(report: Report, name: str) -> Sheet:
    table = report.now.tables[name]
    then = report.then.tables.get(name) if report.then is not None else None
    if table.layout.columns is not None:
        return replace(_wide(table), marks=(*table.marks, *source_words(replace(report, then=None))))
    return _long(table, then, report)


def _long(table: Table, then: Table | None, report: Report) -> Sheet:
    """One number per row: beside it its percentage, and both of the other period."""
    has_shares = table.spec.share != Share.NONE
    parts = [(table, report.now)]
    if then is not None and report.then is not None:
        parts.append((then, report.then))
    head = [table.layout.rows.name]
    percent = set()
    for _table, of in parts:
        head.append(part_words(of))
        if has_shares:
            percent.add(len(head))
            head.append("%")
    lines = []
    codes = list(table.layout.rows.categories)
    for category in codes:
        line: list[Cell] = [category.shown]
        for part, _of in parts:
            line.append(_number(part.cell(category.code)))
            if has_shares:
                share = part.share(category.code)
                line.append(None if share is None else round(share, 1))
        lines.append(tuple(line))
    has_foot = table.layout.has_column_totals
    if has_foot:
        total: list[Cell] = [_("All") if table.layout.rows.kind == "several" else _("Together")]
        for part, _of in parts:
            total.append(_number(part.total))
            if has_shares:
                total.append(None)
        lines.append(tuple(total))
    return Sheet(
        table.spec.name,
        str(table.spec.title),
        str(table.spec.note),
        tuple(head),
        tuple(lines),
        frozenset(percent),
        has_foot,
        (*table.marks, *source_words(report)),
    )


def _wide(table: Table) -> Sheet:
    """Rows and columns, with their totals; then the same as percentages, where those mean something."""
    layout = table.layout
    assert layout.columns is not None
    columns = layout.columns.categories
    shares = [each for each in columns if table.spec.share != Share.NONE and each.code != UNKNOWN]
    head = [layout.rows.name, *(each.shown for each in columns)]
    if layout.has_row_totals:
        head.append(_("Together"))
    percent = frozenset(range(len(head), len(head) + len(shares)))
    head += [f"{each.label}, %" for each in shares]
    shared = [each.code for each in shares]
    lines = [
        (row.shown, *_line(table, row.code), *_shares(table, row.code, shared))
        for row in layout.rows.categories
    ]
    if layout.has_column_totals:
        whole = _("All") if layout.rows.kind == "several" else _("Together")
        lines.append((whole, *_line(table, ""), *([None] * len(shares))))
    return Sheet(
        table.spec.name,
        str(table.spec.title),
        str(table.spec.note),
        tuple(head),
        tuple(lines),
        percent,
        layout.has_column_totals,
        table.marks,
    )


def _line(table: Table, row: str) -> list[Cell]:
    layout = table.layout
    numbers: list[Cell] = [
        _number(table.values.get(layout.key(row, column))) for column in layout.column_codes
    ]
    if layout.has_row_totals:
        numbers.append(_number(table.values.get(layout.key(row))))
    return numbers


def _shares(table: Table, row: str, columns: Sequence[str]) -> list[Cell]:
    found = [table.share(row, column) for column in columns]
    return [None if share is None else round(share, 1) for share in found]


def _number(count: int | None) -> Cell:
    return HIDDEN if count is None else count
