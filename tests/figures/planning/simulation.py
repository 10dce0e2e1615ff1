"""A line as it happens, call by call: what the formulas are held against."""

import heapq
import random
from dataclasses import dataclass


@dataclass(slots=True)
class Seen:
    """What became of the calls. soon, late: those in the first 31 minutes after a missed one, and in the next 30."""

    calls: int = 0
    waited: int = 0
    missed: int = 0
    redials: int = 0
    waiting: float = 0.0
    soon: int = 0
    late: int = 0


def play(
    chance: random.Random,
    *,
    arrivals: float,
    handling: float,
    patience: float,
    agents: int,
    hours: float,
    redials: float = 0.0,
    again_after: float = 0.1,
) -> Seen:
    """Play a line for so many hours. redials: the chance that who gave up calls again, on average after again_after."""
    seen = Seen()
    busy: list[float] = []  # when each counsellor who talks is done
    line: dict[int, float] = {}  # who waits since when, the longest waiting first
    leaving: list[tuple[float, int]] = []  # when each gives up, also those who were helped before
    again: list[float] = []
    last_missed = -10.0
    clock, first = 0.0, chance.expovariate(arrivals)
    while True:
        ahead = min(first, again[0] if again else first)
        done = busy[0] if busy else float("inf")
        left = leaving[0][0] if leaving else float("inf")
        clock = min(ahead, done, left)
        if clock > hours:
            return seen
        if clock == left:
            _, caller = heapq.heappop(leaving)
            if caller not in line:
                continue
            seen.missed += 1
            seen.waiting += clock - line.pop(caller)
            last_missed = clock
            if chance.random() < redials:
                heapq.heappush(again, clock + chance.expovariate(1 / again_after))
        elif clock == done:
            heapq.heappop(busy)
            if line:
                caller = next(iter(line))
                seen.waiting += clock - line.pop(caller)
                heapq.heappush(busy, clock + chance.expovariate(1 / handling))
        else:
            if again and clock == again[0]:
                heapq.heappop(again)
                seen.redials += 1
            else:
                first = clock + chance.expovariate(arrivals)
            seen.calls += 1
            minutes = int((clock - last_missed) * 60)
            seen.soon += minutes <= 30
            seen.late += 30 < minutes <= 60
            if len(busy) < agents:
                heapq.heappush(busy, clock + chance.expovariate(1 / handling))
            else:
                seen.waited += 1
                line[seen.calls] = clock
                heapq.heappush(leaving, (clock + chance.expovariate(1 / patience), seen.calls))
