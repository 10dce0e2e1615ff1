"""Publications about periods that overlap: what their differences tell. Pure.

Whoever holds January to November and the whole year knows something about December. So the attacker gets all
publications at once. Their periods are cut into pieces; every number of a publication is the sum of its pieces, and the
pieces are unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from figures.disclosure import BASE, is_small
from figures.disclosure.attack import Bounds, Contradiction, Name, Sum, narrowed

#: a number of a publication, or of a piece: whose, and which
Where = tuple[str, Name]


@dataclass(frozen=True, slots=True)
class Publication(Generic[Name]):
    """Rounded numbers, as readers have them, with the true ones behind them and the sums they stand in.

    pieces: the names of the pieces of time that it is about.
    """

    name: str
    true: Mapping[Name, int]
    shown: Mapping[Name, int]
    sums: Sequence[Sum[Name]]
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sum(Generic[Name]):
    whole: Name
    parts: tuple[Name, ...]
    exact: bool = True


def told(
    publications: Sequence[Publication[Name]], pieces: Mapping[str, Mapping[Name, int]]
) -> dict[Where[Name], tuple[int, int | None]]:
    """The true numbers of 1 to 4 that somebody who has all publications can narrow to fewer than four values.

    pieces: the true numbers of each piece. What was corrected after it was published contradicts it; such a number is
    not linked to its pieces.
    """
    bounds: dict[Where[Name], Bounds] = {}
    true: dict[Where[Name], int] = {}
    sums: list[_Sum[Where[Name]]] = []
    for each in publications:
        for key, count in each.shown.items():
            bounds[each.name, key] = (max(count - BASE + 1, 0), count + BASE - 1)
            true[each.name, key] = each.true[key]
            parts = [pieces[piece][key] for piece in each.pieces if key in pieces[piece]]
            if len(publications) > 1 and len(parts) == len(each.pieces) and sum(parts) == each.true[key]:
                sums.append(_Sum((each.name, key), tuple((piece, key) for piece in each.pieces)))
                for piece in each.pieces:
                    bounds[piece, key], true[piece, key] = (0, None), pieces[piece][key]
        sums.extend(
            _Sum((each.name, one.whole), tuple((each.name, part) for part in one.parts), one.exact)
            for one in each.sums
        )
    targets = [where for where, count in true.items() if is_small(count)]
    try:
        return narrowed(bounds, sums, targets)
    except Contradiction:
        # Some number had to go one multiple further. Who assumes less is misled; who knows of it has this much.
        wide = {
            where: (max(low - BASE, 0), None if high is None else high + BASE)
            for where, (low, high) in bounds.items()
        }
        return narrowed(wide, sums, targets)
