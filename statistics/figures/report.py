"""A report: the tables of a period, as one may see them, with what they are compared with and the key figures.

One source for the screens, the command and every download.
"""

import hashlib
import hmac
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings

from figures import keyfigures, marks
from figures.catalogue import specs
from figures.disclosure.rounding import rounded
from figures.disclosure.suppression import suppress
from figures.earlier import parts as earlier
from figures.errors import FiguresError
from figures.keyfigures import Value
from figures.periods import Period
from figures.reading import frame_of, frames
from figures.spec import Spec
from figures.tables import Key, Layout, Relation, Shown, Table, build, relations
from helpline.beside import beside
from helpline.programmes.models import Programme

#: how often a reading is begun again when somebody registers a contact in the middle of it
ATTEMPTS = 5
#: how many protected periods a process remembers: what did not change is not calculated again
REMEMBERED = 16


class View(StrEnum):
    """How numbers are protected."""

    INTERNAL = "internal"  # exact where they are large, small ones hidden: for managers' screens
    RELEASE = "release"  # rounded to multiples of 5: for everything that leaves the house


class Restless(FiguresError):
    """The figures changed each time they were read."""


@dataclass(frozen=True, slots=True)
class Exact:
    """The true numbers of a period. They are shown to nobody: `protect` comes first."""

    period: Period
    layouts: tuple[Layout, ...]
    values: Mapping[Key, int]

    @property
    def relations(self) -> list[Relation]:
        """What the numbers must agree with."""
        return relations(self.layouts, self.values)


@dataclass(frozen=True, slots=True)
class Part:
    """The tables and key figures of one period, as they may be seen.

    imported: where they were published, when they are no numbers of ours: see `figures.earlier`.
    """

    period: Period
    tables: Mapping[str, Table]
    figures: Mapping[str, Value | None]
    imported: str = ""

    def only(self, names: Sequence[str]) -> "Part":
        """The same with these tables alone; the key figures stay, because they follow from the period."""
        return replace(self, tables={name: self.tables[name] for name in names if name in self.tables})


@dataclass(frozen=True, slots=True)
class Report:
    """What was asked for. then: the period it is compared with. refused: tables that the period cannot answer."""

    programme: Programme
    view: View
    now: Part
    then: Part | None
    refused: Mapping[str, str]


def make(
    programme: Programme,
    period: Period,
    *,
    view: View,
    names: Sequence[str] = (),
    compare: Period | None = None,
) -> Report:
    """Make a report. names: the tables; empty: all that the period can answer. In the active language.

    Raises UnknownTable, and PeriodRefused when a table asked for by name cannot be made for the period.
    """
    asked = specs(programme.slug, names)
    refused: dict[str, str] = {}
    for spec in asked:
        try:
            period.check(spec.grain)
        except FiguresError as refusal:
            if names:
                raise
            refused[spec.name] = str(refusal)
    chosen = [spec.name for spec in asked if spec.name not in refused]
    now = _part(programme, period, view, chosen)
    then = _part(programme, compare, view, chosen) if compare is not None else None
    return Report(programme, view, marked(now, programme, compare), then, refused)


def marked(part: Part, programme: Programme, compare: Period | None = None) -> Part:
    """The same with a mark where a definition changed within the period, or between it and what it is compared with."""
    tables = {name: marks.marked(table, programme, compare) for name, table in part.tables.items()}
    return replace(part, tables=tables)


def _part(programme: Programme, period: Period, view: View, names: Sequence[str]) -> Part:
    """Some tables of a period, protected together with all others of it: what one hides, no other may tell."""
    wanted = [spec for spec in specs(programme.slug) if period.answers(spec.grain)]
    if source := earlier.source_of(programme, period):
        tables = earlier.tables(programme, period, [spec.name for spec in wanted])
        return Part(period, tables, keyfigures.compute(tables), source).only(names)
    return count(programme, period, wanted, view).only(names)


def count(programme: Programme, period: Period, wanted: Sequence[Spec], view: View) -> Part:
    """Count these tables and protect them together, in the active language. Raises Restless.

    In a process that serves this happens beside it: a million facts keep no chat waiting.
    """
    return beside.run(_count, programme, period, wanted, view)


def _count(programme: Programme, period: Period, wanted: Sequence[Spec], view: View) -> Part:
    return protected(exact(programme, period, wanted), programme, view)


def exact(programme: Programme, period: Period, wanted: Sequence[Spec]) -> Exact:
    """Count. Raises Restless when the figures change each time while they are read."""
    for _ in range(ATTEMPTS):
        found = frames(programme, wanted, period)
        values: dict[Key, int] = {}
        layouts = []
        is_settled = True
        for spec in wanted:
            layout, numbers = build(spec, programme, period, frame_of(spec, found), values)
            is_settled = is_settled and all(values.get(key, n) == n for key, n in numbers.items())
            layouts.append(layout)
            values |= numbers
        if is_settled:
            return Exact(period, tuple(layouts), values)
    raise Restless("The figures are being changed. Ask again in a moment.")


def protected(counted: Exact, programme: Programme, view: View) -> Part:
    """Protect the numbers and set them into their tables. What was protected before is remembered for a while."""
    relations = counted.relations
    seed = draws(programme, counted.period)
    found = _remembered(
        (view, seed, _digest(counted.values)),
        lambda: (
            suppress(counted.values, relations)
            if view == View.INTERNAL
            else rounded(counted.values, relations, seed)
        ),
    )
    return shown(counted, found)


_memory: OrderedDict[tuple[View, bytes, bytes], Shown] = OrderedDict()
_memory_lock = threading.Lock()


def _remembered(key: tuple[View, bytes, bytes], make_it: Callable[[], Shown]) -> Shown:
    with _memory_lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    made = make_it()
    with _memory_lock:
        _memory[key] = made
        while len(_memory) > REMEMBERED:
            _memory.popitem(last=False)
    return made


def _digest(values: Mapping[Key, int]) -> bytes:
    return hashlib.blake2b(repr(sorted(values.items())).encode(), digest_size=16).digest()


def draws(programme: Programme, period: Period) -> bytes:
    """What rounding draws from: the same for the same period, so that asking again tells nothing more."""
    place = f"figures {programme.slug} {period.first} {period.last}"
    return hmac.digest(settings.SECRET_KEY.encode(), place.encode(), "sha256")


def shown(counted: Exact, values: Shown) -> Part:
    """Set protected numbers into the tables, and compute the key figures from them."""
    tables = {
        layout.spec.name: Table(layout, {key: values[key] for key in layout.numbers()})
        for layout in counted.layouts
    }
    return Part(counted.period, tables, keyfigures.compute(tables))
