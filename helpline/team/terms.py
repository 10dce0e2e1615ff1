"""When the talk of a day and a debrief end. No Django, no clock."""

from datetime import date, datetime, time, timedelta

from helpline.programmes.hours import AMSTERDAM

#: the talk of a day is over at this hour of the next morning, when no shift of the day goes on
NIGHT = time(4)
#: a note to the shift lead
DEBRIEF_TERM = timedelta(days=14)


def day_of(moment: datetime) -> date:
    """The working day of a moment: the small hours belong to the day before."""
    here = moment.astimezone(AMSTERDAM)
    return here.date() if here.time() >= NIGHT else here.date() - timedelta(days=1)


def talk_ends(day: date) -> datetime:
    """When the talk of a working day is erased: never more than a day after a word of it was said."""
    return datetime.combine(day + timedelta(days=1), NIGHT, tzinfo=AMSTERDAM)
