"""Moments in words, in Dutch and English. The Dutch catalogue is compiled before the tests."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from helpline.programmes import words
from helpline.programmes.hours import AMSTERDAM

NOW = datetime(2026, 10, 29, 10, 30, tzinfo=AMSTERDAM)  # a Thursday


def at(text: str) -> datetime:
    """A moment by Amsterdam's clock, handed over in UTC as the database does."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        ("2026-10-29T16:00", "vandaag om 16.00 uur", "today at 16:00"),
        ("2026-10-30T09:00", "morgen om 9.00 uur", "tomorrow at 9:00"),
        ("2026-11-02T09:05", "maandag 2 november om 9.05 uur", "Monday 2 November at 9:05"),
        ("2027-06-07T09:00", "maandag 7 juni 2027 om 9.00 uur", "Monday 7 June 2027 at 9:00"),
    ],
)
def test_opening(moment: str, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert words.opening_in_words(at(moment), NOW) == dutch
    with translation.override("en"):
        assert words.opening_in_words(at(moment), NOW) == english


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        ("2026-10-29T21:00", "tot 21.00 uur", "until 21:00"),
        ("2026-10-30T00:00", "tot middernacht", "until midnight"),
        ("2026-10-30T12:00", "tot morgen 12.00 uur", "until tomorrow at 12:00"),
        ("2026-11-02T17:00", "tot maandag 2 november om 17.00 uur", "until Monday 2 November at 17:00"),
    ],
)
def test_closing(moment: str, dutch: str, english: str) -> None:
    with translation.override("nl"):
        assert words.until_in_words(at(moment), NOW) == dutch
    with translation.override("en"):
        assert words.until_in_words(at(moment), NOW) == english


def test_a_closing_in_the_same_night_is_not_called_tomorrow() -> None:
    late = datetime(2026, 10, 29, 23, 0, tzinfo=AMSTERDAM)
    with translation.override("en"):
        assert words.until_in_words(at("2026-10-30T02:00"), late) == "until 2:00"


def test_today_is_amsterdams_today() -> None:
    # 23.30 on the 29th in UTC is 0.30 on the 30th in Amsterdam.
    just_after_midnight = datetime(2026, 10, 29, 23, 30, tzinfo=UTC)
    with translation.override("en"):
        assert words.opening_in_words(at("2026-10-30T09:00"), just_after_midnight) == "today at 9:00"
