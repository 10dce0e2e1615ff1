"""A table as somebody pastes it: out of a spreadsheet, a CSV file or a report. Pure.

Numbers may be written the Dutch or the English way. A separator with exactly three digits behind it is one of thousands
("1.073", "11,724"), any other one is the decimal sign ("36,8").
"""

import csv
import io
import re

from django.utils.translation import gettext as _

from figures.errors import FiguresError
from figures.plausible import Grid, Line, Number

MOST_LINES, MOST_COLUMNS, MOST_CHARACTERS = 2000, 60, 200_000
#: of a number; what has more counts nothing that we know of, and would be too large to reckon with
MOST_DIGITS = 40

_NUMBER = re.compile(r"[+-]?\s*\d[\d.,\s]*")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class Unreadable(FiguresError):
    """This is no table. The text is a sentence for whoever pasted it."""


def number(text: str) -> Number | None:
    """A number as it is written; None: it is none."""
    bare = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-").strip()
    is_percent = bare.endswith("%")
    bare = bare.rstrip("% ").strip()
    if not _NUMBER.fullmatch(bare):
        return None
    sign = -1.0 if bare.startswith("-") else 1.0
    digits = re.sub(r"\s", "", bare.lstrip("+-"))
    decimals = 0
    if _THOUSANDS.fullmatch(digits) and len({each for each in digits if each in ".,"}) == 1:
        digits = re.sub(r"[.,]", "", digits)
    elif (at := max(digits.rfind("."), digits.rfind(","))) >= 0:
        whole, decimal = re.sub(r"[.,]", "", digits[:at]), digits[at + 1 :]
        digits, decimals = f"{whole}.{decimal}", len(decimal)
    if len(digits) > MOST_DIGITS:
        return None
    try:
        return Number(sign * float(digits), decimals, text.strip(), is_percent)
    except ValueError:
        return None


def text_of(content: bytes) -> str:
    """The text of a file as spreadsheets write it. Raises Unreadable."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("This file is no text. Save it as CSV, or paste the table."))


def grids(text: str) -> list[Grid]:
    """The tables in a text, apart by empty lines; the first line of each names its columns. Raises Unreadable."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(_("This is too long: paste one table at a time."))
    rows = _rows(text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}").replace("\r\n", "\n").replace("\r", "\n"))
    if len(rows) > MOST_LINES or any(len(row) > MOST_COLUMNS for row in rows):
        raise Unreadable(_("This is too long: paste one table at a time."))
    found: list[Grid] = []
    block: list[list[str]] = []
    title = ""
    for row in [*rows, []]:
        if any(cell.strip() for cell in row):
            block.append(row)
            continue
        if len(block) == 1 and sum(bool(cell.strip()) for cell in block[0]) == 1:
            title = block[0][0].strip()
        elif len(block) > 1:
            found.append(_grid(block, title))
            title = ""
        block = []
    if not found:
        raise Unreadable(
            _(
                "There is no table in this. Its first line names the columns; lines with numbers stand below it."
            )
        )
    return found


def _rows(text: str) -> list[list[str]]:
    separator = max("\t;,|", key=text.count)
    if not text.count(separator):
        raise Unreadable(
            _("There are no columns in this. Copy the table out of a spreadsheet, or open a CSV file.")
        )
    # with commas between columns, "36,8" would be two: there, cells that hold one stand in quotation marks
    return cells(text, separator)


def cells(text: str, separator: str) -> list[list[str]]:
    """The lines of a text, each as its cells. Raises Unreadable."""
    try:
        return [list(row) for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error:  # one cell of over a hundred thousand letters: a quotation mark that was never closed
        raise Unreadable(_("This is too long: paste one table at a time.")) from None


def _grid(block: list[list[str]], title: str) -> Grid:
    head, *lines = block
    width = max(len(row) for row in block)
    names = [*head, *[""] * (width - len(head))]
    made = []
    for row in lines:
        cells = [*row, *[""] * (width - len(row))]
        made.append(Line(cells[0].strip(), tuple(number(cell) for cell in cells[1:])))
    return Grid(tuple(name.strip() for name in names[1:]), tuple(made), title)
