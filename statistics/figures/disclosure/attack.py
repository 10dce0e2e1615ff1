"""The attacker: what can be worked out from shown numbers and from the sums they stand in, by linear programming.

Whoever reads a table knows each number within bounds, that all are whole and none is negative, and which add up to
which. The attack asks how low and how high each true number can be. It knows no more than the reader does, and it is
run on our own tables before anybody else does.
"""

import math
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from figures.disclosure import OPEN_VALUES
from figures.disclosure.programme import NO_BOUND, SOLVED, Row, matrix, smallest

Name = TypeVar("Name", bound=Hashable)
_Name_co = TypeVar("_Name_co", bound=Hashable, covariant=True)
Bounds = tuple[int, int | None]

_CLOSE = 1e-6


class Sum(Protocol[_Name_co]):
    """Parts of a whole: see `figures.tables.Relation`."""

    @property
    def whole(self) -> _Name_co: ...
    @property
    def parts(self) -> Sequence[_Name_co]: ...
    @property
    def exact(self) -> bool: ...


class Contradiction(Exception):
    """No true numbers fit what is shown."""


def narrowed(
    bounds: Mapping[Name, Bounds],
    sums: Iterable[Sum[Name]],
    targets: Collection[Name],
    *,
    wanted: int = OPEN_VALUES,
) -> dict[Name, tuple[int, int | None]]:
    """Those of the targets that keep fewer than `wanted` values open, with the lowest and highest that fit.

    bounds: what is known of each number; None: no upper bound. Raises Contradiction.
    """
    relations = list(sums)
    simple = _by_subtraction(bounds, relations, targets)
    if any(high is not None and high < low for low, high in simple.values()):
        raise Contradiction
    found: dict[Name, tuple[int, int | None]] = {
        target: (low, high)
        for target, (low, high) in simple.items()
        if high is not None and high - low + 1 < wanted
    }
    left = [target for target in targets if target not in found]
    for names, connected in _components(bounds, relations, left):
        problem = _Problem(names, bounds, connected)
        found |= problem.narrowed([target for target in left if target in problem.places], wanted)
    return found


def _by_subtraction(
    bounds: Mapping[Name, Bounds], sums: list[Sum[Name]], targets: Collection[Name]
) -> dict[Name, Bounds]:
    """What single sums tell about the targets: most of what is told at all, found without a linear programme."""
    wanted = set(targets)
    known = {target: bounds[target] for target in targets}
    for each in sums:
        if not each.exact or wanted.isdisjoint((each.whole, *each.parts)):
            continue
        lows = sum(bounds[part][0] for part in each.parts)
        highs = [bounds[part][1] for part in each.parts]
        endless = highs.count(None)
        high_sum = sum(high for high in highs if high is not None)
        whole_low, whole_high = bounds[each.whole]
        for part, high in zip(each.parts, highs, strict=True):
            if part in wanted:
                low, top = known[part]
                if whole_high is not None:
                    most = whole_high - (lows - bounds[part][0])
                    top = most if top is None else min(top, most)
                if endless == (high is None):
                    low = max(low, whole_low - (high_sum - (high or 0)))
                known[part] = (low, top)
        if each.whole in wanted:
            low, top = known[each.whole]
            if not endless:
                top = high_sum if top is None else min(top, high_sum)
            known[each.whole] = (max(low, lows), top)
    return known


def _components(
    bounds: Mapping[Name, Bounds], sums: list[Sum[Name]], targets: Collection[Name]
) -> Iterable[tuple[list[Name], list[Sum[Name]]]]:
    """The numbers that are not known, in groups that some sum connects, with those sums; only groups with a target."""
    free = {name for name, (low, high) in bounds.items() if low != high}
    group: dict[Name, Name] = {name: name for name in free}

    def head(name: Name) -> Name:
        while group[name] != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    touched = []
    for each in sums:
        inside = [name for name in (each.whole, *each.parts) if name in free]
        if inside:
            touched.append((inside[0], each))
            for name in inside[1:]:
                group[head(name)] = head(inside[0])
    wanted = {head(target) for target in targets if target in free}
    names: dict[Name, list[Name]] = {root: [] for root in wanted}
    for name in bounds:
        if name in free and head(name) in names:
            names[head(name)].append(name)
    connected: dict[Name, list[Sum[Name]]] = {root: [] for root in wanted}
    for name, each in touched:
        if head(name) in connected:
            connected[head(name)].append(each)
    return [(names[root], connected[root]) for root in names]


