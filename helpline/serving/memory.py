"""The collector of cyclic garbage, told what a server is: a large program that stays, and many sockets that stay too.

As Python comes, it looks after every 700 new objects, and ever again through all that will never go: Django's own
half million objects and those of the open sockets. That was a sixth of what a message costs. While it looks, everything
stands still: a tenth of a second for a hundred thousand objects, and more than a second for all that 2,500 sockets
hold. So it looks at what is new, soon and at little at a time, and leaves alone what it found alive, once that is so
much that a look takes time; at everything it looks once a night (docs/decisions/0166).
"""

import asyncio
import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter

from django.utils import timezone

#: new objects until the young are looked through; then how many such looks until the middle. The rest is our matter.
THRESHOLDS = (2_000, 10, 1_000_000)
#: looks through the middle (each means twenty thousand objects more) until all that is new is looked through
WORTH = 1
LOOK_SECONDS = 0.25
#: seconds of a look from which on what it found alive is left alone, if no page is being made at that moment: what a
#: page holds while it is made is knotted often, and would stay until the night
SHORT = 0.02
#: the same also while a page is being made
LONG = 0.1
#: Amsterdam's hour in which everything is looked through: the helplines sleep
QUIET_HOUR = 4
ONCE = timedelta(hours=12)


def settle() -> None:
    """What was loaded until now is left alone; the rest is looked at when it is worth it."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


async def collect_for_ever(is_busy: Callable[[], bool]) -> None:
    """Look through what is new, and once a night through everything. Cancel it to end it.

    is_busy: whether a page is being made.
    """
    everything_at = timezone.now()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if is_due(now := timezone.localtime(), everything_at):
            everything_at = now
            gc.unfreeze()
            look(is_busy=False)
        elif gc.get_count()[2] >= WORTH:
            look(is_busy=is_busy())


def look(*, is_busy: bool) -> None:
    """Look through what is not left alone. When that took long, what is alive is left alone from now on: it goes when
    nobody holds it."""
    began = perf_counter()
    gc.collect()
    if perf_counter() - began > (LONG if is_busy else SHORT):
        gc.freeze()


def is_due(now: datetime, last: datetime) -> bool:
    """Whether it is time to look through everything. now: Amsterdam's time. last: when that was done before."""
    return now.hour == QUIET_HOUR and now - last >= ONCE
