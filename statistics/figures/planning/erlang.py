"""Erlang-A, the queue of people who give up (M/M/n+M): what a number of counsellors means for a number of calls. Pure.

Palm (1957); as in Garnett, Mandelbaum and Reiman (2002). Calls come at random, talking and patience both last
exponentially long, whoever waits longest is helped first, and the hour is long enough to settle.

The chances are summed from the busiest state outwards, as multiples of that state: every term is positive and none is
larger than the first sums, so nothing cancels and nothing overflows, for hundreds of counsellors and for a patience of
seconds or of years.
"""

import math
from dataclasses import dataclass

#: what lies below this part of the largest term changes no digit any more
_NOTHING = 1e-18
#: callers who would arrive during one patience: beyond it nobody's patience is meant
MOST_PATIENT = 1e9


@dataclass(frozen=True, slots=True)
class Waiting:
    """What becomes of a call. wait: the chance that it waits; abandon: that the caller gives up.

    mean_wait: how long callers wait on average, also those who do not wait, in the unit of time that was put in.
    """

    wait: float
    abandon: float
    mean_wait: float


def waiting(*, arrivals: float, handling: float, patience: float, agents: int) -> Waiting:
    """The settled queue. arrivals: calls per unit of time; handling and patience: means, in the same unit.

    agents: counsellors who are there; 0 is allowed: then everybody waits until patience ends. Raises ValueError for
    what is no queue: a negative rate, a handling time or a patience that is not above zero and finite.
    """
    _check(arrivals, handling, patience, agents)
    if not arrivals:
        return Waiting(0.0, 0.0, 0.0) if agents else Waiting(1.0, 1.0, patience)
    service, leaving = 1 / handling, 1 / patience
    at_once = agents * service
    # The state with n busy counsellors and j waiting callers has the weight t_j; the busiest j is where as many come
    # as go. All weights are taken as multiples of that one's.
    busiest = max(0, math.floor((arrivals - at_once) / leaving))
    queue = callers = 0.0
    weight, waiters = 1.0, busiest
    while weight > _NOTHING:
        queue += weight
        callers += weight * waiters
        waiters += 1
        weight *= arrivals / (at_once + waiters * leaving)
    weight, waiters = 1.0, busiest
    while waiters > 0 and weight > _NOTHING:
        weight *= (at_once + waiters * leaving) / arrivals
        waiters -= 1
        queue += weight
        callers += weight * waiters
    nobody_waits = weight if waiters == 0 else 0.0  # the state in which all are busy and nobody waits
    free = nobody_waits * (_inverse_loss(agents, arrivals * handling) - 1) if nobody_waits else 0.0
    everything = queue + free
    waits = callers / everything
    return Waiting(
        wait=min(1.0, queue / everything),
        abandon=min(1.0, leaving * waits / arrivals),
        mean_wait=waits / arrivals,
    )


def _inverse_loss(agents: int, load: float) -> float:
    """One divided by Erlang's loss: all states up to "everybody is busy", as a multiple of that state.

    Becomes infinite where hardly anybody ever waits: a chance of zero is then the answer.
    """
    if agents and not load:  # so few calls that their load is no number any more
        return math.inf
    found = 1.0
    for number in range(1, agents + 1):
        found = 1 + found * number / load
    return found


def _check(arrivals: float, handling: float, patience: float, agents: int) -> None:
    if not (math.isfinite(arrivals) and arrivals >= 0):
        raise ValueError("arrivals are a number of calls per unit of time")
    if not (math.isfinite(handling) and handling > 0):
        raise ValueError("a handling time is above zero")
    if not (math.isfinite(patience) and patience > 0):
        raise ValueError("a patience is above zero")
    if agents < 0:
        raise ValueError("there are no fewer than no agents")
    if arrivals * patience > MOST_PATIENT:
        raise ValueError("nobody is as patient as that")
