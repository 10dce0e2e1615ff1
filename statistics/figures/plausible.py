"""Whether the numbers of a table follow from each other: sums, percentages, growth, age groups. Pure.

It looks at a table as a reader does, knowing nothing but what stands there: which lines are totals and which columns
are percentages is read from their words. What it finds are sentences; a table in which it finds nothing can be wrong
all the same. Our own reports are looked at before they leave the house, and so can any table that somebody pastes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written. digits: after the decimal point: it is right to half of the last of them."""

    value: float
    digits: int
    text: str
    is_percent: bool = False

    @property
    def loose(self) -> float:
        """How far the true number may be off where it is a whole one: nothing. Counts are exact."""
        return self.slack if self.digits else 0.0

    @property
    def slack(self) -> float:
        """How far the true number may be from the written one."""
        return 0.5 * 10.0**-self.digits + 1e-9


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its words, and its numbers; None: nothing is written, or no number."""

    label: str
    numbers: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. head: the words above the numbers, without the column of words."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]
    title: str = ""


_TOTAL = re.compile(r"(?:samen|totaal|total|together|sum|som)\b", re.IGNORECASE)
#: of everything, where the lines are no parts of it: somebody can be counted in several
_WHOLE = re.compile(r"(?:alle|alles|allen|iedereen|all|everything|everybody)$", re.IGNORECASE)
_UNKNOWN = re.compile(r"(?:onbekend|unknown|niet bekend|not known)", re.IGNORECASE)
_GROWTH = re.compile(r"groei|growth|toename|afname|increase|decrease|verschil|change", re.IGNORECASE)
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
_SHARE = re.compile(r"%|percent|aandeel|share", re.IGNORECASE)


def findings(grid: Grid) -> list[str]:
    """Everything that does not follow, in sentences of the active language; empty: nothing was found."""
    shape = _Shape(grid)
    return list(
        dict.fromkeys(
            [
                *_sums(shape),
                *_row_sums(shape),
                *_percentages(shape),
                *_growth(shape),
                *_twice(grid),
                *_ages(grid),
            ]
        )
    )


class _Shape:
    """Which columns hold counts, percentages and growth, and which lines are totals."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.growth = [at for at, head in enumerate(grid.head) if _GROWTH.search(head)]
        self.percents = [
            at
            for at, head in enumerate(grid.head)
            if at not in self.growth
            and (
                _SHARE.search(head)
                or any(number.is_percent for line in grid.lines if (number := line.numbers[at]) is not None)
            )
        ]
        self.counts = [at for at in range(len(grid.head)) if at not in (*self.growth, *self.percents)]
        self.sums = [at for at in self.counts if _TOTAL.match(grid.head[at].strip())]
        self.totals = [at for at, line in enumerate(grid.lines) if _TOTAL.match(line.label.strip())]
        self.wholes = [at for at, line in enumerate(grid.lines) if _WHOLE.match(line.label.strip())]

    @property
    def lines(self) -> list[tuple[int, Line]]:
        """The lines that are parts, with their places."""
        return [
            (at, line) for at, line in enumerate(self.grid.lines) if at not in (*self.totals, *self.wholes)
        ]

    def parts_above(self, total: int) -> list[Line]:
        """The lines that a total is the sum of: those since the total before it."""
        before = max([at for at in self.totals if at < total], default=-1)
        return list(self.grid.lines[before + 1 : total])

    def counted_by(self, percent: int) -> int | None:
        """The column whose numbers a column of percentages is about."""
        words = _SHARE.sub("", self.grid.head[percent]).strip(" ,()").lower()
        named = [at for at in self.counts if words and self.grid.head[at].strip().lower() == words]
        left = [at for at in self.counts if at < percent]
        return named[0] if named else (left[-1] if left else None)


def _sums(shape: _Shape) -> Iterator[str]:
    for total in shape.totals:
        parts = shape.parts_above(total)
        for at in shape.counts:
            written = shape.grid.lines[total].numbers[at]
            numbers = [line.numbers[at] for line in parts]
            if written is None or len(numbers) < 2 or any(number is None for number in numbers):
                continue
            yield from _unequal(shape.grid.head[at], numbers, written)


