"""How often this room can be used by everybody together. Nothing is known of anybody, so nobody is singled out.

Trying words is hopeless (77 bits, each try slow for who tries); what is kept small here is the load on the house. To
have a workbook kept takes a place on the disk, so that costs the visitor's browser a puzzle as well.
"""

import logging
from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from django.conf import settings

from chat import pow as puzzles
from helpline.vault.codes import CodeThrottle
from selfhelp.modules.safe.models import KeptWorkbook

logger = logging.getLogger(__name__)

#: opening, saving and forgetting, in each process: a burst, and fifty a second
uses = CodeThrottle(burst=500, refill=timedelta(milliseconds=20))
#: new workbooks, in each process
beginnings = CodeThrottle(burst=60, refill=timedelta(seconds=1))
_RECENT = timedelta(minutes=1)


class Rush:
    """How many workbooks were begun in the last minute, in this process."""

    def __init__(self) -> None:
        self._moments: deque[datetime] = deque(maxlen=1000)
        self._lock = Lock()

    def note(self, now: datetime) -> None:
        with self._lock:
            self._moments.append(now)

    def count(self, now: datetime) -> int:
        with self._lock:
            while self._moments and self._moments[0] <= now - _RECENT:
                self._moments.popleft()
            return len(self._moments)


rush = Rush()


class Room:
    """Whether there is room for one more: `settings.WORKBOOKS_LIMIT` in the whole house.

    Counting them takes the database some milliseconds, so it is done once a minute, and what this process began since
    is added. Several processes can go over the limit by what the others begin in a minute; a disk has that room.
    """

    def __init__(self) -> None:
        self._counted_at: datetime | None = None
        self._kept = 0
        self._lock = Lock()

    def take(self, now: datetime) -> bool:
        """Take the place of a new one; False, and a warning in the log once a minute, when there is none."""
        with self._lock:
            if self._counted_at is None or not timedelta(0) <= now - self._counted_at < _RECENT:
                self._kept, self._counted_at = KeptWorkbook.objects.count(), now
                if self._kept >= settings.WORKBOOKS_LIMIT:
                    logger.warning("self-help: as many workbooks are kept as WORKBOOKS_LIMIT allows")
            if self._kept >= settings.WORKBOOKS_LIMIT:
                return False
            self._kept += 1
            return True

    def forget(self) -> None:
        """Count anew."""
        self._counted_at = None


room = Room()


def bits(*, now: datetime, pressure: int) -> int:
    """The price of the next puzzle; it rises while many begin. pressure: what the reverse proxy says, 0 to 4."""
    return puzzles.difficulty(waiting=0, recent=rush.count(now), pressure=pressure)
