"""What a screen was asked for: a period and what to compare it with, read from an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from figures.errors import PeriodRefused
from figures.models import DayCounter, EarlierYear, Fact
from figures.periods import Period, end_of_month, year

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_MOST_MONTHS = 120
_MOST_YEARS = 10


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
    """Read an address: ?from=2021-01&to=2021-12&compare=none.

    Without a period: the last year with figures that is over.
    """
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
    """Every calendar year of which there is a fact, a day counter or an imported figure; the last ten of them."""
    facts = Fact.objects.filter(programme=programme)
    ends = facts.aggregate(first=Min("month_date"), last=Max("month_date"))
    found = {each.year for each in DayCounter.objects.filter(programme=programme).dates("day_date", "year")}
    found |= set(EarlierYear.objects.filter(programme=programme).values_list("year", flat=True))
    if ends["first"] is not None:
        # a year between them can be empty: asked one by one, the index answers at once
        found |= {
            number
            for number in range(ends["first"].year, ends["last"].year + 1)
            if facts.filter(month_date__range=(date(number, 1, 1), date(number, 12, 31))).exists()
        }
    return tuple(sorted(found)[-_MOST_YEARS:]) or (today.year,)


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
