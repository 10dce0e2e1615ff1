"""The programmes and code lists as first installed, read from the files beside this module."""

import tomllib
from dataclasses import dataclass
from datetime import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class SpanData:
    """One row of opening hours."""

    channel: str
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class ProgrammeData:
    """One programme. texts: key to Dutch and English."""

    slug: str
    name: str
    theme: str
    languages: tuple[str, ...]
    last_entry_minutes: int
    order: int
    hours: tuple[SpanData, ...]
    texts: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CodeListData:
    """One code list of the programmes it names. codes: code, Dutch and English label, in order."""

    key: str
    programmes: tuple[str, ...]
    name_nl: str
    name_en: str
    codes: tuple[tuple[str, str, str], ...]


def read_programmes() -> list[ProgrammeData]:
    """Read programmes.toml."""
    content = tomllib.loads((FOLDER / "programmes.toml").read_text(encoding="utf-8"))
    return [
        ProgrammeData(
            slug=row["slug"],
            name=row["name"],
            theme=row["theme"],
            languages=tuple(row["languages"]),
            last_entry_minutes=row["last_entry_minutes"],
            order=row["order"],
            hours=tuple(
                SpanData(channel, weekday, time.fromisoformat(opens), time.fromisoformat(closes))
                for channel, spans in row["hours"].items()
                for days, opens, closes in spans
                for weekday in weekdays(days)
            ),
            texts={key: (dutch, english) for key, (dutch, english) in row["texts"].items()},
        )
        for row in content["programmes"]
    ]


def read_code_lists() -> list[CodeListData]:
    """Read codelists.toml."""
    content = tomllib.loads((FOLDER / "codelists.toml").read_text(encoding="utf-8"))
    return [
        CodeListData(
            key=row["key"],
            programmes=tuple(row["programmes"]),
            name_nl=row["name"][0],
            name_en=row["name"][1],
            codes=tuple((code, dutch, english) for code, dutch, english in row["codes"]),
        )
        for row in content["lists"]
    ]


def weekdays(days: str) -> range:
    """Read "mon" or "mon-thu" as numbers; Monday is 0."""
    first, _, last = days.partition("-")
    start = WEEKDAYS.index(first)
    return range(start, WEEKDAYS.index(last or first) + 1)
