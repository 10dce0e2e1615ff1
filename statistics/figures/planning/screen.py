"""What the page of planning shows: the parts of a plan in words, its maps, and the form. No numbers are made here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from figures.asking import Asked
from figures.charts import Chart
from figures.planning import asking, maps, words
from figures.planning.plan import Plan, absent_counted, lost_counted, make
from figures.planning.roster import DAYS, HOURS, WEEK, Shift, shifts_of
from helpline.programmes.models import Programme

#: of fewer missed calls no map is shown: single hours would be chance
LEAST_FOR_MAP = 50
#: empty rows below the shifts of the form
_EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class Day:
    """A weekday of a shift in the form."""

    number: int
    short: str
    name: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FormRow:
    """A shift in the form. first, until: what is chosen."""

    at: int
    days: tuple[Day, ...]
    first: str
    until: str
    counsellors: str
    error: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the form, with what it means and where its first value comes from."""

    name: str
    label: str
    hint: str
    value: str
    least: str
    most: str
    error: str


@dataclass(frozen=True, slots=True)
class WeekMap:
    """A map of the week with its numbers. rows: (hour, one text for each weekday)."""

    drawing: Chart
    caption: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def page(programme: Programme, wanted: Asked, parameters: QueryDict, today: date) -> dict[str, object]:
    """The context of the page."""
    question = asking.read(parameters)
    plan = make(programme, wanted.period, question, today)
    said = {part.key: part for part in words.parts(plan)}
    kept = [(name, parameters.get(name, "") or "") for name in (each.name for each in asking.FIELDS)]
    kept = [(name, value) for name, value in kept if value]
    answers = plan.answers
    return {
        "plan": plan,
        "parts": said,
        "causes": _causes(plan, said["causes"]),
        "cause_maps": _cause_maps(plan),
        "too_few": [str(words.CAUSES[cause.key][0]) for cause in plan.causes if 0 < cause.n < LEAST_FOR_MAP],
        "expected_map": _expected_map(plan) if answers is not None else None,
        "rows": _rows(question, plan.shifts),
        "hours_from": [(str(hour), words.clock(hour)) for hour in range(HOURS)],
        "hours_until": [(str(hour), words.clock(hour)) for hour in range(1, HOURS + 1)],
        "numbers": _numbers(question, plan),
        "has_errors": bool(question.errors),
        "kept": [*kept, *(asking.pairs(plan.shifts) if question.shifts is not None else [])],
        "weekdays": [str(WEEKDAYS_ABBR[day]) for day in range(DAYS)],
        "starts": _starts(plan, wanted, kept),
        "with_hours": _link(wanted, kept, _with_hours(plan)) if answers is not None and answers.hours else "",
        "with_target": _link(wanted, kept, answers.in_hours.shifts)
        if answers is not None and answers.in_hours.roster
        else "",
        "with_all": _link(wanted, kept, answers.all_calls.shifts)
        if answers is not None and answers.all_calls.roster
        else "",
    }


def _link(wanted: Asked, kept: Sequence[tuple[str, str]], shifts: Sequence[Shift]) -> str:
    """The address at which this roster stands in the form; empty where it has more shifts than the form."""
    if not shifts or len(shifts) > asking.MOST_SHIFTS:
        return ""
    return f"?{wanted.query}&{urlencode([*kept, *asking.pairs(shifts)])}#roster"


