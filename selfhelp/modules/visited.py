"""Which modules are opened most, in a calendar year. Small numbers are hidden (figures.hiding)."""

from dataclasses import dataclass
from datetime import date

from figures import hiding, queries
from helpline.programmes.models import Programme
from selfhelp.modules import queries as pages
from selfhelp.modules import workbook
from selfhelp.modules.models import ProgrammePage

SCORES = (workbook.START, workbook.CLOSE)


@dataclass(frozen=True, slots=True)
class Line:
    """One module. None is a hidden number."""

    number: int
    title: str
    visits: int | None
    chapters: int | None
    start: int | None
    close: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """One programme. returns: comings back of visitors whose workbook is kept; others cannot be recognised."""

    programme: Programme
    title: str
    lines: tuple[Line, ...]
    visits: int | None
    chapters: int | None
    start: int | None
    close: int | None
    returns: int | None


def year_of(text: str, today: date) -> int:
    """The year that is asked for, or this one."""
    is_year = text.isascii() and text.isdigit() and len(text) == 4
    return int(text) if is_year and today.year - 3 < int(text) <= today.year else today.year


def parts(programme: Programme, year: int, today: date) -> list[Part]:
    """One part for each published self-help programme of a helpline."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    return [_part(programme, page, first, last) for page in pages.programmes(programme.slug, "nl")]


def titles(slug: str) -> dict[str, str]:
    """The titles of what is published, by the code under which figures count it: "<programme>.<module>"."""
    return {
        f"{page.key}.{module.key}": str(module.title)
        for page in pages.programmes(slug, "nl")
        for module in page.modules
    }


def _part(programme: Programme, page: ProgrammePage, first: date, last: date) -> Part:
    keys = [module.key for module in page.modules]
    columns = {
        "visits": _by_module(queries.day_counts(programme.slug, "module_visits", first, last), page.key),
        "chapters": _by_module(queries.day_counts(programme.slug, "chapter_visits", first, last), page.key),
        **_scores(programme.slug, page.key, first, last),
    }
    tables = {
        name: hiding.table({(key, name): counts.get(key, 0) for key in keys}, keys, [name])
        for name, counts in columns.items()
    }
    shown = {name: {row.key: row.cells[0] for row in table.rows} for name, table in tables.items()}
    lines = [
        Line(module.number, module.title, *(shown[name][module.key] for name in columns))
        for module in page.modules
    ]
    lines.sort(key=lambda line: (-(line.visits or 0), line.number))
    returns = queries.day_counts(programme.slug, "self_help_returns", first, last).get(page.key, 0)
    return Part(
        programme=programme,
        title=page.title,
        lines=tuple(lines),
        **{name: table.totals[0] for name, table in tables.items()},
        returns=None if 0 < returns < hiding.SMALLEST_SHOWN else returns,
    )


def _by_module(counts: dict[str, int], key: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, n in counts.items():
        programme, module = code.split(".")[:2]
        if programme == key:
            found[module] = found.get(module, 0) + n
    return found


def _scores(slug: str, key: str, first: date, last: date) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {which: {} for which in SCORES}
    rows = queries.month_counter(slug, "module_scores", first, last, beginning=f"{key}.")
    for (code, which, _month), n in rows.items():
        module = code.partition(".")[2]
        found[which][module] = found[which].get(module, 0) + n
    return found
