"""The release view: every number a multiple of 5, up or down by chance, and every sum still adds up.

Controlled rounding: Cox (1987), "A constructive procedure for unbiased controlled rounding". Here as an integer
programme, because tables are linked by common margins. A number is rounded to one of the two multiples beside it, a
multiple of 5 stays. Which of the two is drawn, so that it is right on average and a reader cannot tell 3 from 2; where
the draws would not add up, as few of them as possible are turned.
"""

import hashlib
from collections.abc import Iterable, Mapping

from figures.disclosure import BASE
from figures.disclosure.attack import Name, Sum


class CannotRound(Exception):
    """There is no rounding in which all sums agree."""


def rounded(values: Mapping[Name, int], sums: Iterable[Sum[Name]], seed: bytes) -> dict[Name, int]:
    """Round every number to a multiple of 5 so that all sums agree. The same seed gives the same numbers.

    Where no rounding to the neighbouring multiples agrees, one multiple further is allowed. Raises CannotRound.
    """
    # in an order of their own, so that the solver meets the same problem whatever order they come in
    relations = sorted(sums, key=lambda each: repr((each.whole, each.parts)))
    values = {name: values[name] for name in sorted(values, key=repr)}
    for reach in (0, 1):
        found = _solve(values, relations, seed, reach)
        if found is not None:
            return found
    raise CannotRound


def _draw(name: Name, rest: int, seed: bytes) -> int:
    """0 for down, 1 for up: up as often as the number lies near the upper multiple."""
    digest = hashlib.blake2b(repr(name).encode(), key=seed[:64], digest_size=8).digest()
    return int(int.from_bytes(digest, "big") % BASE < rest)


def _solve(
    values: Mapping[Name, int], relations: list[Sum[Name]], seed: bytes, reach: int
) -> dict[Name, int] | None:
    """Variables: how many multiples above the lower neighbour, and whether that differs from the draw."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    names = list(values)
    places = {name: at for at, name in enumerate(names)}
    count = len(names)
    lower = np.array([values[name] // BASE for name in names])
    rest = [values[name] % BASE for name in names]
    drawn = np.array([_draw(name, some, seed) for name, some in zip(names, rest, strict=True)])
    low = np.where(lower > 0, -reach, 0)
    high = np.array([min(some, 1) + (reach if some else 0) for some in rest])
    low = np.where(np.array(rest) > 0, low, 0)

    rows: list[tuple[dict[int, float], float, float]] = []
    for each in relations:
        terms: dict[int, float] = {places[each.whole]: -1.0}
        for part in each.parts:
            terms[places[part]] = terms.get(places[part], 0.0) + 1.0
        constant = float(sum(weight * lower[at] for at, weight in terms.items()))
        rows.append((terms, -constant, -constant if each.exact else np.inf))
        if not each.exact:
            for part in each.parts:
                pair = {places[part]: 1.0, places[each.whole]: -1.0}
                rows.append((pair, -np.inf, float(lower[places[each.whole]] - lower[places[part]])))
    # turned >= up - drawn, turned >= drawn - up
    for at in range(count):
        rows.append(({at: 1.0, count + at: -1.0}, -np.inf, float(drawn[at])))
        rows.append(({at: -1.0, count + at: -1.0}, -np.inf, float(-drawn[at])))

    data = [weight for terms, _, _ in rows for weight in terms.values()]
    at_row = [number for number, (terms, _, _) in enumerate(rows) for _ in terms]
    at_column = [column for terms, _, _ in rows for column in terms]
    matrix = csr_matrix(
        (np.array(data), (np.array(at_row, dtype=int), np.array(at_column, dtype=int))),
        shape=(len(rows), 2 * count),
    )
    wholes = {places[each.whole] for each in relations}
    weights = np.array([0.0] * count + [3.0 if at in wholes else 1.0 for at in range(count)])
    answer = milp(
        weights,
        constraints=LinearConstraint(
            matrix, np.array([below for _, below, _ in rows]), np.array([above for _, _, above in rows])
        ),
        integrality=np.array([1] * count + [0] * count),
        bounds=Bounds(
            np.concatenate([low, np.zeros(count)]), np.concatenate([high, np.full(count, 2.0 + reach)])
        ),
        options={"mip_rel_gap": 0.02},
    )
    if answer.x is None:
        return None
    return {name: int(BASE * (lower[at] + round(answer.x[at]))) for name, at in places.items()}
