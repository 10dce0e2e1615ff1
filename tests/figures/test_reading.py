"""What is read together, and that many at once is the same as one by one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from figures import counters, facts
from figures.catalogue import CATALOGUE, specs
from figures.errors import UnknownCode
from figures.fields import READINGS
from figures.models import DayCounter, Fact, HourCounter
from figures.periods import year
from figures.queries import day_counts
from figures.reading import LARGEST_READING, frames, plan
from figures.report import View, make
from figures.spec import Source
from helpline.programmes.queries import programme_by_slug
from tests.factories.contacts import seed

SIZES = {"a": 3, "b": 20, "c": 300, "d": 5, "e": 60, "f": 2}
_SETS = st.lists(
    st.frozensets(st.sampled_from(sorted(SIZES)), min_size=1, max_size=3), min_size=1, max_size=9
)


# Every wanted set of fields lies within one reading, and no reading is wider than allowed unless a single set is.
@given(_SETS)
def test_every_table_finds_its_fields_in_one_reading(wanted: list[frozenset[str]]) -> None:
    groups = plan(wanted, SIZES)
    assert all(any(fields <= group for group in groups) for fields in wanted)
    assert len(groups) <= len(set(wanted))
    for group in groups:
        size = 1
        for field in group:
            size *= SIZES[field]
        assert size <= LARGEST_READING or group in wanted


# What a standing reading has is never read a second time, and nothing is read that nobody wants.
@given(_SETS, _SETS)
def test_what_stands_is_used_before_anything_is_put_together(
    wanted: list[frozenset[str]], standing: list[frozenset[str]]
) -> None:
    groups = plan(wanted, SIZES, standing)
    assert all(any(fields <= group for group in groups) for fields in wanted)
    for group in groups:
        assert any(fields <= group for fields in wanted)
    left = [fields for fields in wanted if not any(fields <= reading for reading in standing)]
    assert len([group for group in groups if group not in standing]) <= len(set(left))


def test_every_table_of_facts_lies_in_a_standing_reading() -> None:
    for spec in CATALOGUE:
        if spec.source == Source.FACTS:
            assert any(spec.fields <= {"month", *read} for read in READINGS.values()), spec.name


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["helpwanted", "stopitnow"])
def test_the_report_is_counted_along_the_indexes_without_a_sort(slug: str) -> None:
    """A sort of a million facts takes longer than everything else: see docs/decisions/0164."""
    seed()
    programme = programme_by_slug(slug)
    assert programme is not None
    with CaptureQueriesContext(connection) as ran:
        frames(programme, specs(slug), year(2021))
    readings = [each["sql"] for each in ran if Fact._meta.db_table in each["sql"]]
    assert len(readings) == len(READINGS)
    used = set()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # of an empty table it would read the whole
            for way in ("seqscan", "bitmapscan", "sort", "hashagg"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        for sql in readings:
            cursor.execute(f"{explain} {sql}")
            told = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert "Index Only Scan" in told or "USING COVERING INDEX" in told
            assert "Sort" not in told
            assert "TEMP B-TREE" not in told
            used |= {name for name in READINGS if f" {name} " in told}
    assert used == set(READINGS)


@pytest.mark.django_db
def test_many_facts_at_once_are_checked_like_one() -> None:
    seed()
    codes = {"kind": ["counselling"], "gender": ["girl"]}
    month = date(2026, 7, 9)
    assert facts.write_facts(programme="helpwanted", month=month, channel="chat", many=[codes] * 7) == 7
    assert set(Fact.objects.values_list("month_date", "gender")) == {(date(2026, 7, 1), "girl")}
    assert facts.unmixed_months() == [("helpwanted", date(2026, 7, 1))]
    wrong = {**codes, "gender": ["jan_jansen"]}
    with pytest.raises(UnknownCode):
        facts.write_facts(programme="helpwanted", month=month, channel="chat", many=[codes, wrong])
    assert Fact.objects.count() == 7


@pytest.mark.django_db
def test_many_counts_at_once_add_to_what_is_there() -> None:
    seed()
    day = date(2026, 7, 7)
    counters.count_day(programme="stopitnow", name="arrivals", day=day, code="phone.answered")
    counts = {(day, "phone.answered"): 4, (day, "phone.closed"): 2}
    counters.count_days(programme="stopitnow", name="arrivals", counts=counts)
    assert day_counts("stopitnow", "arrivals", day, day) == {"phone.answered": 5, "phone.closed": 2}
    counters.count_hours(programme="stopitnow", name="arrivals", counts={(day, 1, 14, "phone.closed"): 3})
    assert HourCounter.objects.get().n == 3
    with pytest.raises(UnknownCode):
        counters.count_days(programme="stopitnow", name="arrivals", counts={(day, "0612345678"): 1})
    assert DayCounter.objects.count() == 2


def test_what_was_answered_and_never_registered_is_a_table_of_its_own(demo: None) -> None:
    programme = programme_by_slug("stopitnow")
    assert programme is not None
    for month, channel, n in ((2, "phone", 7), (11, "phone", 6), (3, "post", 9)):
        counters.count_month(
            programme="stopitnow", name="never_registered", month=date(2021, month, 9), code=channel, n=n
        )
    report = make(programme, year(2021), view=View.INTERNAL, names=["never_registered"])
    table = report.now.tables["never_registered"]
    assert (table.cell("phone"), table.cell("post"), table.total) == (13, 9, 22)


@pytest.mark.both_engines
@pytest.mark.django_db(transaction=True)
def test_a_reading_takes_one_core_of_postgresql_and_no_lock_of_sqlite() -> None:
    """The chat goes on: with its helpers PostgreSQL would take three cores, and SQLite lets one write at a time."""
    programme = seed()
    with CaptureQueriesContext(connection) as asked:
        frames(programme, specs("helpwanted"), year(2021))
    said = [each["sql"] for each in asked]
    if connection.vendor == "postgresql":
        assert said.index("SET LOCAL max_parallel_workers_per_gather = 0") == said.index("BEGIN") + 1
        assert said[-1] == "COMMIT"
    else:
        assert not [each for each in said if not each.startswith("SELECT")]
