"""A report as plain data: what JSON holds, and what the other formats are made from."""

import json
from collections.abc import Iterator
from typing import Any

from figures.axes import MARK, Axis
from figures.keyfigures import KEY_FIGURES, Unit, Value, growth
from figures.report import Part, Report
from figures.tables import Table

#: digits after the point
_DIGITS = {Unit.COUNT: 0, Unit.PERCENT: 1, Unit.PER_DAY: 1}


def data(report: Report) -> dict[str, Any]:
    """The whole report. A hidden number is null."""
    return {
        "programme": report.programme.slug,
        "view": report.view.value,
        "period": _of(report.now),
        "compared_with": _of(report.then) if report.then else None,
        "key_figures": _key_figures(report),
        "tables": [_table(name, report) for name in report.now.tables],
        "refused": dict(report.refused),
    }


def as_json(report: Report) -> bytes:
    """JSON, in a fixed order, so that the same report is the same bytes."""
    return (json.dumps(data(report), ensure_ascii=False, indent=1) + "\n").encode()


def rows(report: Report) -> Iterator[tuple[str | int | float | None, ...]]:
    """Every number on a line of its own; the first line names the columns."""
    yield (
        "table", "row", "row_label", "column", "column_label", "first", "last", "number", "percentage",
        "changed", "imported",
    )  # fmt: skip
    for part in (report.now, report.then):
        if part is None:
            continue
        for name, table in part.tables.items():
            for row, row_label, column, column_label in _places(table):
                yield (
                    name, row, row_label, column, column_label,
                    part.period.first.isoformat(), part.period.last.isoformat(),
                    _number(table, row, column), _rounded(table.share(row, column) if row else None, 1),
                    _changed(table, row, column), part.imported,
                )  # fmt: skip


def _places(table: Table) -> Iterator[tuple[str, str, str, str]]:
    layout = table.layout
    columns = [(each.code, each.label) for each in layout.columns.categories] if layout.columns else []
    if not columns or layout.has_row_totals:
        columns.append(("", ""))
    lines = [(category.code, category.label) for category in layout.rows.categories]
    if layout.has_column_totals:
        lines.append(("", ""))
    for row, row_label in lines:
        for column, column_label in columns:
            yield row, row_label, column, column_label


def _changed(table: Table, row: str, column: str) -> str | None:
    """MARK where a definition behind this number changed within what is shown."""
    layout = table.layout
    axes = [(layout.rows, row), *([(layout.columns, column)] if layout.columns else [])]
    marked = {
        each.code for axis, code in axes for each in axis.categories if each.is_marked and each.code == code
    }
    return MARK if marked else None


def _number(table: Table, row: str, column: str) -> int | None:
    return table.values.get(table.layout.key(row, column))


def _of(part: Part) -> dict[str, str | None]:
    """imported: where the numbers were published; null: they were counted here."""
    period = part.period
    return {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "imported": part.imported or None,
    }


def _rounded(number: float | None, digits: int) -> float | int | None:
    if number is None:
        return None
    return round(number, digits) if digits else round(number)


def value_of(value: Value | None, unit: Unit) -> float | int | list[float | int | None] | None:
    """A key figure as data: a number, [low, high], or null where it is hidden."""
    if value is None:
        return None
    low, high = _rounded(value.low, _DIGITS[unit]), _rounded(value.high, _DIGITS[unit])
    return low if low == high else [low, high]


def _key_figures(report: Report) -> dict[str, Any]:
    found = {}
    for figure in KEY_FIGURES:
        if figure.name not in report.now.figures:
            continue
        value = report.now.figures[figure.name]
        entry: dict[str, Any] = {
            "title": str(figure.title),
            "unit": figure.unit.value,
            "value": value_of(value, figure.unit),
            "table": figure.tables[0],
        }
        if report.then is not None:
            before = report.then.figures.get(figure.name)
            entry["compared"] = value_of(before, figure.unit)
            entry["growth_percent"] = (
                _rounded(growth(value, before), 1) if figure.unit != Unit.PERCENT else None
            )
        found[figure.name] = entry
    return found


def _table(name: str, report: Report) -> dict[str, Any]:
    table = report.now.tables[name]
    layout = table.layout
    found: dict[str, Any] = {
        "name": name,
        "title": str(table.spec.title),
        "note": str(table.spec.note),
        "unit": str(table.spec.unit),
        "definition_changes": list(table.marks),
        "rows": _axis(layout.rows),
        "columns": _axis(layout.columns) if layout.columns else None,
        "known": table.known() if layout.has_column_totals else None,
        **_numbers(table),
    }
    then = report.then
    if then is not None:
        found["compared"] = _compared(name, then)
    return found


def _compared(name: str, then: Part) -> dict[str, Any] | None:
    """Its own axes too: another period can have other months and codes."""
    if name not in then.tables:
        return None
    table = then.tables[name]
    return {
        "rows": [category.code for category in table.layout.rows.categories],
        "columns": list(table.layout.column_codes) if table.layout.columns else None,
        **_numbers(table),
    }


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "field": axis.key,
        "name": axis.name,
        "codes": [
            {"code": each.code, "label": each.label, **({"changed": True} if each.is_marked else {})}
            for each in axis.categories
        ],
        "relation": axis.kind.value,
    }


def _numbers(table: Table) -> dict[str, Any]:
    layout = table.layout
    found: dict[str, Any] = {
        "numbers": [[table.cell(row, column) for column in layout.column_codes] for row in layout.rows.codes],
        "percentages": [
            [_rounded(table.share(row, column), 1) for column in layout.column_codes]
            for row in layout.rows.codes
        ],
    }
    if layout.has_row_totals:
        found["row_totals"] = [_number(table, row, "") for row in layout.rows.codes]
    if layout.has_column_totals:
        found["column_totals"] = [_number(table, "", column) for column in layout.column_codes]
        found["total"] = table.total
    return found
