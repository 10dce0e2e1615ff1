"""Releases: figures that leave the house, frozen as they were.

A release is attacked before it exists: together with every earlier one of a period that overlaps, nobody may be able to
narrow a true 1 to 4 to fewer than four values. It keeps its exact numbers and the seed of its rounding, treated like
facts and shown to nobody, so that it can be made again and compared with its checksum.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from figures.axes import Axis, Category, Kind, axis
from figures.catalogue import CATALOGUE, specs
from figures.disclosure.differencing import Publication, told
from figures.disclosure.rounding import rounded
from figures.errors import FiguresError
from figures.models import Release
from figures.periods import Period
from figures.report import Exact, Report, View, draws, exact, marked, shown
from figures.tables import Key, Layout, relations
from helpline.audit import actions as audit
from helpline.programmes.models import Programme


class ReleaseRefused(FiguresError):
    """Somebody could work out small numbers. cells: which, in words of the catalogue."""

    def __init__(self, cells: Sequence[str]) -> None:
        super().__init__(", ".join(cells))
        self.cells = tuple(cells)


@transaction.atomic
def release(*, programme: Programme, period: Period, by: str, today: date) -> Release:
    """Round, attack and freeze everything that the period can answer. by: an audit id. Raises ReleaseRefused."""
    wanted = [spec for spec in specs(programme.slug) if period.answers(spec.grain)]
    counted = exact(programme, period, wanted)
    seed = draws(programme, period)
    numbers = rounded(counted.values, counted.relations, seed)
    check(programme, counted, numbers)
    content = {
        "layouts": [_packed(layout) for layout in counted.layouts],
        "numbers": _listed(numbers),
    }
    made = Release.objects.create(
        programme=programme.slug,
        first_date=period.first,
        last_date=period.last,
        released_date=today,
        seed=seed.hex(),
        inputs=_listed(counted.values),
        content=content,
        checksum=checksum(content),
    )
    audit.record(
        by=by,
        action="figures.released",
        subject=f"release:{made.pk}",
        programme=programme.slug,
        detail={"first": str(period.first), "last": str(period.last)},
    )
    return made


def check(programme: Programme, counted: Exact, numbers: Mapping[Key, int]) -> None:
    """Attack these numbers together with every earlier release that overlaps. Raises ReleaseRefused."""
    period = counted.period
    old = list(
        Release.objects.filter(
            programme=programme.slug, first_date__lte=period.last, last_date__gte=period.first
        ).order_by("pk")
    )
    periods = [period, *(Period(each.first_date, each.last_date) for each in old)]
    pieces = cut(periods) if old else []
    named = {f"{piece.first} to {piece.last}": piece for piece in pieces}

    def within(whole: Period) -> tuple[str, ...]:
        return tuple(name for name, piece in named.items() if whole.holds(piece))

    publications = [
        Publication("this release", counted.values, numbers, counted.relations, within(period)),
        *(_published(each, within(Period(each.first_date, each.last_date))) for each in old),
    ]
    keys = set().union(*(each.shown for each in publications))
    found = told(publications, {name: _counted(programme, piece, keys) for name, piece in named.items()})
    if found:
        raise ReleaseRefused([_words(where, key) for where, key in sorted(found, key=repr)])


def cut(periods: Sequence[Period]) -> list[Period]:
    """The pieces of time that these periods are made of. Pure."""
    days = sorted({each.first for each in periods} | {each.last + timedelta(days=1) for each in periods})
    pieces = [Period(first, after - timedelta(days=1)) for first, after in pairwise(days)]
    return [piece for piece in pieces if any(each.holds(piece) for each in periods)]


def report_of(made: Release, programme: Programme) -> Report:
    """A release as a report, with its own numbers, in the words of today."""
    period = Period(made.first_date, made.last_date)
    layouts = _layouts(made, programme)
    counted = Exact(period, tuple(layouts), {})
    part = marked(shown(counted, _mapped(made.content["numbers"])), programme)
    return Report(programme, View.RELEASE, part, None, {})


def is_intact(made: Release) -> bool:
    """Whether what is kept is what was released."""
    return checksum(made.content) == made.checksum


def made_again(made: Release) -> dict[str, Any]:
    """The content, rounded anew from the frozen inputs: equal to `content`."""
    inputs = _mapped(made.inputs)
    layouts = [
        _unpacked(packed, Period(made.first_date, made.last_date)) for packed in made.content["layouts"]
    ]
    numbers = rounded(inputs, relations(layouts, inputs), bytes.fromhex(made.seed))
    return {"layouts": made.content["layouts"], "numbers": _listed(numbers)}


def checksum(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content in canonical form."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _published(old: Release, pieces: tuple[str, ...]) -> Publication[Key]:
    period = Period(old.first_date, old.last_date)
    values = _mapped(old.inputs)
    layouts = [_unpacked(packed, period) for packed in old.content["layouts"]]
    shown_numbers = _mapped(old.content["numbers"])
    return Publication(f"release {old.pk}", values, shown_numbers, relations(layouts, values), pieces)


def _counted(programme: Programme, piece: Period, keys: Collection[Key]) -> dict[Key, int]:
    """The true numbers of a piece: of every key that a table can be made for in it; what was not seen is 0."""
    everything = specs(programme.slug)
    wanted = [spec for spec in everything if piece.answers(spec.grain)]
    beyond = {spec.population for spec in everything} - {spec.population for spec in wanted}
    yearly = {spec.rows for spec in everything if not piece.answers(spec.grain)} - {
        spec.rows for spec in wanted
    }
    values = exact(programme, piece, wanted).values
    return {
        key: values.get(key, 0)
        for key in keys
        if key[0] not in beyond and not any(field in yearly for field, _code in key[1])
    }


def _words(where: str, key: Key) -> str:
    population, codes = key
    return f"{where}: {population} " + (", ".join(f"{field}={code}" for field, code in codes) or "all")


def _listed(values: Mapping[Key, int]) -> list[list[Any]]:
    return sorted(
        [population, [list(pair) for pair in pairs], n] for (population, pairs), n in values.items()
    )


def _mapped(listed: Sequence[Sequence[Any]]) -> dict[Key, int]:
    return {(population, tuple((field, code) for field, code in pairs)): n for population, pairs, n in listed}


def _packed(layout: Layout) -> dict[str, Any]:
    columns = layout.columns
    return {
        "table": layout.spec.name,
        "population": layout.population,
        "rows": [layout.rows.key, layout.rows.kind.value, list(layout.rows.codes)],
        "columns": [columns.key, columns.kind.value, list(columns.codes)] if columns else None,
    }


def _unpacked(packed: Mapping[str, Any], period: Period) -> Layout:
    """The layout without words, for calculating."""

    def bare(stored: Sequence[Any]) -> Axis:
        key, kind, codes = stored
        return Axis(key, key, tuple(Category(code, code) for code in codes), Kind(kind))

    spec = next(each for each in CATALOGUE if each.name == packed["table"])
    columns = bare(packed["columns"]) if packed["columns"] else None
    return Layout(spec, period, packed["population"], bare(packed["rows"]), columns)


def _layouts(made: Release, programme: Programme) -> list[Layout]:
    period = Period(made.first_date, made.last_date)

    def named(bare: Axis) -> Axis:
        words = {each.code: each for each in axis(programme, bare.key, bare.codes, period).categories}
        return Axis(
            bare.key,
            axis(programme, bare.key, bare.codes, period).name,
            tuple(words.get(each.code, each) for each in bare.categories),
            bare.kind,
        )

    found = []
    for packed in made.content["layouts"]:
        layout = _unpacked(packed, period)
        columns = named(layout.columns) if layout.columns else None
        found.append(Layout(layout.spec, period, layout.population, named(layout.rows), columns))
    return found
