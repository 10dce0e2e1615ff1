"""A layered drawing of a directed graph: where each box stands, and through which points each line goes. Pure.

The steps are those of Sugiyama, Tagawa and Toda (1981): lines that would close a circle are set apart; each box gets
the rank of the longest way that leads to it; long lines pass the ranks between through points of their own; the order
within a rank is found by sweeps that put each box at the middle of its neighbours; then the boxes move sideways towards
their neighbours as far as the order and the gaps allow. Lines to the same box share their points: they run together.

A half-written tree is drawn too: circles, boxes that nothing leads to, and lines to nowhere do no harm.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: in the units of the boxes (pixels of the picture at its own size)
GAP, RANK_GAP, LINE_GAP, LINE_WIDTH = 28.0, 72.0, 14.0, 2.0
_SWEEPS, _SHIFTS = 14, 10


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be drawn: its size, and the places along its lower edge where lines leave (0 is the left corner, 1 the
    right one)."""

    id: str
    width: float
    height: float
    ports: tuple[float, ...] = (0.5,)


@dataclass(frozen=True, slots=True)
class Link:
    """A line from a box's port to another box."""

    source: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: its upper left corner and its rank, from 0."""

    x: float
    y: float
    rank: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn link: its points from the port down to the box it leads to. back: it closes a circle, so it leads up, or
    from a box to itself; every other line only goes down."""

    link: Link
    points: tuple[tuple[float, float], ...]
    back: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: the upper left corner is 0, 0."""

    width: float
    height: float
    places: Mapping[str, Place]
    lines: tuple[Line, ...]


#: a box, or the point at a rank through which all lines to one box pass
_Item = tuple[str, int]
_BOX = -1


def lay_out(boxes: Sequence[Box], links: Iterable[Link], first: str = "") -> Drawing:
    """Draw the boxes and the links between them.

    boxes: ids are unique. first: the box to begin with, so that it stands at the top. Links from or to a box that is
    not there are left out. The same input gives the same drawing.
    """
    by_id = {box.id: box for box in boxes}
    kept = [link for link in links if link.source in by_id and link.target in by_id]
    kept = [link for link in kept if 0 <= link.port < len(by_id[link.source].ports)]
    back = _closing(boxes, kept, first)
    down = [link for link in kept if (link.source, link.target) not in back]
    ranks = _ranks(boxes, down)
    rows = _Rows(by_id, ranks, down, first)
    rows.untangle()
    rows.spread()
    return rows.drawing(kept, back)


def _closing(boxes: Sequence[Box], links: Sequence[Link], first: str) -> set[tuple[str, str]]:
    """The pairs whose line closes a circle, as a walk in depth from the first box meets them."""
    following: dict[str, list[str]] = defaultdict(list)
    for link in links:
        following[link.source].append(link.target)
    led_to = {link.target for link in links}
    order = sorted(boxes, key=lambda box: (box.id != first, box.id in led_to))  # stable: then as given
    found: set[tuple[str, str]] = set()
    done: set[str] = set()
    for root in order:
        if root.id in done:
            continue
        open_here = {root.id}
        stack = [(root.id, iter(following[root.id]))]
        while stack:
            here, rest = stack[-1]
            there = next(rest, None)
            if there is None:
                stack.pop()
                open_here.discard(here)
                done.add(here)
            elif there in open_here:
                found.add((here, there))
            elif there not in done:
                open_here.add(there)
                stack.append((there, iter(following[there])))
    return found


def _ranks(boxes: Sequence[Box], links: Sequence[Link]) -> dict[str, int]:
    """The length of the longest way to each box. The links hold no circle."""
    following: dict[str, set[str]] = defaultdict(set)
    waiting: dict[str, int] = dict.fromkeys((box.id for box in boxes), 0)
    for link in links:
        if link.target not in following[link.source]:
            following[link.source].add(link.target)
            waiting[link.target] += 1
    ranks = dict.fromkeys(waiting, 0)
    ready = [name for name, count in waiting.items() if count == 0]
    while ready:
        here = ready.pop()
        for there in following[here]:
            ranks[there] = max(ranks[there], ranks[here] + 1)
            waiting[there] -= 1
            if waiting[there] == 0:
                ready.append(there)
    return ranks


@dataclass(frozen=True, slots=True)
class _Segment:
    """A piece of a line from an item of one rank to an item of the next. at: where it leaves the upper one, as a part
    of its width."""

    upper: _Item
    lower: _Item
    at: float


class _Rows:
    """The ranks, from top to bottom, with what stands in them from left to right."""

    def __init__(
        self, boxes: Mapping[str, Box], ranks: Mapping[str, int], links: Sequence[Link], first: str
    ) -> None:
        self._boxes = boxes
        self._ranks = ranks
        self._rows: list[list[_Item]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
        segments: dict[_Segment, None] = {}
        points: dict[_Item, int] = {}
        for link in links:
            box = boxes[link.source]
            upper, at = (link.source, _BOX), box.ports[link.port]
            for rank in range(ranks[link.source] + 1, ranks[link.target]):
                point = (link.target, rank)
                points[point] = rank
                segments[_Segment(upper, point, at)] = None
                upper, at = point, 0.5
            segments[_Segment(upper, (link.target, _BOX), at)] = None
        self._down: dict[_Item, list[tuple[_Item, float]]] = defaultdict(list)
        self._up: dict[_Item, list[tuple[_Item, float]]] = defaultdict(list)
        for segment in segments:
            self._down[segment.upper].append((segment.lower, segment.at))
            self._up[segment.lower].append((segment.upper, segment.at))
        for each in self._down.values():
            each.sort(key=lambda pair: pair[1])
        self._fill(points, first)
        self._left: dict[_Item, float] = {}

    def _fill(self, points: Mapping[_Item, int], first: str) -> None:
        """The order to begin with: as a walk from the first box meets the items."""
        seen: set[_Item] = set()
        names = sorted(self._boxes, key=lambda name: (name != first, self._ranks[name]))
        for name in names:
            stack = [(name, _BOX)]
            while stack:
                item = stack.pop()
                if item in seen:
                    continue
                seen.add(item)
                self._rows[points.get(item, self._ranks[item[0]])].append(item)
                stack.extend(lower for lower, _at in reversed(self._down[item]))

    # the order within the rows

    def untangle(self) -> None:
        """Sweep down and up, and keep the order in which the fewest lines cross."""
        best, fewest = [list(row) for row in self._rows], self._crossings()
        for sweep in range(_SWEEPS):
            if fewest == 0:
                break
            self._sweep(downwards=sweep % 2 == 0)
            crossings = self._crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self._rows], crossings
        self._rows = best

    def _sweep(self, *, downwards: bool) -> None:
        neighbours = self._up if downwards else self._down
        numbers = range(1, len(self._rows)) if downwards else range(len(self._rows) - 2, -1, -1)
        for number in numbers:
            beside = self._rows[number - 1 if downwards else number + 1]
            at = {item: float(place) for place, item in enumerate(beside)}
            row = self._rows[number]
            middle: dict[_Item, float] = {}
            for place, item in enumerate(row):
                known = [at[other] + (part - 0.5 if downwards else 0.0) for other, part in neighbours[item]]
                # what hangs on nothing stays where it is, as far as the row beside has such a place
                middle[item] = sum(known) / len(known) if known else place * len(beside) / max(len(row), 1)
            row.sort(key=middle.__getitem__)

    def _crossings(self) -> int:
        count = 0
        for upper, lower in zip(self._rows, self._rows[1:], strict=False):
            at = {item: place for place, item in enumerate(lower)}
            passed: list[int] = []
            for item in upper:
                ends = [at[other] for other, _part in self._down[item]]
                for end in ends:  # left to right along the box: only those further right are crossed
                    count += len(passed) - bisect_right(passed, end)
                    insort(passed, end)
        return count

    # sideways

    def spread(self) -> None:
        """Give every item its place from left to right: close to its neighbours, in the order found, never touching."""
        for row in self._rows:
            self._settle(row, [0.0] * len(row))
        for shift in range(_SHIFTS):
            downwards = shift % 2 == 0
            for row in self._rows if downwards else reversed(self._rows):
                self._settle(row, [self._wanted(item, downwards=downwards) for item in row])
        leftmost = min(self._left.values(), default=0.0)
        self._left = {item: left - leftmost for item, left in self._left.items()}

    def _wanted(self, item: _Item, *, downwards: bool) -> float:
        """Where the left edge of an item would be, if it could stand right below (or above) its neighbours."""
        half = self._width(item) / 2
        if downwards:
            ends = [self._left[other] + self._width(other) * part for other, part in self._up[item]]
            return sum(ends) / len(ends) - half if ends else self._left[item]
        starts = [
            self._left[other] + self._width(other) / 2 - self._width(item) * part
            for other, part in self._down[item]
        ]
        return sum(starts) / len(starts) if starts else self._left[item]

    def _settle(self, row: Sequence[_Item], wanted: Sequence[float]) -> None:
        """The least squares answer: pool neighbours that want to stand too close, and let them share the difference."""
        offsets: list[float] = []
        offset = 0.0
        for place, item in enumerate(row):
            offsets.append(offset)
            if place + 1 < len(row):
                offset += self._width(item) + self._gap(item, row[place + 1])
        pools: list[tuple[float, float, int]] = []  # sum of weight times wish, weight, how many
        for place, item in enumerate(row):
            weight = (
                3.0 if item[1] != _BOX else 1.0
            )  # a line that bends is worse than a box that stands aside
            pool = (weight * (wanted[place] - offsets[place]), weight, 1)
            while pools and pools[-1][0] / pools[-1][1] >= pool[0] / pool[1]:
                total, weights, count = pools.pop()
                pool = (total + pool[0], weights + pool[1], count + pool[2])
            pools.append(pool)
        place = 0
        for total, weights, count in pools:
            for _ in range(count):
                self._left[row[place]] = total / weights + offsets[place]
                place += 1

    def _width(self, item: _Item) -> float:
        return self._boxes[item[0]].width if item[1] == _BOX else LINE_WIDTH

    def _gap(self, one: _Item, other: _Item) -> float:
        return GAP if one[1] == _BOX and other[1] == _BOX else LINE_GAP

    # the drawing

    def drawing(self, links: Sequence[Link], back: set[tuple[str, str]]) -> Drawing:
        """Everything in its place, to a tenth of a unit."""
        tops: list[float] = []
        heights: list[float] = []
        top = 0.0
        for row in self._rows:
            heights.append(max((self._boxes[name].height for name, kind in row if kind == _BOX), default=0.0))
            tops.append(top)
            top += heights[-1] + RANK_GAP
        places = {
            name: Place(
                round(self._left[name, _BOX], 1),
                tops[self._ranks[name]],
                self._ranks[name],
                box.width,
                box.height,
            )
            for name, box in self._boxes.items()
        }
        lines = []
        for link in links:
            is_back = (link.source, link.target) in back
            lines.append(Line(link, self._points(link, places, tops, heights, back=is_back), is_back))
        right = max((self._left[item] + self._width(item) for row in self._rows for item in row), default=0.0)
        return Drawing(round(right, 1), max(top - RANK_GAP, 0.0), places, tuple(lines))

    def _points(
        self,
        link: Link,
        places: Mapping[str, Place],
        tops: Sequence[float],
        heights: Sequence[float],
        *,
        back: bool,
    ) -> tuple[tuple[float, float], ...]:
        source, target = places[link.source], places[link.target]
        port = self._boxes[link.source].ports[link.port]
        leaves = round(source.x + source.width * port, 1)
        points = [(leaves, source.y + source.height)]
        if not back:
            if source.height < heights[source.rank]:  # straight down beside its higher neighbours
                points.append((leaves, tops[source.rank] + heights[source.rank]))
            for rank in range(source.rank + 1, target.rank):
                x = round(self._left[link.target, rank] + LINE_WIDTH / 2, 1)
                points += [(x, tops[rank]), (x, tops[rank] + heights[rank])]
        points.append((round(target.x + target.width / 2, 1), target.y))
        return tuple(points)
