"""The form of the file: see docs/earlier-years.md. Pure but for the code lists, which are asked through a function."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures.axes import UNKNOWN
from figures.disclosure import is_small
from figures.errors import FiguresError
from figures.fields import MANY_CODES
from figures.pasted import MOST_CHARACTERS, Unreadable, number
from figures.pasted import cells as cells_of
from figures.spec import Spec

COLUMNS = ("year", "table", "row", "column", "number")
FIRST_YEAR = 2000
MOST_LINES = 5000
_LARGEST = 99_999_999
#: codes that were made elsewhere (modules, campaigns): their lists are not known here
_MADE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+){0,2}")
#: columns that are other things each, and no parts of a row
_STEPS = ("counter",)
#: told at once; more would help nobody
MOST_TOLD = 20


class FormRefused(FiguresError):
    """The file does not fit the form. sentences: why, each with its line; nothing was brought in."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True, order=True, slots=True)
class Figure:
    """One number. row, column: codes; empty: the total."""

    year: int
    table: str
    row: str
    column: str
    n: int


#: (field) -> its codes; None: any code fits
Codes = Callable[[str], frozenset[str] | None]


def read(text: str, specs: Mapping[str, Spec], codes: Codes, this_year: int) -> list[Figure]:
    """The figures in a file. Raises FormRefused."""
    if len(text) > MOST_CHARACTERS * 5:
        raise FormRefused([_("This file is too large.")])
    lines = _lines(text)
    found: dict[tuple[int, str, str, str], Figure] = {}
    wrong: list[str] = []
    for at, cells in lines:
        try:
            figure = _figure(cells, specs, codes, this_year)
        except ValueError as refused:
            wrong.append(_("Line %(line)s: %(why)s") % {"line": at, "why": refused})
            continue
        place = (figure.year, figure.table, figure.row, figure.column)
        if place in found:
            wrong.append(
                _("Line %(line)s: %(why)s") % {"line": at, "why": _("this number stands here already.")}
            )
        found[place] = figure
    if not found and not wrong:
        wrong.append(_("There are no numbers in this file."))
    wrong = wrong or _sums(found.values(), specs)
    if wrong:
        raise FormRefused(wrong[:MOST_TOLD])
    return sorted(found.values())


def _lines(text: str) -> list[tuple[int, list[str]]]:
    text = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")
    head = text.partition("\n")[0]
    separator = max(";\t,", key=head.count)
    try:
        rows = [[cell.strip() for cell in row] for row in cells_of(text, separator)]
    except Unreadable:
        raise FormRefused([_("This file is too large.")]) from None
    if not rows or tuple(cell.lower() for cell in rows[0]) != COLUMNS:
        raise FormRefused([_("The first line has to be: %(columns)s") % {"columns": ";".join(COLUMNS)}])
    if len(rows) > MOST_LINES:
        raise FormRefused([_("This file is too large.")])
    return [(at, row) for at, row in enumerate(rows[1:], start=2) if any(row)]


def _figure(cells: list[str], specs: Mapping[str, Spec], codes: Codes, this_year: int) -> Figure:
    """Raises ValueError with a sentence."""
    if len(cells) != len(COLUMNS):
        raise ValueError(_("it has to have five columns."))
    year, table, row, column, written = cells
    if not re.fullmatch(r"\d{4}", year) or not FIRST_YEAR <= int(year) < this_year:
        raise ValueError(_("the year has to be one that is over, after 1999."))
    spec = specs.get(table)
    if spec is None:
        raise ValueError(_("there is no table %(table)s.") % {"table": table})
    if column and not spec.columns:
        raise ValueError(_("this table has one number in a row: leave the column empty."))
    for field, code in ((spec.rows, row), (spec.columns, column)):
        _check(field, code, codes, int(year))
    count = number(written)
    if count is None or count.digits or count.is_percent or not 0 <= count.value <= _LARGEST:
        raise ValueError(_("the number has to be a whole one."))
    if is_small(int(count.value)):
        raise ValueError(_("a number from 1 to 4 could point at somebody: put it together with another one."))
    return Figure(int(year), table, row, column, int(count.value))


def _check(field: str, code: str, codes: Codes, year: int) -> None:
    if not code or not field:
        return
    if field == "month":
        if not re.fullmatch(rf"{year}-(0[1-9]|1[0-2])", code):
            raise ValueError(_("a month has to be of that year, such as %(year)s-03.") % {"year": year})
        return
    known = codes(field)
    if code not in known if known is not None else not _MADE.fullmatch(code):
        raise ValueError(_("%(field)s has no code %(code)s.") % {"field": field, "code": code[:40]})


def _sums(figures: Iterable[Figure], specs: Mapping[str, Spec]) -> list[str]:
    """Totals that are given have to be what their parts add up to, where each thing has one code."""
    wrong = []
    parts: dict[tuple[int, str, str, str], int] = {}
    totals: dict[tuple[int, str, str, str], int] = {}
    for each in figures:
        if specs[each.table].rows not in MANY_CODES:
            into = parts if each.row else totals
            _add(into, (each.year, each.table, "", each.column), each.n)
        if each.row and specs[each.table].columns not in ("", *_STEPS):
            into = parts if each.column else totals
            _add(into, (each.year, each.table, each.row, "*"), each.n)
    for key, n in totals.items():
        together = parts.get(key, n)
        if together != n:
            wrong.append(
                _(
                    "%(table)s of %(year)s: the parts add up to %(sum)s, and the total is %(n)s. "
                    "Put the rest in %(rest)s."
                )
                % {"table": key[1], "year": key[0], "sum": together, "n": n, "rest": UNKNOWN}
            )
    return wrong


def _add(into: dict[tuple[int, str, str, str], int], key: tuple[int, str, str, str], n: int) -> None:
    into[key] = into.get(key, 0) + n
