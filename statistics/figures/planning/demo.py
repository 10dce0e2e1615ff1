"""The demo's redials: people who tried again in the two years that never were."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from figures.counters import count_month


class Tried(NamedTuple):
    """again: calls of people who tried again. anyway: calls within the hour that were not. pressed: the key for it."""

    again: int
    anyway: int
    pressed: int


TRIED: Mapping[str, Mapping[int, Tried]] = {
    "stopitnow": {2020: Tried(176, 165, 96), 2021: Tried(124, 118, 71)},
    "helpwanted": {2020: Tried(17, 4, 11), 2021: Tried(14, 3, 9)},
}
_AGAIN_AFTER_MINUTES = 9
_LAST_MINUTE = 60


def count_redials(programme: str, number: int) -> None:
    """Count a year's redials by month and minute. The same every time, and without a draw from anything else."""
    tried = TRIED[programme][number]
    chance = random.Random(f"{programme} {number}")  # noqa: S311 # nosec B311 - the demo is the same every time
    soon = [min(int(chance.expovariate(1 / _AGAIN_AFTER_MINUTES)), _LAST_MINUTE) for _ in range(tried.again)]
    minutes = soon + [chance.randint(0, _LAST_MINUTE) for _ in range(tried.anyway)]
    counted = Counter((chance.randint(1, 12), minute) for minute in minutes)
    for (month, minute), n in sorted(counted.items()):
        count_month(
            programme=programme,
            name="phone_redials",
            month=date(number, month, 1),
            code=f"m{minute:02d}",
            n=n,
        )
    for month, n in sorted(Counter(chance.randint(1, 12) for _ in range(tried.pressed)).items()):
        count_month(
            programme=programme, name="phone_tried_before", month=date(number, month, 1), code="yes", n=n
        )
