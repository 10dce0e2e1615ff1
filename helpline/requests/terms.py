"""When a request is erased. Days only: what was asked at which hour is kept nowhere. No Django, no clock."""

from datetime import date, datetime, time, timedelta

from helpline.programmes.hours import AMSTERDAM

#: what a professional is told before filling in the form
TERM = timedelta(days=30)
#: after it was handled, to look something up
TERM_WHEN_DONE = timedelta(days=7)


def erase_on(arrived: date) -> date:
    """The day on which a request that nobody handled is erased."""
    return arrived + TERM


def erase_on_when_done(arrived: date, done: date) -> date:
    """The day on which a request is erased that was handled on the day `done`: never later than unhandled."""
    return min(erase_on(arrived), done + TERM_WHEN_DONE)


def key_ends_at(erase_on_date: date) -> datetime:
    """The moment from which the key is not needed: the day of erasure begins.

    In UTC that is still the day before, so the day key is gone in the night in which the request is erased, too.
    """
    return datetime.combine(erase_on_date, time.min, tzinfo=AMSTERDAM)