def _row_sums(shape: _Shape) -> Iterator[str]:
    for at in shape.sums:
        columns = [column for column in shape.counts if column < at and column not in shape.sums]
        for line in shape.grid.lines:
            written, numbers = line.numbers[at], [line.numbers[column] for column in columns]
            if written is not None and len(numbers) > 1 and all(number is not None for number in numbers):
                yield from _unequal(line.label, numbers, written)


def _unequal(where: str, numbers: Sequence[Number | None], written: Number) -> Iterator[str]:
    known = [number for number in numbers if number is not None]
    right = sum(number.value for number in known)
    if abs(right - written.value) > 1e-9 + written.loose + sum(number.loose for number in known):
        yield _("%(where)s: the parts add up to %(sum)s, and %(written)s is written.") % {
            "where": where, "sum": _plain(right), "written": written.text,
        }  # fmt: skip


def _percentages(shape: _Shape) -> Iterator[str]:
    for percent in shape.percents:
        counted = shape.counted_by(percent)
        if counted is None:
            yield from _hundred(shape, percent)
            continue
        found = [
            [_wrong(line, counted, percent, whole.get(at)) for at, line in shape.lines]
            for whole in _wholes(shape, counted)
        ]
        # what they are parts of stands nowhere: the whole by which most of them follow
        best = min(found, key=lambda sentences: sum(each is not None for each in sentences), default=[])
        yield from (sentence for sentence in best if sentence is not None)


_Whole = dict[int, float]


def _wholes(shape: _Shape, counted: int) -> list[_Whole]:
    """What the numbers of a column may be parts of, by line: the column or what is known of it, or the line."""
    lines = shape.lines
    numbers = {at: number.value for at, line in lines if (number := line.numbers[counted]) is not None}
    written = [
        number.value
        for at in sorted((*shape.totals, *shape.wholes))
        if (number := shape.grid.lines[at].numbers[counted]) is not None
    ]
    unknown = sum(numbers.get(at, 0) for at, line in lines if _UNKNOWN.search(line.label))
    found: list[_Whole] = []
    for whole in [*written[-1:], sum(numbers.values())]:
        found += [dict.fromkeys(numbers, whole), dict.fromkeys(numbers, whole - unknown)]
    # steps: each a part of the first
    found += [dict.fromkeys(numbers, first) for first in list(numbers.values())[:1]]
    blind = [at for at in shape.counts if _UNKNOWN.search(shape.grid.head[at])]
    for sums in shape.sums:
        rows = {at: number.value for at, line in lines if (number := line.numbers[sums]) is not None}
        less = {
            at: sum(number.value for column in blind if (number := line.numbers[column]) is not None)
            for at, line in lines
        }
        found += [rows, {at: value - less[at] for at, value in rows.items()}]
    return found


def _wrong(line: Line, counted: int, percent: int, whole: float | None) -> str | None:
    part, given = line.numbers[counted], line.numbers[percent]
    if part is None or given is None or not whole:
        return None
    right = min(100 * part.value / whole, 100)
    if abs(right - given.value) <= given.slack + 100 * part.loose / whole:
        return None
    return _("%(line)s: %(part)s of %(whole)s is %(right)s%%, and %(written)s%% is written.") % {
        "line": line.label,
        "part": part.text,
        "whole": _plain(whole),
        "right": _plain(right, max(given.digits, 1)),
        "written": given.text.strip(" %"),
    }


def _hundred(shape: _Shape, percent: int) -> Iterator[str]:
    """Percentages without the numbers they are of: together a hundred, unless somebody counts twice."""
    numbers = [number for _at, line in shape.lines if (number := line.numbers[percent]) is not None]
    together, slack = sum(number.value for number in numbers), sum(number.slack for number in numbers)
    if len(numbers) > 2 and together > 100 + slack:
        yield _(
            "%(column)s: the percentages add up to %(sum)s. That is right only where one can count several times."
        ) % {"column": shape.grid.head[percent] or "%", "sum": _plain(together, 1)}


