"""A calendar file (RFC 5545) that tells nobody anything: a time, and a title the person chose. Pure.

No organiser, no address, no description, no place, and a number of its own for each file: two files of one
appointment cannot be matched by who finds both.
"""

from datetime import UTC, datetime, timedelta

#: how long before the appointment the person's own device may remind, in minutes; 0: not at all
REMINDERS = (0, 15, 60, 1440)
LONGEST_LINE = 75


def write(
    *, title: str, starts_at: datetime, ends_at: datetime, reminder_minutes: int, number: str, now: datetime
) -> bytes:
    """The file. number: random, unique to it. reminder_minutes: 0 for no reminder."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{number}",
        f"DTSTAMP:{_moment(now.replace(minute=0, second=0, microsecond=0))}",
        f"DTSTART:{_moment(starts_at)}",
        f"DTEND:{_moment(ends_at)}",
        f"SUMMARY:{_text(title)}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
    ]
    if reminder_minutes:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(title)}",
            f"TRIGGER:-{_duration(reminder_minutes)}",
            "END:VALARM",
        ]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line)).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _duration(minutes: int) -> str:
    days, rest = divmod(timedelta(minutes=minutes), timedelta(days=1))
    return f"P{days}D" if days and not rest else f"PT{minutes}M"


def _text(text: str) -> str:
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> list[str]:
    """Lines of at most 75 bytes; what goes on begins with a space (3.1). No letter is cut in two."""
    folded, current = [], ""
    for letter in line:
        if len((current + letter).encode()) > LONGEST_LINE:
            folded.append(current)
            current = " "
        current += letter
    return [*folded, current]
