"""Definition changes: a code that came or went within what a table shows makes its numbers no longer one series.

Code lists are effective-dated, so what changed when is known. A change is marked behind the word of its code, and said
in a sentence below the table; a row with a mark has no growth. Along months, the month of the change is marked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from figures.axes import MARK, Axis
from figures.periods import Period
from figures.tables import Table
from helpline.programmes import queries
from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Life:
    """A code with its first and last day; None: no beginning, or no end."""

    code: str
    label: str
    first: date | None
    last: date | None


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """A code that is offered from a day on, or no longer from a day on."""

    day: date
    code: str
    label: str
    is_new: bool


def changes(lives: Iterable[Life], shown: Sequence[Period]) -> list[Change]:
    """What changed after the first day that is shown, up to the last. Pure.

    A code that came before the first day, or goes after the last, was the same all the while.
    """
    first, last = min(each.first for each in shown), max(each.last for each in shown)
    found = []
    for life in lives:
        if life.first is not None and first < life.first <= last:
            found.append(Change(life.first, life.code, life.label, is_new=True))
        if life.last is not None and first <= life.last < last:
            found.append(Change(life.last + timedelta(days=1), life.code, life.label, is_new=False))
    return sorted(found)


def marked(table: Table, programme: Programme, compare: Period | None = None) -> Table:
    """The table with its marks: on the axes, and as sentences. compare: the period its numbers stand beside."""
    layout = table.layout
    shown = [layout.period]
    if compare is not None and layout.columns is None:
        shown.append(compare)
    found = {
        axis.key: changes(_lives(programme, axis.key), shown)
        for axis in (layout.rows, layout.columns)
        if axis is not None
    }
    months = []
    if layout.rows.key == "month":
        # what is counted at all: a new kind of contact changes every month after it
        months = changes(_lives(programme, "kind"), [layout.period])
        months += [each for of_list in found.values() for each in of_list]
    if not months and not any(found.values()):
        return table
    codes = {key: {each.code for each in of_list} for key, of_list in found.items()}
    codes["month"] = {f"{each.day:%Y-%m}" for each in months}
    every = sorted({*months, *(each for of_list in found.values() for each in of_list)})
    rows = _marked(layout.rows, codes[layout.rows.key])
    columns = _marked(layout.columns, codes[layout.columns.key]) if layout.columns is not None else None
    return replace(
        table,
        layout=replace(layout, rows=rows, columns=columns),
        marks=tuple(sentence(each) for each in every),
    )


def sentence(change: Change) -> str:
    """A change in words."""
    day = date_format(change.day, "j F Y")
    if change.is_new:
        return _("%(mark)s Since %(day)s there is a new answer: %(label)s. Before, it was counted elsewhere.") % {
            "mark": MARK, "day": day, "label": change.label,
        }  # fmt: skip
    return _("%(mark)s Since %(day)s this answer is no longer given: %(label)s. It is counted elsewhere.") % {
        "mark": MARK, "day": day, "label": change.label,
    }  # fmt: skip


def _marked(axis: Axis, codes: set[str]) -> Axis:
    if not codes:
        return axis
    return replace(
        axis, categories=tuple(replace(each, is_marked=each.code in codes) for each in axis.categories)
    )


def _lives(programme: Programme, key: str) -> list[Life]:
    return [
        Life(code.code, code.label(), code.valid_from_date, code.valid_until_date)
        for code in queries.all_codes(programme, key)
    ]
