"""Which periods can be asked for, and with what sentence others are refused."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from figures.errors import PeriodRefused
from figures.periods import Grain, Period, year


@pytest.mark.parametrize(
    ("first", "last", "answered"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), {"days", "months", "years"}),
        (date(2020, 1, 1), date(2021, 12, 31), {"days", "months", "years"}),
        (date(2021, 2, 1), date(2021, 4, 30), {"days", "months"}),
        (date(2024, 2, 1), date(2024, 2, 28), {"days"}),
        (date(2021, 3, 5), date(2021, 3, 5), {"days"}),
    ],
)
def test_which_grains_a_period_answers(first: date, last: date, answered: set[str]) -> None:
    assert {grain.value for grain in Grain if Period(first, last).answers(grain)} == answered


def test_a_refusal_is_a_sentence_that_says_what_to_ask() -> None:
    some_days = Period(date(2021, 3, 5), date(2021, 4, 6))
    with translation.override("en"):
        with pytest.raises(PeriodRefused, match="whole months: 2021-03-01 to 2021-04-30"):
            some_days.check(Grain.MONTHS)
        with pytest.raises(PeriodRefused, match="whole years: 2021-01-01 to 2021-12-31"):
            some_days.check(Grain.YEARS)
        with pytest.raises(PeriodRefused, match="ends before it begins"):
            Period(date(2021, 3, 5), date(2021, 3, 4))
    some_days.check(Grain.DAYS)


# The period before touches this one and has its shape: years, months, or as many days.
@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
def test_the_period_before(first: date, more: int) -> None:
    period = Period(first, date.fromordinal(first.toordinal() + more))
    before = period.before()
    assert (period.first - before.last).days == 1
    assert (before.is_years, before.is_months) == (period.is_years, period.is_months) or before.is_months
    if not period.is_months:
        assert before.days == period.days


def test_the_year_before_and_the_months_of_a_year() -> None:
    assert year(2021).before() == year(2020)
    assert len(year(2021).months) == 12
    assert Period(date(2021, 1, 1), date(2021, 3, 31)).before() == Period(
        date(2020, 10, 1), date(2020, 12, 31)
    )
