"""What a screen was asked for: a period and what to compare it with, read from an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from figures.errors import PeriodRefused
from figures.models import DayCounter, Fact
from figures.periods import Period, end_of_month, year

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, and the one it is compared with. refusal: why it is not what was asked for."""

    period: Period
    compare: Period | None
    years: tuple[int, ...]
    refusal: str = ""

    @property
    def query(self) -> str:
        """The same, for the end of an address."""
        last = "" if self.compare is not None else "&compare=none"
        return f"from={self.period.first:%Y-%m}&to={self.period.last:%Y-%m}{last}"

    @property
    def year(self) -> int | None:
        """The calendar year, when it is exactly one."""
        is_one = self.period.is_years and self.period.first.year == self.period.last.year
        return self.period.first.year if is_one else None


def asked(programme: str, parameters: Mapping[str, str], today: date) -> Asked:
    """Read an address: ?from=2021-01&to=2021-12&compare=none. Without a period: the last year that is complete."""
    years = years_with_figures(programme, today)
    fallback = year(next((number for number in reversed(years) if number < today.year), today.year))
    refusal = ""
    try:
        period = _period(parameters.get("from", ""), parameters.get("to", "")) or fallback
    except PeriodRefused as refused:
        period, refusal = fallback, str(refused)
    compare = None if parameters.get("compare") == "none" else period.before()
    return Asked(period, compare, years, refusal)


def years_with_figures(programme: str, today: date) -> tuple[int, ...]:
    """Every calendar year from the first with a fact or a counter to this one; at most ten."""
    facts = Fact.objects.filter(programme=programme).aggregate(
        first=Min("month_date"), last=Max("month_date")
    )
    days = DayCounter.objects.filter(programme=programme).aggregate(
        first=Min("day_date"), last=Max("day_date")
    )
    found = [day for day in (facts["first"], facts["last"], days["first"], days["last"]) if day is not None]
    if not found:
        return (today.year,)
    return tuple(range(min(found).year, max(found).year + 1))[-10:]


def _period(first: str, last: str) -> Period | None:
    if not first and not last:
        return None
    begins, ends = _MONTH.fullmatch(first), _MONTH.fullmatch(last or first)
    if begins is None or ends is None:
        raise PeriodRefused(_("Give months as year and month, for example 2021-03."))
    numbers = [int(each) for each in (*begins.groups(), *ends.groups())]
    if not all(_FIRST_YEAR <= each <= _LAST_YEAR for each in (numbers[0], numbers[2])):
        raise PeriodRefused(_("Give a year between 2000 and 2100."))
    period = Period(date(numbers[0], numbers[1], 1), end_of_month(date(numbers[2], numbers[3], 1)))
    if len(period.months) > _MOST_MONTHS:
        raise PeriodRefused(_("Ask for ten years at most."))
    return period
