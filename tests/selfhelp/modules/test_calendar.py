"""The step plan as a calendar file: neutral, and read by programs as the standard says."""

from datetime import UTC, datetime

from selfhelp.modules.calendar import calendar

NOW = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)


def lines(*days: str, summary: str = "Tijd voor mezelf") -> list[str]:
    text = calendar(days, summary=summary, now=NOW)
    assert text.endswith("\r\n")
    return text.split("\r\n")[:-1]


def test_each_day_is_one_entry_for_the_whole_day() -> None:
    found = lines("2026-12-31", "2026-12-01", "2026-12-31")
    assert found.count("BEGIN:VEVENT") == found.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20261231" in found
    assert "DTEND;VALUE=DATE:20270101" in found
    assert "DTSTAMP:20261125T223000Z" in found


def test_the_same_day_is_the_same_entry_when_the_file_is_read_twice() -> None:
    names = [line for line in lines("2026-12-01") if line.startswith("UID:")]
    assert names == [line for line in lines("2026-12-01", "2026-12-02") if line.startswith("UID:")][:1]


def test_without_a_day_it_is_an_empty_calendar() -> None:
    assert "BEGIN:VEVENT" not in lines()
    assert lines()[0] == "BEGIN:VCALENDAR"


def test_signs_are_escaped_and_long_lines_folded_between_letters() -> None:
    found = lines("2026-12-01", summary="a,b;c\\d\ne")
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne" in found
    text = calendar(["2026-12-01"], summary="é" * 100, now=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "é" * 100 in text.replace("\r\n ", "")
