"""Half a year in whole weeks."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from selfhelp.modules.safe import weeks


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_only_a_monday_is_ever_written_down(day: date) -> None:
    last = weeks.last_week(day)
    assert last.weekday() == 0
    assert timedelta(days=175) < last - day <= timedelta(weeks=26)
    assert weeks.last_week(weeks.week_of(day)) == last, "the day in the week makes no difference"
