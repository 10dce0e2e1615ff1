"""When a group and an interest are erased. Days only. No Django, no clock."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from helpline.programmes.hours import AMSTERDAM

#: after the last meeting everything but the counts is erased
TERM = timedelta(weeks=6)
#: a group for which no meeting is planned, and an interest that nobody answered
UNPLANNED = timedelta(weeks=26)
INTEREST = timedelta(weeks=12)
INTEREST_SETTLED = timedelta(days=7)

MEETINGS = 5
PLACES = 8


def erase_on(opened: date, meetings: Iterable[datetime]) -> date:
    """The day on which a group is erased: some weeks after its last meeting, however far that lies."""
    days = [meeting.astimezone(AMSTERDAM).date() for meeting in meetings]
    return max(days) + TERM if days else opened + UNPLANNED


def key_ends_at(erase_on_date: date) -> datetime:
    """The moment from which the group's key is not needed: the day of erasure begins."""
    return datetime.combine(erase_on_date, time.min, tzinfo=AMSTERDAM)
