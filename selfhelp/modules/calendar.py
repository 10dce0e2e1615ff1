"""The step plan as a calendar file (RFC 5545). Pure.

The words in it are neutral: a calendar is read by whoever sees the phone, and is often kept elsewhere. What somebody
means to do does not stand in it, only that there is something, and on which day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

_LONGEST = 75


def calendar(days: Sequence[str], *, summary: str, now: datetime) -> str:
    """A calendar with one entry for each day (as 2026-01-31). summary: the neutral words. now: in UTC.

    The same day is the same entry when the file is read twice.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//NONSGML 1//", "CALSCALE:GREGORIAN"]
    for day in sorted(set(days)):
        first = date.fromisoformat(day)
        lines += [
            "BEGIN:VEVENT",
            f"UID:day-{day}",  # made of the day alone, so that it says nothing and stays the same
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}",
            _fold(f"SUMMARY:{_escape(summary)}"),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _escape(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> str:
    """A line of 75 bytes at most, continued with a space, never within a letter."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _LONGEST - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
