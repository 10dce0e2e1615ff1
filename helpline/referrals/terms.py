"""How long referrals and reports to the hotline are kept. No Django, no clock."""

from datetime import date, datetime, time, timedelta

from helpline.programmes.hours import AMSTERDAM

#: a referral of a contact without a case, after it was made: time to hear what came of it
TERM = timedelta(days=90)
#: that something was reported to the hotline, and under which reference of theirs
HOTLINE_TERM = timedelta(days=366)


def erase_on(made: date) -> date:
    """The day on which a referral without a case is erased."""
    return made + TERM


def hotline_erase_on(reported: date) -> date:
    """The day on which a report to the hotline is erased."""
    return reported + HOTLINE_TERM


def key_ends_at(erase_on_date: date) -> datetime:
    """The moment from which the key of a note is not needed: the day of erasure begins."""
    return datetime.combine(erase_on_date, time.min, tzinfo=AMSTERDAM)
