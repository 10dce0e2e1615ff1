"""Reading facts and counters for tables: grouped by the database, never row by row.

A reading answers for several tables: fields that are few are read together, and each table is summed out of it. The
report's own tables have standing readings, each with its index (`fields.READINGS`); a table of two other fields is read
by itself. What comes out are exact numbers: they go through `disclosure` before anybody sees them.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Count, F, Sum

from figures import reasons
from figures.catalogue import NOT_COUNTED, SUMS
from figures.fields import MANY_CODES, READINGS, REASON
from figures.models import DayCounter, Fact, HourCounter, MonthCounter
from figures.periods import Period
from figures.spec import Source, Spec
from helpline.programmes import queries
from helpline.programmes.models import Programme

if TYPE_CHECKING:
    import pandas as pd

#: a reading is not allowed more groups than this, as far as the code lists tell
LARGEST_READING = 200_000
#: what a field with several codes is taken to be worth, in combinations
_COMBINATIONS = 300
#: they lie month by month, so the month comes along for nothing; reasons follow from topics
_STANDING = [frozenset({"month", *read}) for read in READINGS.values()]
_STANDING += [standing | {REASON} for standing in _STANDING if "topics" in standing]


def frames(
    programme: Programme, specs: Iterable[Spec], period: Period
) -> dict[tuple[Source, str], "list[pd.DataFrame]"]:
    """Read what these tables need. Key: the source and the population; several readings of facts."""
    found: dict[tuple[Source, str], list[pd.DataFrame]] = {}
    wanted = list(specs)
    facts = [spec for spec in wanted if spec.source == Source.FACTS]
    with _modestly():
        if facts:
            groups = plan([spec.fields for spec in facts], _sizes(programme, period), _STANDING)
            found[Source.FACTS, "contacts"] = [_facts(programme, group, period) for group in groups]
        for spec in wanted:
            key = (spec.source, spec.population)
            if key not in found:
                found[key] = [_counters(programme, spec, period)]
    return found


@contextmanager
def _modestly() -> Generator[None]:
    """Have PostgreSQL count on one core: with its helpers a report would take three, and the chat waits for them."""
    if connection.vendor != "postgresql":
        yield  # and no transaction: SQLite would let nobody write until it ends
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        yield


def frame_of(spec: Spec, found: Mapping[tuple[Source, str], "list[pd.DataFrame]"]) -> "pd.DataFrame":
    """The reading that answers for a table: the smallest that has its fields."""
    able = [frame for frame in found[spec.source, spec.population] if spec.fields <= set(frame.columns)]
    return min(able, key=len)


def plan(
    wanted: Iterable[frozenset[str]], sizes: Mapping[str, int], standing: Sequence[frozenset[str]] = ()
) -> list[frozenset[str]]:
    """Which fields are read together, so that every wanted set lies within one reading. Pure.

    standing: readings that cost little, as they are; what lies in none of them is put together here.
    """

    def size(fields: frozenset[str]) -> int:
        product = 1
        for field in fields:
            product *= sizes.get(field, _COMBINATIONS)
        return product

    groups: list[frozenset[str]] = []
    used, left = [], []
    for fields in set(wanted):
        at = next((at for at, reading in enumerate(standing) if fields <= reading), None)
        if at is None:
            left.append(fields)
        else:
            used.append(at)
    for fields in sorted(left, key=lambda each: (-size(each), sorted(each))):
        fitting = [
            (size(group | fields) - size(group), at)
            for at, group in enumerate(groups)
            if size(group | fields) <= max(LARGEST_READING, size(group))
        ]
        if fitting:
            at = min(fitting)[1]
            groups[at] |= fields
        else:
            groups.append(fields)
    return [*(standing[at] for at in sorted(set(used))), *groups]


def _sizes(programme: Programme, period: Period) -> dict[str, int]:
    sizes = {"channel": 4, "month": len(period.months)}
    for field in ("kind", "target_group", "age_band", "gender", "police_before", "how_found", "own_behaviour",
                  "concern_about", "relation", "contact_of_year"):  # fmt: skip
        sizes[field] = 1 + len(queries.codes(programme, field, period.last))
    return sizes


def _facts(programme: Programme, fields: frozenset[str], period: Period) -> "pd.DataFrame":
    import pandas as pd

    # reasons are no field of a fact: they follow from its topics
    names = _in_order(fields - {REASON} | ({"topics"} if REASON in fields else set()))
    columns = ["month_date" if name == "month" else name for name in names]
    rows = (
        Fact.objects.filter(programme=programme.slug, month_date__range=(period.first, period.last))
        .exclude(kind__in=NOT_COUNTED)
        .values(*columns)
        .annotate(n=Count("*"))
        .values_list(*columns, "n")
    )
    frame = pd.DataFrame.from_records(list(rows), columns=[*names, "n"])
    if "month" in fields:
        frame["month"] = [f"{month:%Y-%m}" for month in frame["month"]]
    if REASON in fields:
        under = reasons.mapping(programme)
        frame[REASON] = [reasons.joined(topics, under) for topics in frame["topics"]]
    for name in fields - {"month", "channel", REASON, *MANY_CODES}:
        frame[name] = frame[name].replace("", "unknown")
    return frame


def _in_order(fields: frozenset[str]) -> list[str]:
    """As the index of a standing reading has them: PostgreSQL before 17 groups along an index in its own order only."""
    standing = (["month", *read] for read in READINGS.values())
    return next((names for names in standing if fields == set(names)), sorted(fields))


#: the counters of each grain: their table, the field with the moment, and what else they know
_COUNTED: Mapping[Source, tuple[Any, str, tuple[str, ...]]] = {
    Source.DAYS: (DayCounter, "day_date", ()),
    Source.HOURS: (HourCounter, "month_date", ("weekday", "hour")),
    Source.MONTHS: (MonthCounter, "month_date", ()),
}


def _counters(programme: Programme, spec: Spec, period: Period) -> "pd.DataFrame":
    import pandas as pd

    model, when, extra = _COUNTED[spec.source]
    names = ["counter", "code", *extra]
    found = (
        model.objects.filter(programme=programme.slug, name__in=spec.counters)
        .filter(**{f"{when}__range": (period.first, period.last)})
        .annotate(counter=F("name"))
        .values(*names)
        .annotate(total=Sum("n"))
        .values_list(*names, "total")
    )
    frame = pd.DataFrame.from_records(list(found), columns=[*names, "n"])
    parts = [
        code.split(".", len(spec.parts) - 1) if len(spec.parts) > 1 else [code] for code in frame["code"]
    ]
    for at, part in enumerate(spec.parts):
        frame[part] = [each[at] for each in parts]
    for name in extra:
        frame[name] = frame[name].astype(str)
    for (field, code), (of, but) in SUMS.items():
        if of in frame:
            frame[field] = [code if value not in but else value for value in frame[of]]
    return frame
