"""Earlier years as tables: the same layouts as our own, with the numbers of the file."""

from collections.abc import Iterable, Sequence
from datetime import date

from figures.axes import Axis, Kind, axis
from figures.catalogue import specs
from figures.models import DayCounter, EarlierFigure, EarlierYear, Fact, HourCounter, MonthCounter
from figures.periods import Period
from figures.spec import Spec
from figures.tables import Key, Layout, Table
from helpline.programmes.models import Programme


def is_counted(programme: Programme, year: int) -> bool:
    """Whether anything of that year was counted here."""
    within = (date(year, 1, 1), date(year, 12, 31))
    return (
        Fact.objects.filter(programme=programme.slug, month_date__range=within).exists()
        or DayCounter.objects.filter(programme=programme.slug, day_date__range=within).exists()
        or HourCounter.objects.filter(programme=programme.slug, month_date__range=within).exists()
        or MonthCounter.objects.filter(programme=programme.slug, month_date__range=within).exists()
    )


def years(programme: Programme) -> list[EarlierYear]:
    """The years that were brought in, the newest first."""
    return list(EarlierYear.objects.filter(programme=programme.slug).order_by("-year"))


def source_of(programme: Programme, period: Period) -> str:
    """Where the numbers of a calendar year were published, if it was brought in and nothing of it was counted here."""
    year = period.first.year
    if not period.is_years or period.last.year != year:
        return ""
    found = EarlierYear.objects.filter(programme=programme.slug, year=year).first()
    return found.source if found is not None and not is_counted(programme, year) else ""


def tables(programme: Programme, period: Period, names: Sequence[str]) -> dict[str, Table]:
    """The tables of a year that was brought in; those of which the file says nothing are left out."""
    wanted = {spec.name: spec for spec in specs(programme.slug) if spec.name in names}
    given: dict[str, dict[tuple[str, str], int]] = {}
    rows = EarlierFigure.objects.filter(
        programme=programme.slug, year=period.first.year, table__in=list(wanted)
    )
    for name, row, column, n in rows.values_list("table", "row", "column", "n"):
        given.setdefault(name, {})[row, column] = n
    return {
        name: _table(spec, programme, period, given[name]) for name, spec in wanted.items() if name in given
    }


def _table(spec: Spec, programme: Programme, period: Period, given: dict[tuple[str, str], int]) -> Table:
    rows = _axis(programme, spec.rows, (row for row, _column in given), period)
    columns = (
        _axis(programme, spec.columns, (column for _row, column in given), period) if spec.columns else None
    )
    layout = Layout(spec, period, "earlier", rows, columns)
    values: dict[Key, int | None] = {}
    row_codes = [*rows.codes, ""]
    column_codes = [*columns.codes, ""] if columns is not None else [""]
    for row in row_codes:
        for column in column_codes:
            values[layout.key(row, column)] = _number(given, row, column, rows, columns)
    return Table(layout, values)


def _axis(programme: Programme, field: str, seen: Iterable[str], period: Period) -> Axis:
    return axis(programme, field, {code for code in seen if code}, period)


def _number(
    given: dict[tuple[str, str], int], row: str, column: str, rows: Axis, columns: Axis | None
) -> int | None:
    """What the file says, or what follows from it. Codes that it does not name are none; totals are their parts."""
    if (row, column) in given:
        return given[row, column]
    if columns is not None and not column:
        # the total of a row: its columns, where it has any
        parts = [n for (of, code), n in given.items() if of == row and code]
        if parts and columns.kind == Kind.PARTS:
            return sum(parts)
    if not row and not column and columns is not None:
        named = sorted({code for code, _of in given if code})
        totals = [_number(given, code, "", rows, columns) for code in named]
        known = [total for total in totals if total is not None]
        return sum(known) if known and len(known) == len(totals) and rows.kind == Kind.PARTS else None
    if not row:
        parts = [n for (code, of), n in given.items() if code and of == column]
        return sum(parts) if parts and rows.kind == Kind.PARTS else None
    if columns is not None and column and not any(of == row and code for of, code in given):
        return None  # of this row the file gives a total only, or nothing
    return 0
