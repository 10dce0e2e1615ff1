"""How long a kept workbook lives, in whole weeks: nothing here tells a finer moment. Pure."""

from datetime import date, timedelta

#: half a year, counted from the week in which it was last opened or saved
WEEKS = 26


def week_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def last_week(day: date) -> date:
    """The Monday of the last week in which a workbook that is used on this day can still be opened."""
    return week_of(day) + timedelta(weeks=WEEKS)
