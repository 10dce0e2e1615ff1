"""Key figures: the sentences with a number in them, each computed from the tables as they are shown.

So a key figure never tells more than its table, and always follows from it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from figures.axes import UNKNOWN
from figures.tables import Table

Tables = Mapping[str, Table]


class Unit(StrEnum):
    """How a key figure reads."""

    COUNT = "count"
    PERCENT = "percent"
    PER_DAY = "per_day"


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or an interval when what is unknown could move it. digits: after the point."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether low and high are the same."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One sentence's number. tables: it needs all of these; the first is where it can be looked up."""

    name: str
    title: Promise
    unit: Unit
    tables: tuple[str, ...]
    compute: Callable[[Tables], Value | None]


class NothingToTell(Exception):
    """Too much is unknown, or the programme does not count this: the key figure is left out."""


def _exact(number: float | None) -> Value | None:
    return None if number is None else Value(number, number)


def _percent(part: float | None, whole: float | None) -> Value | None:
    return None if part is None or not whole else _exact(100 * part / whole)


def _total(name: str) -> Callable[[Tables], Value | None]:
    return lambda tables: _exact(tables[name].total)


def _cell(name: str, row: str) -> Callable[[Tables], Value | None]:
    return lambda tables: _exact(tables[name].cell(row))


def _persons(tables: Tables, group: str = "") -> Value | None:
    first, unknown = _years(tables, "first", group), _years(tables, UNKNOWN, group)
    return None if first is None or unknown is None else Value(first, first + unknown)


def _years(tables: Tables, code: str, group: str) -> int | None:
    if group:
        return tables["persons_by_target_group"].cell(group, code)
    return tables["persons"].cell(code)


def _repeat(tables: Tables) -> Value | None:
    """Second contacts of first ones. What is unknown may be firsts (a lower share) or seconds (a higher one)."""
    first, second, unknown = (_years(tables, code, "") for code in ("first", "second", UNKNOWN))
    if first is None or second is None or unknown is None or not first:
        return None
    if unknown > first:
        raise NothingToTell
    return Value(100 * second / (first + unknown), min(100.0, 100 * (second + unknown) / first))


def _person_share(group: str) -> Callable[[Tables], Value | None]:
    def compute(tables: Tables) -> Value | None:
        _check_group(tables["persons_by_target_group"], group)
        return _percent(_years(tables, "first", group), _years(tables, "first", ""))

    return compute


def _channel_share(group: str, channel: str) -> Callable[[Tables], Value | None]:
    def compute(tables: Tables) -> Value | None:
        table = tables["target_groups"]
        _check_group(table, group)
        return _percent(table.cell(group, channel), table.values.get(table.layout.key(group)))

    return compute


def _check_group(table: Table, group: str) -> None:
    if group not in table.layout.rows.codes:
        raise NothingToTell


def _missed(tables: Tables) -> Value | None:
    total, answered = tables["calls"].total, tables["calls"].cell("answered")
    return None if total is None or answered is None else _percent(total - answered, total)


def _per_day(name: str) -> Callable[[Tables], Value | None]:
    def compute(tables: Tables) -> Value | None:
        total = tables[name].total
        return None if total is None else _exact(total / tables[name].layout.period.days)

    return compute


def _step(name: str, row: str, of: str) -> Callable[[Tables], Value | None]:
    return lambda tables: _percent(tables[name].cell(row), tables[name].cell(of))


def _column(name: str, column: str) -> Callable[[Tables], Value | None]:
    return lambda tables: _exact(tables[name].values.get(tables[name].layout.key(column=column), 0))


KEY_FIGURES: tuple[KeyFigure, ...] = (
    KeyFigure("contacts", _("Contacts"), Unit.COUNT, ("contacts_by_channel",), _total("contacts_by_channel")),
    KeyFigure("unique_persons", _("Persons"), Unit.COUNT, ("persons",), _persons),
    KeyFigure("repeat_persons", _("Persons who came more than once"), Unit.PERCENT, ("persons",), _repeat),
    KeyFigure(
        "own_behaviour_persons",
        _("Persons worried about themselves"),
        Unit.PERCENT,
        ("persons_by_target_group", "persons"),
        _person_share("own_behaviour"),
    ),
    KeyFigure(
        "own_behaviour_post",
        _("By post, of contacts about themselves"),
        Unit.PERCENT,
        ("target_groups",),
        _channel_share("own_behaviour", "post"),
    ),
    KeyFigure("calls_offered", _("Calls that came in"), Unit.COUNT, ("calls",), _total("calls")),
    KeyFigure("calls_answered", _("Calls answered"), Unit.COUNT, ("calls",), _cell("calls", "answered")),
    KeyFigure("calls_missed", _("Calls missed"), Unit.PERCENT, ("calls",), _missed),
    KeyFigure(
        "appointments_planned",
        _("Appointments planned"),
        Unit.COUNT,
        ("appointments",),
        _cell("appointments", "planned"),
    ),
    KeyFigure(
        "appointments_attended",
        _("Called for their appointment"),
        Unit.COUNT,
        ("appointments",),
        _cell("appointments", "attended"),
    ),
    KeyFigure(
        "appointments_attended_share",
        _("Called, of the planned"),
        Unit.PERCENT,
        ("appointments",),
        _step("appointments", "attended", "planned"),
    ),
    KeyFigure(
        "treatment_started",
        _("Treatments started"),
        Unit.COUNT,
        ("appointments",),
        _cell("appointments", "started"),
    ),
    KeyFigure(
        "treatment_started_share",
        _("Started, of the planned"),
        Unit.PERCENT,
        ("appointments",),
        _step("appointments", "started", "planned"),
    ),
    KeyFigure(
        "self_help_visits",
        _("Visits to self-help"),
        Unit.COUNT,
        ("self_help_visits",),
        _total("self_help_visits"),
    ),
    KeyFigure(
        "self_help_visits_per_day",
        _("Visits to self-help a day"),
        Unit.PER_DAY,
        ("self_help_visits",),
        _per_day("self_help_visits"),
    ),
    KeyFigure(
        "self_help_returns",
        _("Visits of people who came back"),
        Unit.COUNT,
        ("self_help_returns",),
        _total("self_help_returns"),
    ),
    KeyFigure(
        "campaign_clicks",
        _("Clicks on a campaign"),
        Unit.COUNT,
        ("campaign",),
        _column("campaign", "campaign_clicks"),
    ),
    KeyFigure(
        "campaign_visits",
        _("Visits to campaign pages"),
        Unit.COUNT,
        ("campaign",),
        _column("campaign", "campaign_visits"),
    ),
    KeyFigure(
        "advice_reached",
        _("Walks that reached advice"),
        Unit.PERCENT,
        ("advice_funnel",),
        _step("advice_funnel", "advice_reached", "advice_starts"),
    ),
)


def compute(tables: Tables) -> dict[str, Value | None]:
    """Every key figure whose tables are there and not empty; None: hidden."""
    found: dict[str, Value | None] = {}
    for figure in KEY_FIGURES:
        if all(name in tables and _has_something(tables[name]) for name in figure.tables):
            with suppress(NothingToTell):
                found[figure.name] = figure.compute(tables)
    return found


def growth(now: Value | None, then: Value | None) -> float | None:
    """How much more or less, in percent of before; None for intervals and hidden numbers."""
    if now is None or then is None or not (now.is_exact and then.is_exact) or not then.low:
        return None
    return 100 * (now.low - then.low) / then.low


def _has_something(table: Table) -> bool:
    return any(n is None or n > 0 for n in table.values.values())
