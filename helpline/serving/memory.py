"""The collector of cyclic garbage, told what a server is: a large program that stays, and many sockets that stay too.

As Python comes, it looks after every 700 new objects, and ever again through all that will never go: Django's own
half million objects and those of the open sockets. That was a sixth of what a message costs. While it looks, everything
stands still: a tenth of a second for a hundred thousand objects, and half a second for all that 2,500 sockets hold. So
it looks at few at a time, and at everything only when it is worth it, and seldom (docs/decisions/0166).
"""

import asyncio
import gc
from time import perf_counter

#: new objects until the young are looked through; then how many such looks until the middle. The old are our matter.
THRESHOLDS = (2_000, 10, 1_000_000)
#: of the time, one part in so many at most is spent on looking through everything
SHARE = 500
#: looks through the middle (each means twenty thousand objects more than before) until everything may be looked through
WORTH = 2
LOOK_SECONDS = 5.0


def settle() -> None:
    """What was loaded until now is never looked at, not even once; the rest is looked at when it is worth it."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


async def collect_for_ever() -> None:
    """Look through everything, as often as `is_due` says. Cancel it to end it."""
    at, took = perf_counter(), 0.0
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if is_due(gc.get_count()[2], perf_counter() - at, took):
            began = perf_counter()
            gc.collect()
            at = perf_counter()
            took = at - began


def is_due(grown: int, ago: float, took: float) -> bool:
    """Whether it is time to look through everything. grown: looks through the middle since the last time.

    ago, took: seconds since the last time, and that it took.
    """
    return grown >= WORTH and ago >= SHARE * took