def _growth(shape: _Shape) -> Iterator[str]:
    for at in shape.growth:
        years = {
            int(found[0]): column
            for column in shape.counts
            if (found := _YEAR.search(shape.grid.head[column])) is not None
        }
        before = [column for column in shape.counts if column < at]
        if len(years) >= 2:
            *_earlier, then, now = (years[number] for number in sorted(years))
        elif len(before) >= 2:
            now, then = before[-2], before[-1]
        else:
            continue
        for line in shape.grid.lines:
            yield from _grown(line, line.numbers[now], line.numbers[then], line.numbers[at])


def _grown(line: Line, now: Number | None, then: Number | None, given: Number | None) -> Iterator[str]:
    if now is None or then is None or given is None or not then.value:
        return
    right = 100 * (now.value - then.value) / then.value
    # what rounding of the two numbers themselves can do to it
    loose = 100 * (now.loose + then.loose * abs(now.value / then.value)) / abs(then.value)
    if abs(right - given.value) > given.slack + 1.1 * loose:
        yield _("%(line)s: from %(then)s to %(now)s is %(right)s%% growth, and %(written)s%% is written.") % {
            "line": line.label,
            "then": then.text,
            "now": now.text,
            "right": _plain(right, given.digits),
            "written": given.text.strip(" %+"),
        }


def _twice(grid: Grid) -> Iterator[str]:
    """The same words with other numbers."""
    seen: dict[str, Line] = {}
    for line in grid.lines:
        before = seen.setdefault(line.label.strip().lower(), line)
        for one, other in zip(before.numbers, line.numbers, strict=True):
            if (
                one is not None
                and other is not None
                and one.value != other.value
                and not _TOTAL.match(line.label)
            ):
                yield _("%(line)s stands here twice: with %(one)s and with %(other)s.") % {
                    "line": line.label, "one": one.text, "other": other.text,
                }  # fmt: skip


_BAND = re.compile(r"^(\d{1,2})\s*(?:-|\N{EN DASH}|to|tot en met|t/m)\s*(\d{1,2})\b", re.IGNORECASE)
_UP_TO = re.compile(r"^(?:up to and including|tot en met|t/m)\s*(\d{1,2})\b", re.IGNORECASE)
_BELOW = re.compile(r"^(?:younger than|under|below|jonger dan|onder de?|tot)\s*(\d{1,2})\b", re.IGNORECASE)
_FROM = re.compile(r"^(\d{1,2})\s*(?:\+|and older|en ouder|of ouder|jaar en ouder)", re.IGNORECASE)


def _ages(grid: Grid) -> Iterator[str]:
    """Groups of ages that leave one out, or have one twice."""
    bands = sorted(
        (band, line.label) for line in grid.lines if (band := ages(line.label.strip())) is not None
    )
    for ((_first, last), one), ((first, _last), other) in pairwise(bands):
        if first > last + 1:
            yield _("Age %(age)s is in no group: not in %(one)s, and not in %(other)s.") % {
                "age": last + 1, "one": one, "other": other,
            }  # fmt: skip
        elif first <= last:
            yield _("Age %(age)s is in two groups: in %(one)s and in %(other)s.") % {
                "age": first, "one": one, "other": other,
            }  # fmt: skip


def ages(words: str) -> tuple[int, int] | None:
    """The first and last age of a group, as its words say; None: it is no group of ages."""
    if found := _BAND.match(words):
        return int(found[1]), int(found[2])
    if found := _UP_TO.match(words):
        return 0, int(found[1])
    if found := _BELOW.match(words):
        return 0, int(found[1]) - 1
    if found := _FROM.match(words):
        return int(found[1]), 199
    return None


def _plain(value: float, digits: int | None = None) -> str:
    """A number we computed, without thousands. digits: after the point; None: as many as say something."""
    return f"{value:.10g}" if digits is None else f"{value:.{digits}f}"