def _starts(plan: Plan, wanted: Asked, kept: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rosters to begin with: (label, address)."""
    found = []
    if any(plan.was_open):
        found.append((_("the hours that were open in this period"), plan.was_open))
    if any(plan.open_now):
        found.append((_("the opening hours of today"), plan.open_now))
    return [
        (label, _link(wanted, kept, shifts_of([int(is_open) for is_open in hours]))) for label, hours in found
    ]


def _with_hours(plan: Plan) -> list[Shift]:
    roster = list(plan.roster)
    for extra in (plan.answers.hours or ()) if plan.answers is not None else ():
        roster[extra.hour] += 1
    return shifts_of(roster)


def _rows(question: asking.Question, shifts: Sequence[Shift]) -> list[FormRow]:
    given = list(question.rows) if question.shifts is not None else [asking.row_of(each) for each in shifts]
    empty = [asking.Row((), "", "", "")] * min(_EMPTY_ROWS, asking.MOST_SHIFTS - len(given))
    return [
        FormRow(
            at=at,
            days=tuple(
                Day(day, str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day]), str(day) in row.days)
                for day in range(DAYS)
            ),
            first=row.first or "10",
            until=row.until or "17",
            counsellors=row.counsellors,
            error=row.error,
            is_empty=not row.days and not row.counsellors,
        )
        for at, row in enumerate([*given, *empty], start=1)
    ]


def _numbers(question: asking.Question, plan: Plan) -> list[Number]:
    known: dict[str, float | None] = {
        "handling": plan.measured.handling,
        "patience": plan.measured.patience,
        "lost": round(100 * lost_counted(plan.counted)),
        "absent": round(100 * absent_counted(plan.counted)),
    }
    measured = _("Measured over the last %(calls)s calls.") % {
        "calls": words.whole(_tens(plan.measured.calls))
    }
    said = {
        "handling": (
            _("Minutes a call takes, with writing it up"),
            f"{measured} {_('Writing it up comes on top: add it.')}"
            if known["handling"] is not None
            else _("Too few calls to measure this: 30 is an assumption."),
        ),
        "patience": (
            _("Minutes after which people give up waiting, on average"),
            measured
            if known["patience"] is not None
            else _("Too few calls to measure this: 5 is an assumption."),
        ),
        "lost": (
            _("Percent lost within seconds or by a fault"),
            _("In this period: %(percent)s%% of the calls in opening hours.") % {"percent": known["lost"]},
        ),
        "absent": (
            _("Percent in which nobody is there after all"),
            _("0 means that the roster is kept. In this period: %(percent)s%% of the calls in opening hours.")
            % {"percent": known["absent"]},
        ),
        "opened": (
            _("Times as many callers once a closed hour is open"),
            _("1 is an assumption: as many as called while it was closed."),
        ),
        "target": (
            _("Aim: fewer missed than so many percent"),
            _("For the question how many counsellors that takes."),
        ),
    }
    return [
        Number(
            each.name,
            *said[each.name],
            value=question.texts[each.name]
            if each.name in question.errors
            else f"{question.number(each.name, known.get(each.name)):g}",
            least=f"{each.least:g}",
            most=f"{each.most:g}",
            error=question.errors.get(each.name, ""),
        )
        for each in asking.FIELDS
    ]


def _tens(number: int) -> int:
    return number - number % 10


def _causes(plan: Plan, said: words.Part) -> list[tuple[tuple[str, ...], str]]:
    """The lines of the causes, each with the width of its bar in hundredths."""
    most = max((cause.n for cause in plan.causes), default=0)
    bars = [f"{100 * cause.n / most:.2f}" if most else "0" for cause in plan.causes]
    return list(zip(said.rows, bars, strict=False))


def _cause_maps(plan: Plan) -> list[WeekMap]:
    largest = max([n for cause in plan.causes for n in cause.hours])
    return [
        WeekMap(
            maps.counts(
                f"map-{cause.key}",
                str(words.CAUSES[cause.key][0]),
                _largest(cause.hours),
                cause.hours,
                largest,
            ),
            _("%(calls)s calls") % {"calls": words.whole(cause.n)},
            _table([words.whole(n) for n in cause.hours]),
        )
        for cause in plan.causes
        if cause.n >= LEAST_FOR_MAP
    ]


def _expected_map(plan: Plan) -> WeekMap:
    assert plan.answers is not None
    by_hour = plan.answers.expected.by_hour
    roster = plan.roster
    staffed = [by_hour[hour] if roster[hour] else None for hour in range(WEEK)]
    worst = sorted((hour for hour in range(WEEK) if roster[hour]), key=lambda hour: -by_hour[hour])[:3]
    description = "; ".join(f"{words.hour_words(hour)}: {words.percent(by_hour[hour])}" for hour in worst)
    return WeekMap(
        maps.shares("map-expected", _("Expected missed share by hour of the roster"), description, staffed),
        _("empty: not on the roster"),
        _table(["" if part is None else words.percent(part) for part in staffed]),
    )


def _largest(hours: Sequence[int]) -> str:
    """The largest three, in words, for who cannot see the map."""
    top = sorted((hour for hour in range(WEEK) if hours[hour]), key=lambda hour: (-hours[hour], hour))[:3]
    return "; ".join(f"{words.hour_words(hour)}: {words.whole(hours[hour])}" for hour in top)


def _table(texts: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By hour of the day, one text for each weekday; hours in which there is nothing at all are left out."""
    rows = [
        (words.clock(hour), tuple(texts[day * HOURS + hour] for day in range(DAYS))) for hour in range(HOURS)
    ]
    return tuple(row for row in rows if any(text not in ("", "0") for text in row[1]))
