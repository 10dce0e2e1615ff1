"""Linear programmes: one place that calls the solver."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

#: what the solver says: solved, nothing fits, no bound
SOLVED, NOTHING_FITS, NO_BOUND = 0, 2, 3

#: one row of a matrix: place -> weight
Row = dict[int, float]


def matrix(rows: Sequence[Row], width: int) -> "csr_matrix | None":
    """The rows as a sparse matrix; None when there are none."""
    from scipy.sparse import csr_matrix

    if not rows:
        return None
    data: list[float] = []
    at: list[int] = []
    starts = [0]
    for row in rows:
        at += row.keys()
        data += row.values()
        starts.append(len(at))
    return csr_matrix((data, at, starts), shape=(len(rows), width))


def smallest(
    weights: Sequence[float],
    *,
    bounds: Sequence[tuple[float, float | None]],
    equal: "csr_matrix | None",
    equal_to: Sequence[float],
    below: "csr_matrix | None",
    below_to: Sequence[float],
) -> tuple[int, Any]:
    """Make the weighted sum as small as it can be. Returns what the solver says, and the solution (or None)."""
    from scipy.optimize import linprog

    solve: Any = linprog
    answer = solve(
        weights,
        A_ub=below,
        b_ub=below_to if below is not None else None,
        A_eq=equal,
        b_eq=equal_to if equal is not None else None,
        bounds=bounds,
        method="highs",
    )
    return answer.status, answer.x
