"""A report on paper: one PDF with charts, tables, definitions and what to know about the numbers.

It is tagged for screen readers (PDF/UA-1: typst refuses what does not fit), and says nothing about who made it or when.
"""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from figures.catalogue import THEMES
from figures.charts import Chart, chart
from figures.exports.sheets import Cell, Sheet, period_words, sheets, view_words
from figures.periods import Period
from figures.report import Report
from figures.tables import Table
from helpline.paper import set_pdf, set_png

FOLDER = Path(__file__).parent
#: the font that charts on paper are written in; elsewhere the reader's own
FONT = "Atkinson Hyperlegible Next"
#: pixels to the inch of a chart as a picture: three to a unit of its drawing
_PPI = 216.0
#: how much of a chart's units a page has room for, and a line of a table takes: a section that fits is not broken
_PAGE, _LINE, _SMALLEST = 900, 26, 0.6


def as_pdf(report: Report) -> bytes:
    """The whole report, or the tables it holds, as PDF."""
    return set_pdf(FOLDER / "paper.typ", document(report), is_accessible=True)


def as_svg(table: Table, period: Period) -> bytes | None:
    """The chart of a table as a picture that stands alone; None when there is nothing to draw."""
    made = chart(table)
    return _drawn(made, period, "sans-serif").encode() if made is not None else None


def as_png(table: Table, period: Period) -> bytes | None:
    """The same as pixels, for programs that draw no SVG."""
    made = chart(table)
    if made is None:
        return None
    data = {
        "title": f"{made.title}, {period_words(period)}",
        "svg": _drawn(made, period, FONT),
        "width": made.width,
        "height": made.height,
    }
    return set_png(FOLDER / "picture.typ", data, ppi=_PPI)


def _drawn(made: Chart, period: Period, font: str) -> str:
    context = {"chart": made, "is_alone": True, "period": period_words(period), "font": font}
    return str(render_to_string("figures/chart.svg", context))


def document(report: Report) -> dict[str, Any]:
    """Everything the PDF says, as plain data."""
    is_whole = len(report.now.tables) > 1
    overview, *others = sheets(report)
    named = {each.name: each for each in others}
    parts: list[dict[str, Any]] = []
    if is_whole:
        parts.append({"title": _("Key figures"), "sections": [_section(overview, None, report, is_key=True)]})
    for key, title in THEMES.items():
        sections = [
            _section(named[name], table, report)
            for name, table in report.now.tables.items()
            if table.spec.theme == key and any(n != 0 for n in table.values.values())
        ]
        if sections:
            parts.append({"title": str(title), "sections": sections})
    period = period_words(report.now.period)
    return {
        "language": get_language() or "nl",
        "programme": report.programme.name,
        "title": f"{report.programme.name}, {period}",
        "heading": _("The figures of %(period)s") % {"period": period},
        "view": view_words(report),
        "whole": is_whole,
        "words": {"contents": _("Contents"), "quality": _("About these numbers")},
        "parts": parts,
        "quality": _quality(report),
    }


def _picture(made: Chart, period: Period, scale: float) -> dict[str, Any]:
    return {
        "svg": _drawn(made, period, FONT),
        "alt": f"{made.title}. {made.description}",
        "width": made.width * scale,
    }


def _section(sheet: Sheet, table: Table | None, report: Report, *, is_key: bool = False) -> dict[str, Any]:
    made = chart(table) if table is not None else None
    lines = sheet.lines
    if table is not None and table.spec.chart == "heat":
        # hours in which nobody ever called say nothing
        lines = tuple(line for line in lines if any(cell != 0 for cell in line[1:]))
    height, room = made.height if made is not None else 0.0, _PAGE - _LINE * len(lines)
    # a long chart above a long table is drawn smaller, down to what can still be read, so that both fit on a page
    scale = min(1.0, max(_SMALLEST, room / height)) if height else 1.0
    return {
        "title": _("At a glance") if is_key else sheet.title,
        "chart": _picture(made, report.now.period, scale) if made is not None else None,
        "together": height * scale <= room,
        "head": list(sheet.head),
        "lines": [[_written(cell, at in sheet.percent) for at, cell in enumerate(line)] for line in lines],
        "foot": sheet.has_foot,
        "note": sheet.note,
        "marks": list(sheet.marks),
    }


def _written(cell: Cell, is_percent: bool) -> str | None:
    """A number as the language writes it."""
    if cell is None or isinstance(cell, str):
        return cell
    digits = 1 if is_percent or isinstance(cell, float) else 0
    return str(number_format(cell, digits, use_l10n=True, force_grouping=True))


def _quality(report: Report) -> list[dict[str, str]]:
    """What to know before a number is quoted."""
    found = [
        (_("Protection"), view_words(report)),
        (
            _("What is unknown"),
            _(
                "Not everything is known of every contact. Percentages are of what is known; how many are not "
                "known stands in the line Unknown or not recorded."
            ),
        ),
        (
            _("Persons"),
            _(
                "Nobody is recognised. Persons are counted by what they say: whether this is their first contact of "
                "the year. Where that is unknown, the number of persons is an interval."
            ),
        ),
        (
            _("Calls"),
            _("Missed calls are not missed people: who tries three times is three calls."),
        ),
    ]
    if any(table.marks for table in report.now.tables.values()):
        found.append(
            (
                _("Changed definitions"),
                _(
                    "An answer with * came or went within the time that is shown. Its numbers before and after are not "
                    "one series, so no growth is given."
                ),
            )
        )
    found += [(_("Left out"), sentence) for sentence in sorted(set(report.refused.values()))]
    return [{"title": title, "text": text} for title, text in found]
