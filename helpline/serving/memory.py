"""The collector of cyclic garbage, told what a server is: a large program that stays, and many sockets that stay too.

As Python comes, it looks after every 700 new objects, and ever again through all that will never go: Django's own
half million objects and those of the open sockets. That was a sixth of what a message costs. While it looks, everything
stands still: a tenth of a second for a hundred thousand objects, and more than a second for all that 2,500 sockets
hold. So it looks at what is new, soon and at little at a time, and what it found alive it leaves alone; at everything
it looks once a night (docs/decisions/0166).
"""

import asyncio
import gc
from datetime import datetime, timedelta

from django.utils import timezone

#: new objects until the young are looked through; then how many such looks until the middle. The rest is our matter.
THRESHOLDS = (2_000, 10, 1_000_000)
#: looks through the middle (each means twenty thousand objects more) until all that is new is looked through
WORTH = 1
LOOK_SECONDS = 0.25
#: Amsterdam's hour in which everything is looked through: the helplines sleep
QUIET_HOUR = 4
ONCE = timedelta(hours=12)


def settle() -> None:
    """What was loaded until now is left alone; the rest is looked at when it is worth it."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    gc.enable()


async def collect_for_ever() -> None:
    """Look through what is new, and once a night through everything. Cancel it to end it."""
    everything_at = timezone.now()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if is_due(now := timezone.localtime(), everything_at):
            everything_at = now
            gc.unfreeze()
            look()
        elif gc.get_count()[2] >= WORTH:
            look()


def look() -> None:
    """Look through what is not left alone. What stays is left alone from now on: it goes when nobody holds it."""
    gc.collect()
    gc.freeze()


def is_due(now: datetime, last: datetime) -> bool:
    """Whether it is time to look through everything. now: Amsterdam's time. last: when that was done before."""
    return now.hour == QUIET_HOUR and now - last >= ONCE
