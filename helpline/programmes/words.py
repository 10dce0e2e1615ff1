"""Moments in the words of the active language: "today at 16:00", "until midnight". Always Amsterdam time."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpline.programmes.hours import AMSTERDAM, DAY

NIGHT = timedelta(hours=12)


def opening_in_words(moment: datetime, now: datetime) -> str:
    """Say when something opens, as seen from `now`: "today at 16:00", "Monday 3 November at 9:00"."""
    there, here = moment.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM)
    at = {"time": time_in_words(there)}
    if there.date() == here.date():
        return _("today at %(time)s") % at
    if there.date() == here.date() + DAY:
        return _("tomorrow at %(time)s") % at
    return _("%(day)s at %(time)s") % {"day": day_in_words(there, here), **at}


def until_in_words(moment: datetime, now: datetime) -> str:
    """Say until when something is open, as seen from `now`: "until 22:00", "until midnight"."""
    there, here = moment.astimezone(AMSTERDAM), now.astimezone(AMSTERDAM)
    at = {"time": time_in_words(there)}
    is_tomorrow = there.date() == here.date() + DAY
    if is_tomorrow and (there.hour, there.minute) == (0, 0):
        return _("until midnight")
    if there.date() == here.date() or (is_tomorrow and moment - now < NIGHT):
        return _("until %(time)s") % at
    if is_tomorrow:
        return _("until tomorrow at %(time)s") % at
    return _("until %(day)s at %(time)s") % {"day": day_in_words(there, here), **at}


def time_in_words(moment: datetime) -> str:
    """The time on Amsterdam's clocks, in figures: "16:00", in Dutch "16.00"."""
    local = moment.astimezone(AMSTERDAM)
    return _("%(hour)s:%(minute)s") % {"hour": local.hour, "minute": f"{local.minute:02d}"}


def day_in_words(moment: datetime, now: datetime) -> str:
    """The day: "Monday 3 November"; with the year when it is more than half a year away."""
    local = moment.astimezone(AMSTERDAM)
    far = abs(moment - now) > timedelta(days=183)
    return date_format(local, "l j F Y" if far else "l j F")
