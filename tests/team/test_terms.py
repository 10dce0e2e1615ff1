"""The talk of a day is over the next morning: whatever was said lives less than a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.programmes.hours import AMSTERDAM
from helpline.team.queries import parts
from helpline.team.terms import day_of, talk_ends

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS)
def test_nothing_that_is_said_lives_longer_than_a_day(moment: datetime) -> None:
    left = talk_ends(day_of(moment)) - moment
    # the night on which the clock goes back has an hour more
    assert timedelta(0) < left <= timedelta(hours=25)


@pytest.mark.parametrize(
    ("hour", "day"), [(3, date(2026, 11, 25)), (4, date(2026, 11, 26)), (23, date(2026, 11, 26))]
)
def test_the_small_hours_belong_to_the_shift_before(hour: int, day: date) -> None:
    assert day_of(datetime(2026, 11, 26, hour, 30, tzinfo=AMSTERDAM)) == day


def test_a_sheet_is_paragraphs_and_points() -> None:
    text = "Eerst luisteren.\nNiet haasten.\n\n- Vraag wat er nu nodig is\n• Zeg dat het niet zijn schuld is\nDaarna\n"
    assert parts(text) == (
        ("text", ("Eerst luisteren. Niet haasten.",)),
        ("points", ("Vraag wat er nu nodig is", "Zeg dat het niet zijn schuld is")),
        ("text", ("Daarna",)),
    )
    assert parts("") == ()
