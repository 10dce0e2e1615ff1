"""How long a risk record is kept that belongs to no case. No Django, no clock.

One that belongs to a case goes with the case. An open one does not end by itself: somebody may still be at risk.
"""

from datetime import datetime, timedelta

#: after it was closed: long enough to answer a question about what was done, and no longer
TERM = timedelta(days=90)
#: how long before its end a key is moved on: the night may fail for a few days
MARGIN = timedelta(days=7)


def ends_at(closed_at: datetime) -> datetime:
    """When a record that was closed at this moment is erased."""
    return closed_at + TERM


def key_ends_at(now: datetime) -> datetime:
    """Until when the key of an open record must live: the night moves it on, and has weeks to do so."""
    return now + TERM
