"""The inside view: exact where numbers are large; small ones, and enough others, are left out.

A count of 1 to 4 is hidden. Where it could be worked out from the sums it stands in, others are hidden with it. Which:
for each number in danger a linear programme looks for the cheapest way in which it could be three larger while every
sum still agrees; what would have to move for that is hidden too (the heuristic of Kelly, Golden and Assad, 1992). Inner
cells are cheap, margins dear. Zeros are shown: they point at nobody, and a hidden number is known to be at least 1.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Generic

from figures.disclosure import OPEN_VALUES, is_small
from figures.disclosure.attack import Bounds, Name, Sum, narrowed
from figures.disclosure.programme import SOLVED, Row, matrix, smallest

#: how much dearer it is to hide a margin than a cell within a table
_MARGIN = 25.0
#: hiding what is hidden already costs next to nothing
_HIDDEN = 0.001
_MOVED = 1e-6


def suppress(values: Mapping[Name, int], sums: Iterable[Sum[Name]]) -> dict[Name, int | None]:
    """Return the numbers with those hidden (None) that are small, or from which a small one could be worked out."""
    relations = list(sums)
    small = [name for name, count in values.items() if is_small(count)]
    hidden = set(small)
    told: Collection[Name] = narrowed(_bounds(values, hidden), relations, small)
    moves = _Moves(values, relations) if told else None
    while told and moves is not None:
        before = len(hidden)
        # Hiding more never narrows what was open: those that were not told need not be asked again.
        for name in sorted(told, key=lambda name: (-values[name], repr(name))):
            if narrowed(_bounds(values, hidden), relations, [name]):
                hidden |= moves.needed(name, hidden)
        if len(hidden) == before:
            hidden |= {each for each in _around(relations, hidden) if values[each] > 0}
        if len(hidden) == before:
            break  # everything that says anything about it is hidden
        told = narrowed(_bounds(values, hidden), relations, told)
    return {name: None if name in hidden else count for name, count in values.items()}


def _bounds(values: Mapping[Name, int], hidden: set[Name]) -> dict[Name, Bounds]:
    return {name: (1, None) if name in hidden else (count, count) for name, count in values.items()}


def _around(relations: list[Sum[Name]], hidden: set[Name]) -> set[Name]:
    """All that stands in a sum with a hidden number: the last resort."""
    return {
        name
        for each in relations
        if any(one in hidden for one in (each.whole, *each.parts))
        for name in (each.whole, *each.parts)
    }


class _Moves(Generic[Name]):
    """All ways in which the numbers could be others while every sum agrees: ups and downs of each."""

    def __init__(self, values: Mapping[Name, int], relations: list[Sum[Name]]) -> None:
        self._names = [name for name, count in values.items() if count > 0]
        self._places = {name: at for at, name in enumerate(self._names)}
        self._room = [values[name] - 1 for name in self._names]
        wholes = {each.whole for each in relations}
        self._cost = [
            (1.0 + math.log(values[name])) * (_MARGIN if name in wholes else 1.0) for name in self._names
        ]
        equal: list[list[tuple[Name, float]]] = []
        below: list[tuple[list[tuple[Name, float]], int]] = []
        for each in relations:
            if each.exact:
                equal.append([(each.whole, -1.0), *((part, 1.0) for part in each.parts)])
                continue
            slack = sum(values[part] for part in each.parts) - values[each.whole]
            below.append(([(each.whole, 1.0), *((part, -1.0) for part in each.parts)], slack))
            below += [
                ([(part, 1.0), (each.whole, -1.0)], values[each.whole] - values[part])
                for part in each.parts
                if part in self._places
            ]

        width = 2 * len(self._names)
        self._equal = matrix([self._row(row) for row in equal], width)
        self._equal_to = [0.0] * len(equal)
        self._below = matrix([self._row(row) for row, _ in below], width)
        self._below_to = [float(slack) for _, slack in below]

    def _row(self, terms: list[tuple[Name, float]]) -> Row:
        """Ups first, downs after them; what is zero does not move."""
        kept = [(self._places[name], weight) for name, weight in terms if name in self._places]
        ups = dict(kept)
        return ups | {len(self._names) + place: -weight for place, weight in ups.items()}

    def needed(self, name: Name, hidden: set[Name]) -> set[Name]:
        """What has to be hidden so that this number could be three larger; empty when it cannot be."""
        cost = [
            _HIDDEN if one in hidden else price for one, price in zip(self._names, self._cost, strict=True)
        ]
        count, more = len(self._names), OPEN_VALUES - 1
        bounds: list[tuple[float, float | None]] = [(0, None)] * count + [(0, room) for room in self._room]
        at = self._places[name]
        bounds[at], bounds[count + at] = (more, more), (0, 0)
        status, solution = smallest(
            cost + cost,
            bounds=bounds,
            equal=self._equal,
            equal_to=self._equal_to,
            below=self._below,
            below_to=self._below_to,
        )
        if status != SOLVED:
            return set()
        return {
            one
            for place, one in enumerate(self._names)
            if solution[place] > _MOVED or solution[count + place] > _MOVED
        }
