"""When things end: the code with the slot, the row some weeks later. No Django, no clock."""

from datetime import date, datetime, time, timedelta

from helpline.programmes.hours import AMSTERDAM

#: how long before its beginning a slot can still be booked: the therapist has to see it
NOTICE = timedelta(hours=2)
#: how far ahead slots are published and a weekly series is filled in
HORIZON = timedelta(weeks=8)
#: a caller is put through from so long before the slot until so long after it
EARLY = timedelta(minutes=10)
LATE = timedelta(minutes=5)
#: after the day of the slot, so that "treatment started" can be told
TERM = timedelta(weeks=6)
#: a one-time link to report with
LINK_TERM = timedelta(days=14)
#: the page that a visitor's code opened can act for so long
VISIT = timedelta(minutes=15)


def day_after(starts_at: datetime) -> datetime:
    """The first moment of the day after the slot: from then on its code opens nothing."""
    day = starts_at.astimezone(AMSTERDAM).date() + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


def erase_on(starts_at: datetime, *, cancelled: bool) -> date:
    """The day on which the appointment's row is erased. What was cancelled is needed by nobody after its day."""
    day = starts_at.astimezone(AMSTERDAM).date()
    return day + (timedelta(days=1) if cancelled else TERM)


def can_be_booked(starts_at: datetime, now: datetime) -> bool:
    """Whether a slot begins late enough for the therapist to hear of it."""
    return now + NOTICE <= starts_at


def puts_through(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a caller with this slot's code is put through at this moment."""
    return starts_at - EARLY <= now < ends_at + LATE
