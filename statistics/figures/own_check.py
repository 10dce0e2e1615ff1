"""Our own reports, looked at with a reader's eyes before they leave the house."""

from figures.exports.sheets import Cell, Sheet, sheets
from figures.plausible import Grid, Line, Number, findings
from figures.report import Report


def findings_of(report: Report) -> list[str]:
    """Everything in the report's tables that does not follow from the numbers beside it: nothing, if all is well.

    Of a year that was brought in, the numbers are somebody else's: they were looked at when they came in.
    """
    if report.now.imported:
        return []
    return [f"{sheet.title}: {sentence}" for sheet in sheets(report) for sentence in findings(_grid(sheet))]


def _grid(sheet: Sheet) -> Grid:
    lines = [
        Line(
            str(line[0]),
            tuple(_number(cell, is_percent=at in sheet.percent) for at, cell in enumerate(line[1:], start=1)),
        )
        for line in sheet.lines
    ]
    return Grid(sheet.head[1:], tuple(lines), sheet.title)


def _number(cell: Cell, *, is_percent: bool) -> Number | None:
    if cell is None or isinstance(cell, str):
        return None
    digits = 1 if is_percent or isinstance(cell, float) else 0
    return Number(float(cell), digits, str(cell), is_percent)
