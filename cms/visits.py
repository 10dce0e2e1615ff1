"""How often pages are read: per programme, type of page and day. Nobody is recognised, so nobody is new or returning.

A visit is one answered request for a page. Visits are gathered in memory and written down together every few seconds;
what a killed process had not written yet is lost, which a figure of this kind can bear.
"""

import logging
import threading
import time
from collections import Counter
from datetime import date

from django.db import DatabaseError

from figures import counters

logger = logging.getLogger(__name__)

#: seconds between two writings
EVERY = 5.0

_lock = threading.Lock()
_gathered: Counter[tuple[str, str, str, date]] = Counter()
_written_at = 0.0


def count(*, programme: str, name: str, code: str, day: date) -> None:
    """One more. name: a counter of figures; code: the type of page, or the campaign."""
    with _lock:
        _gathered[programme, name, code, day] += 1
        is_time = time.monotonic() - _written_at >= EVERY
    if is_time:
        write()


def write() -> None:
    """Write down what was gathered. What cannot be written now is kept for the next time."""
    global _written_at
    with _lock:
        gathered = dict(_gathered)
        _gathered.clear()
        _written_at = time.monotonic()
    for place, n in gathered.items():
        programme, name, code, day = place
        try:
            counters.count_day(programme=programme, name=name, code=code, day=day, n=n)
        except DatabaseError as error:
            logger.warning("visits could not be written down: %s", type(error).__name__)
            with _lock:
                _gathered[place] += n


def forget() -> None:
    """Drop what was gathered: a test starts with nothing."""
    with _lock:
        _gathered.clear()
