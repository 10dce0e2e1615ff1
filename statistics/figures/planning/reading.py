"""What planning reads: the calls of a period by hour of the week and by outcome, rounded to fives as for a release.

Everything on a page of planning is computed from these rounded numbers and from nothing else. So the page, and whatever
somebody works out from it, tells no more than a release would: no single call can be found in it.
"""

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Sum

from figures import hiding
from figures.catalogue import specs
from figures.fields import ARRIVAL_OUTCOMES
from figures.models import HourCounter, MonthCounter
from figures.periods import Grain, Period
from figures.planning.demand import Counted
from figures.planning.redialing import LATE_MINUTES, SOON_MINUTES
from figures.planning.roster import DAYS, HOURS, WEEK
from figures.report import View, count
from figures.spec import Spec
from figures.tables import Table
from helpline.programmes import queries
from helpline.programmes.models import Channel, Programme
from helpline.programmes.weekplan import length

#: why a call was missed, for who plans: the outcomes of each cause, in the order in which they are shown
CAUSES: Mapping[str, tuple[str, ...]] = {
    "closed": ("closed",),
    "nobody_on_duty": ("nobody_on_duty",),
    "busy": ("overload", "wait_limit"),
    "gave_up": ("left_waiting",),
    "left_early": ("left_early",),
    "fault": ("refused", "device_unreachable", "technical"),
}
_SOON = tuple(f"m{minute:02d}" for minute in range(SOON_MINUTES))
_LATE = tuple(f"m{minute:02d}" for minute in range(SOON_MINUTES, SOON_MINUTES + LATE_MINUTES))
_MISSED = tuple(outcome for outcome in ARRIVAL_OUTCOMES if outcome != "answered")


@dataclass(frozen=True, slots=True)
class Reading:
    """soon, late: calls in the first and the second half hour after a missed one. pressed: "I tried before today".

    hours: missed calls of each hour of the week, by cause. All rounded.
    """

    counted: Counted
    soon: int
    late: int
    pressed: int
    hours: Mapping[str, tuple[int, ...]]


def read(programme: Programme, period: Period, today: date) -> Reading:
    """Read a period. Raises PeriodRefused unless it consists of whole months."""
    period.check(Grain.MONTHS)
    # Everything that is counted from the same arrivals is rounded together; other tables share no number with it.
    wanted = [spec for spec in specs(programme.slug) if spec.counters == ("arrivals",)]
    by_name = {spec.name: spec for spec in wanted}
    calls = by_name["calls_by_hour"]
    outcomes = {outcome: _of_outcome(calls, outcome) for outcome in _MISSED}
    part = count(programme, period, [*wanted, *outcomes.values()], View.RELEASE)
    hours = {outcome: _hours(part.tables[spec.name]) for outcome, spec in outcomes.items()}
    totals = part.tables["calls"]
    months = _months(programme, period)
    counted = Counted(
        calls=_hours(part.tables["calls_by_hour"]),
        closed=hours["closed"],
        times=_times(list(months), today),
        answered=totals.cell("answered") or 0,
        by_cause={outcome: totals.cell(outcome) or 0 for outcome in _MISSED},
        by_month=[(n, _days(month, today)) for month, n in months.items()],
    )
    return Reading(
        counted,
        soon=_month_counter(programme, period, "phone_redials", _SOON),
        late=_month_counter(programme, period, "phone_redials", _LATE),
        pressed=_month_counter(programme, period, "phone_tried_before", ("yes",)),
        hours={
            cause: tuple(sum(each) for each in zip(*(hours[outcome] for outcome in of), strict=True))
            for cause, of in CAUSES.items()
        },
    )


def open_now(programme: Programme) -> tuple[bool, ...]:
    """In which hours of the week the phone is open by today's opening hours: at least half of the hour."""
    minutes: Counter[int] = Counter()
    for span in queries.schedule(programme, Channel.PHONE).spans:
        first = span.opens.hour * 60 + span.opens.minute
        for minute in range(first, first + length(span)):
            minutes[(span.weekday * HOURS + minute // 60) % WEEK] += 1
    return tuple(minutes[hour] >= 30 for hour in range(WEEK))


def _of_outcome(calls: Spec, outcome: str) -> Spec:
    return replace(
        calls, name=f"{outcome}_by_hour", theme="planning", where=(("arrival_outcome", outcome), *calls.where)
    )


def _hours(table: Table) -> tuple[int, ...]:
    return tuple(table.cell(str(hour), str(weekday)) or 0 for weekday in range(DAYS) for hour in range(HOURS))


def _months(programme: Programme, period: Period) -> dict[date, int]:
    """The calls of each month that has any, rounded."""
    rows = (
        HourCounter.objects.filter(
            programme=programme.slug,
            name="arrivals",
            code__startswith=f"{Channel.PHONE}.",
            month_date__range=(period.first, period.last),
        )
        .values("month_date")
        .annotate(total=Sum("n"))
        .order_by("month_date")
        .values_list("month_date", "total")
    )
    return {month: _rounded(programme, f"calls {month}", n) for month, n in rows}


def _month_counter(programme: Programme, period: Period, name: str, codes: Sequence[str]) -> int:
    rows = MonthCounter.objects.filter(
        programme=programme.slug, name=name, code__in=codes, month_date__range=(period.first, period.last)
    )
    n = rows.aggregate(n=Sum("n"))["n"] or 0
    return _rounded(programme, f"{name} {codes[0]} {period.first} {period.last}", n)


def _rounded(programme: Programme, place: str, n: int) -> int:
    return hiding.rounded(n, f"planning {programme.slug} {place}", settings.SECRET_KEY.encode())


def _days(month: date, today: date) -> int:
    last = date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])
    return max((min(last, today) - month).days + 1, 0)


def _times(months: list[date], today: date) -> tuple[int, ...]:
    """How often each hour of the week came round in months in which the line was called."""
    weekdays: Counter[int] = Counter()
    for month in months:
        first = month.weekday()
        weekdays.update((first + number) % DAYS for number in range(_days(month, today)))
    return tuple(weekdays[hour // HOURS] for hour in range(WEEK))