@dataclass(slots=True)
class _Range:
    low: float
    high: float

    def take(self, value: float) -> None:
        self.low, self.high = min(self.low, value), max(self.high, value)

    @property
    def whole(self) -> tuple[int, int | None]:
        high = None if math.isinf(self.high) else math.floor(self.high + _CLOSE)
        return math.ceil(self.low - _CLOSE), high

    def is_open(self, wanted: int) -> bool:
        if self.low > self.high:
            return False  # nothing is known of it yet
        low, high = self.whole
        return high is None or high - low + 1 >= wanted


class _Problem(Generic[Name]):
    """One group of connected numbers, as a linear programme."""

    def __init__(
        self, names: Sequence[Name], bounds: Mapping[Name, Bounds], sums: Sequence[Sum[Name]]
    ) -> None:
        self.places: dict[Name, int] = {name: at for at, name in enumerate(names)}
        self._bounds = [bounds[name] for name in names]
        equal: list[tuple[Row, float]] = []
        below: list[tuple[Row, float]] = []
        for each in sums:
            row, constant = self._row([(each.whole, -1.0), *((part, 1.0) for part in each.parts)], bounds)
            if each.exact:
                equal.append((row, -constant))
                continue
            below.append(({at: -weight for at, weight in row.items()}, constant))
            for part in each.parts:
                row, constant = self._row([(part, 1.0), (each.whole, -1.0)], bounds)
                if row:
                    below.append((row, -constant))
        self._equal = matrix([row for row, _ in equal], len(names))
        self._equal_to = [to for _, to in equal]
        self._below = matrix([row for row, _ in below], len(names))
        self._below_to = [to for _, to in below]

    def _row(self, terms: Sequence[tuple[Name, float]], bounds: Mapping[Name, Bounds]) -> tuple[Row, float]:
        row: Row = {}
        constant = 0.0
        for name, weight in terms:
            if name in self.places:
                at = self.places[name]
                row[at] = row.get(at, 0.0) + weight
            else:
                constant += weight * bounds[name][0]
        return row, constant

    def narrowed(self, targets: Sequence[Name], wanted: int) -> dict[Name, tuple[int, int | None]]:
        """Ask for all targets together first: one answer tells something about each of them, and often enough."""
        ranges = {target: _Range(math.inf, -math.inf) for target in targets}
        left, before = list(targets), len(targets) + 1
        while left and len(left) < before:
            before = len(left)
            for direction in (1.0, -1.0):
                self._ask(left, direction, ranges, self._capped(left, 2 * wanted), is_try=True)
            left = [target for target in left if not ranges[target].is_open(wanted)]
        closed = {}
        for target in left:
            for direction in (1.0, -1.0):
                if not ranges[target].is_open(wanted):
                    self._ask([target], direction, ranges, self._bounds)
            if not ranges[target].is_open(wanted):
                closed[target] = ranges[target].whole
        return closed

    def _capped(self, targets: Sequence[Name], more: int) -> list[Bounds]:
        """Bounds in which the targets have an upper one: what is open there is open. Else one would run off alone."""
        bounds = list(self._bounds)
        for target in targets:
            low, high = bounds[self.places[target]]
            bounds[self.places[target]] = (low, low + more if high is None else high)
        return bounds

    def _ask(
        self,
        targets: Sequence[Name],
        direction: float,
        ranges: Mapping[Name, _Range],
        bounds: Sequence[Bounds],
        *,
        is_try: bool = False,
    ) -> None:
        """Make the targets as small (direction 1) or as large (-1) as they can be."""
        weights = [0.0] * len(self.places)
        for target in targets:
            weights[self.places[target]] = direction
        status, solution = smallest(
            weights,
            bounds=bounds,
            equal=self._equal,
            equal_to=self._equal_to,
            below=self._below,
            below_to=self._below_to,
        )
        if status == NO_BOUND:
            ranges[targets[0]].take(math.inf if direction < 0 else -math.inf)
            return
        if status != SOLVED:
            if is_try:
                return  # with the caps nothing may fit; one by one, without them, it is seen whether anything does
            raise Contradiction
        for target, found in ranges.items():
            found.take(float(solution[self.places[target]]))
