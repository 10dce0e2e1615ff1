"""Charts as shapes: where each bar, line and word stands. Pure; a template draws them as SVG.

A chart says nothing that its table does not say. Few colours, words beside the shapes instead of a legend, and shapes
that differ in lightness, so that they survive print and colour blindness.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from figures.axes import MARK, UNKNOWN
from figures.spec import Share
from figures.tables import Table

WIDTH = 720
_LABELS, _VALUES, _ROW = 250, 84, 28
#: fills on paper, from dark to light; on screens the style sheet has its own, by class
PALETTE = ("#174a8c", "#c2571a", "#5b8f3a", "#7a5aa6", "#8a97a3")
_LONGEST = 38


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar or a field. series: its colour. strength: 0 to 4 for fields of a heat map; None for bars."""

    x: float
    y: float
    width: float
    height: float
    series: int = 0
    strength: int | None = None

    @property
    def fill(self) -> str:
        """Its colour where there is no style sheet."""
        return PALETTE[self.series % len(PALETTE)]

    @property
    def opacity(self) -> str:
        """How strong the field is; as text, because numbers are written by language."""
        return "1" if self.strength is None else ("0.07", "0.28", "0.5", "0.75", "1")[self.strength]


@dataclass(frozen=True, slots=True)
class Word:
    """A word. anchor: which end of it stands at x."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    is_quiet: bool = False
    series: int | None = None

    @property
    def fill(self) -> str:
        """Its colour where there is no style sheet."""
        return "#15202b" if self.series is None else PALETTE[self.series % len(PALETTE)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points. dash: how it is broken, so that lines differ without colour."""

    points: str
    series: int = 0
    dash: str = ""

    @property
    def stroke(self) -> str:
        """Its colour where there is no style sheet."""
        return PALETTE[self.series % len(PALETTE)]


@dataclass(slots=True)
class Chart:
    """What a template draws."""

    name: str
    title: str
    description: str
    height: float = 0
    width: float = WIDTH
    rects: list[Rect] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def chart(table: Table) -> Chart | None:
    """The chart of a table; None when there is nothing to draw."""
    made = Chart(table.spec.name, str(table.spec.title), description(table))
    draw = {"lines": _draw_lines, "heat": _draw_heat, "stacked": _draw_stacked}.get(
        table.spec.chart, _draw_bars
    )
    draw(table, made)
    return made if made.rects or made.lines else None


def description(table: Table) -> str:
    """The largest three, in words, for who cannot see the chart."""
    rows = table.layout.rows
    if table.layout.columns is not None and not table.layout.has_row_totals:
        return str(table.spec.note)
    largest = table.ranking()[:3]
    return "; ".join(f"{rows.label(code)}: {table.cell(code)}" for code in largest) or str(table.spec.note)


def sums(table: Table) -> dict[str, int | None]:
    """One number per row: of a table with columns, the row's total."""
    layout = table.layout
    return {row: table.values.get(layout.key(row)) for row in layout.rows.codes}


def strength(count: int | None, largest: int) -> int:
    """In which of five classes a number of a heat map falls; a hidden number is in the lowest but one."""
    if count is None:
        return 1
    if not count or not largest:
        return 0
    return min(4, 1 + int(3.999 * count / largest))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _draw_bars(table: Table, made: Chart) -> None:
    layout = table.layout
    if layout.columns is not None and not layout.has_row_totals:
        numbers = {
            (row, column): table.cell(row, column)
            for row in layout.rows.codes
            for column in layout.column_codes
        }
        labels = {
            (row, column): f"{layout.rows.label(row)}: {layout.columns.label(column)}"
            for row, column in numbers
        }
    else:
        numbers = {(row, ""): count for row, count in sums(table).items()}
        labels = {(row, ""): layout.rows.label(row) for row in layout.rows.codes}
    largest = max([count for count in numbers.values() if count], default=0)
    if not largest:
        return
    room = WIDTH - _LABELS - _VALUES
    y = 6.0
    for place, count in numbers.items():
        made.words.append(Word(_LABELS - 10, y + 15, _cut(labels[place]), "end"))
        if count:
            made.rects.append(
                Rect(
                    _LABELS,
                    y + 2,
                    round(room * count / largest, 1),
                    _ROW - 10,
                    4 if place[0] == UNKNOWN else 0,
                )
            )
        width = room * (count or 0) / largest
        made.words.append(
            Word(round(_LABELS + width + 8, 1), y + 15, "\N{MIDDLE DOT}" if count is None else str(count))
        )
        y += _ROW
    made.height = y + 4


