"""The calendar file: right by RFC 5545, and silent."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.appointments import calendar
from helpline.appointments.forms import TITLES

START = datetime(2026, 7, 9, 8, 0, tzinfo=UTC)
TITLE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=120)


def write(title: str = "Appointment", reminder: int = 0) -> bytes:
    return calendar.write(
        title=title,
        starts_at=START,
        ends_at=START + timedelta(minutes=45),
        reminder_minutes=reminder,
        number="8c4f4b0e-0000-4000-8000-000000000000",
        now=datetime(2026, 7, 7, 12, 34, 56, tzinfo=UTC),
    )


def read(file: bytes) -> list[tuple[str, str]]:
    """A reader of its own (3.1): unfold, then split name and value; each line checked on the way."""
    assert file.endswith(b"\r\n")
    for raw in file.split(b"\r\n")[:-1]:
        assert len(raw) <= 75, raw
        assert b"\n" not in raw
        assert b"\r" not in raw
        raw.decode()  # no letter is cut in two
    text = file.decode().replace("\r\n ", "")
    found = []
    for line in text.split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon, line
        assert re.fullmatch(r"[A-Z-]+", name), line
        found.append((name, value))
    return found


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], value)


def blocks(found: list[tuple[str, str]]) -> list[str]:
    """The names of what begins, each checked to end in its turn."""
    opened, seen = [], []
    for name, value in found:
        if name == "BEGIN":
            opened.append(value)
            seen.append(value)
        elif name == "END":
            assert opened.pop() == value
    assert opened == []
    return seen


@given(TITLE, st.sampled_from(calendar.REMINDERS))
def test_a_reader_finds_what_was_written(title: str, reminder: int) -> None:
    found = read(write(title, reminder))
    assert blocks(found) == ["VCALENDAR", "VEVENT", *(["VALARM"] if reminder else [])]
    once = dict(found)
    assert unescaped(once["SUMMARY"]) == title
    assert once["DTSTART"] == "20260709T080000Z"
    assert once["DTEND"] == "20260709T084500Z"
    for name in ("VERSION", "PRODID", "UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert sum(each == name for each, _ in found) == 1, name  # 3.6, 3.6.1: required, and once


@pytest.mark.parametrize(("minutes", "trigger"), [(15, "-PT15M"), (60, "-PT60M"), (1440, "-P1D")])
def test_the_person_s_own_device_reminds(minutes: int, trigger: str) -> None:
    assert dict(read(write(reminder=minutes)))["TRIGGER"] == trigger


def test_it_names_nobody_no_address_and_no_place() -> None:
    found = read(write(reminder=60))
    names = {name for name, _ in found}
    assert not names & {
        "ORGANIZER",
        "ATTENDEE",
        "URL",
        "LOCATION",
        "CONTACT",
        "COMMENT",
        "CATEGORIES",
        "ATTACH",
    }
    text = write(reminder=60).decode().lower()
    for word in ("http", "helpline", "stop", "therap", "@", "help", "django"):
        assert word not in text
    # when it was made is known to the hour only
    assert dict(found)["DTSTAMP"] == "20260707T120000Z"


def test_the_titles_tell_nothing() -> None:
    for title in TITLES.values():
        assert not re.search("therap|help|stop|treat|behand|hulp|anon", str(title), re.IGNORECASE)
