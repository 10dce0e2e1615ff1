"""Periods: what may be asked, and why not. Pure.

A fact knows its month, a day counter its day, an hour counter its month; a person is counted once in a calendar year.
Another period would need knowledge that is not kept, so it is refused with a sentence.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from figures.errors import PeriodRefused


class Grain(StrEnum):
    """What a table is counted by."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Days from first to last, both included. Raises PeriodRefused when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodRefused(_("The period ends before it begins."))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month it touches."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return tuple(_month(self.first, number) for number in range(count))

    @property
    def is_months(self) -> bool:
        """Whether it consists of whole months."""
        return self.first.day == 1 and self.last == end_of_month(self.last)

    @property
    def is_years(self) -> bool:
        """Whether it consists of whole calendar years."""
        return self.is_months and self.first.month == 1 and self.last.month == 12

    def holds(self, other: "Period") -> bool:
        """Whether the other lies within it."""
        return self.first <= other.first and other.last <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    def before(self) -> "Period":
        """The period just before it, of the same shape: years, months, or as many days."""
        if self.is_years:
            span = self.last.year - self.first.year + 1
            return Period(date(self.first.year - span, 1, 1), date(self.last.year - span, 12, 31))
        if self.is_months:
            return Period(_month(self.first, -len(self.months)), self.first - timedelta(days=1))
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def answers(self, grain: Grain) -> bool:
        """Whether a table of this grain can be made for it."""
        return grain == Grain.DAYS or (self.is_years if grain == Grain.YEARS else self.is_months)

    def check(self, grain: Grain) -> None:
        """Raise PeriodRefused, with a sentence that says what to ask for instead."""
        if self.answers(grain):
            return
        first, last = date(self.first.year, self.first.month, 1), end_of_month(self.last)
        if grain == Grain.MONTHS:
            raise PeriodRefused(
                _(
                    "Contacts are kept with their month, without their day. "
                    "Ask for whole months: %(first)s to %(last)s."
                )
                % {"first": first.isoformat(), "last": last.isoformat()}
            )
        raise PeriodRefused(
            _(
                "Nobody is recognised, so a person is counted once in a calendar year. Ask for whole years: "
                "%(first)s-01-01 to %(last)s-12-31."
            )
            % {"first": self.first.year, "last": self.last.year}
        )


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def end_of_month(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(first: date, later: int) -> date:
    number = first.year * 12 + first.month - 1 + later
    return date(number // 12, number % 12 + 1, 1)