def segments(table: Table, row: str) -> list[tuple[int, float, float]]:
    """A row as parts of 100: (series, start, width) of each known column that is shown."""
    columns = table.layout.columns
    if columns is None:
        return []
    known = [code for code in columns.codes if code != UNKNOWN or table.spec.share != Share.WITHIN_ROW]
    if any(table.cell(row, code) is None for code in known):
        return []  # parts of what is shown would look like the whole
    counts = [(at, table.cell(row, code) or 0) for at, code in enumerate(known)]
    whole = sum(count for _, count in counts)
    found, start = [], 0.0
    for at, count in counts:
        if count and whole:
            width = 100 * count / whole
            found.append((at, round(start, 2), round(width, 2)))
            start += width
    return found


def _draw_stacked(table: Table, made: Chart) -> None:
    layout = table.layout
    assert layout.columns is not None
    room = WIDTH - _LABELS - 12
    x = float(_LABELS)
    for at, each in enumerate(layout.columns.categories):
        if each.code == UNKNOWN and table.spec.share == Share.WITHIN_ROW:
            continue
        made.rects.append(Rect(x, 6, 12, 12, at))
        made.words.append(Word(x + 18, 17, each.shown))
        x += 36 + 7 * len(each.shown)
    y = 30.0
    for category in layout.rows.categories:
        parts = segments(table, category.code)
        if not parts:
            continue
        made.words.append(Word(_LABELS - 10, y + 15, _cut(category.shown), "end"))
        for at, start, width in parts:
            made.rects.append(
                Rect(
                    round(_LABELS + room * start / 100, 1), y + 2, round(room * width / 100, 1), _ROW - 10, at
                )
            )
        y += _ROW
    made.height = y + 4


_DASHES = ("", "7 4", "2 4", "10 4 2 4")


def _draw_lines(table: Table, made: Chart) -> None:
    layout = table.layout
    columns = layout.columns.categories if layout.columns is not None else ()
    series = [(each.shown, [table.cell(row, each.code) for row in layout.rows.codes]) for each in columns]
    series = [(label, counts) for label, counts in series if any(counts)]
    largest = max([count for _, counts in series for count in counts if count], default=0)
    months = layout.rows.categories
    if not largest or len(months) < 2:
        return
    left, right, top, height = 52.0, 132.0, 14.0, 210.0
    step = (WIDTH - left - right) / (len(months) - 1)
    top_value = nice(largest)
    for part in (0, 0.5, 1):
        y = round(top + height * (1 - part), 1)
        made.rules.append((left, y, WIDTH - right, y))
        made.words.append(Word(left - 8, y + 4, str(round(top_value * part)), "end", is_quiet=True))
    every = max(1, len(months) // 12)
    for at, month in enumerate(months):
        if month.is_marked:
            x = round(left + at * step, 1)
            made.rules.append((x, top, x, top + height))
            made.words.append(Word(x, top - 2, MARK, "middle"))
        if at % every == 0:
            made.words.append(
                Word(round(left + at * step, 1), top + height + 20, month.label, "middle", is_quiet=True)
            )
    ends: list[float] = []
    for number, (label, counts) in sorted(enumerate(series), key=lambda one: _last(one[1][1])):
        points = [
            f"{left + at * step:.1f},{top + height * (1 - count / top_value):.1f}"
            for at, count in enumerate(counts)
            if count is not None
        ]
        made.lines.append(Line(" ".join(points), number, _DASHES[number % len(_DASHES)]))
        y = top + height * (1 - _last(counts) / top_value) + 4
        while any(abs(y - other) < 15 for other in ends):
            y -= 1
        ends.append(y)
        made.words.append(Word(WIDTH - right + 8, round(y, 1), label, series=number))
    made.height = max(top + height + 30, max(ends) + 8)


def _last(counts: Sequence[int | None]) -> int:
    return next((count for count in reversed(counts) if count is not None), 0)


def nice(largest: int) -> int:
    """A round number at or above: where an axis ends."""
    size = 1
    while True:
        for first in (1, 2, 4, 5, 8):
            if first * size >= largest:
                return max(first * size, 2)
        size *= 10


def _draw_heat(table: Table, made: Chart) -> None:
    layout = table.layout
    assert layout.columns is not None
    largest = max([n for n in table.values.values() if n and n != table.total], default=0)
    if not table.total:
        return
    left, top, wide, high = 96.0, 24.0, 25.0, 26.0
    for hour, category in enumerate(layout.rows.categories):
        if hour % 3 == 0:
            made.words.append(Word(left + hour * wide, 16, category.label, is_quiet=True))
    for at, day in enumerate(layout.columns.categories):
        made.words.append(Word(left - 10, top + at * high + 17, day.label, "end"))
        for hour, category in enumerate(layout.rows.categories):
            level = strength(table.cell(category.code, day.code), largest)
            made.rects.append(Rect(left + hour * wide, top + at * high, wide - 2, high - 2, 0, level))
    made.height = top + 7 * high + 6
