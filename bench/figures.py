"""What the annual report costs out of a million facts: in `make bench`, or `python -m bench.figures [postgres|sqlite]`.

Beside it, in the same run: a hand-written GROUP BY for each table of the report, one after the other. The facts are the
demo's year, many times over; each engine gets a database of its own, and a process of its own, so that memory is told.
"""

import json
import os
import resource
import statistics
import sys
from time import perf_counter
from typing import Any

from bench.alone import measured

FACTS = 1_000_000
YEAR, SLUG = 2021, "helpwanted"
TURNS = 3
#: seconds, times, MiB
TARGETS = {"postgres": 2.0, "sqlite": 5.0}
MOST_TIMES, MOST_MEMORY, MOST_ROUNDING = 3.0, 500.0, 1.0


def main(arguments: list[str]) -> int:
    """Measure each engine and print the judged table. Returns 1 when a target is missed."""
    if arguments[:1] == ["--measure"]:
        print(json.dumps(measure()))
        return 0
    if arguments[:1] == ["--fill"]:  # inside a house that has its demo's content
        _set_up()
        multiply(int(arguments[1]))
        return 0
    from bench.run import figures_rows

    table = figures_rows({engine: run(engine) for engine in arguments or TARGETS})
    print("\n".join(row.line() for row in table))
    return int(any(row.met is False for row in table))


def run(engine: str) -> dict[str, float]:
    """Start the engine, fill it and measure in a process of its own."""
    found: dict[str, float] = measured("bench.figures", engine)
    return found


def measure() -> dict[str, Any]:
    """In the process of one engine: fill, then measure."""
    _set_up()
    from figures.catalogue import specs
    from figures.disclosure.rounding import rounded
    from figures.disclosure.suppression import suppress
    from figures.periods import year
    from figures.report import draws, exact
    from figures.spec import Source
    from helpline.programmes.queries import programme_by_slug

    fill()
    programme = programme_by_slug(SLUG)
    assert programme is not None
    period = year(YEAR)
    wanted = specs(SLUG)
    counted = exact(programme, period, wanted)  # what is imported lazily is here from now on
    seed = draws(programme, period)
    rounded(counted.values, counted.relations, seed)
    facts = [spec for spec in wanted if spec.source == Source.FACTS]
    report, by_hand, rounding, hiding = [], [], [], []
    for _ in range(TURNS):
        began = perf_counter()
        counted = exact(programme, period, wanted)
        now = perf_counter()
        rounded(counted.values, counted.relations, seed)
        report.append(perf_counter() - began)
        rounding.append(perf_counter() - now)
        began = perf_counter()
        for spec in facts:
            group_by(spec)
        by_hand.append(perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    began = perf_counter()
    suppress(counted.values, counted.relations)
    hiding.append(perf_counter() - began)
    assert sum(n for key, n in counted.values.items() if key == ("contacts", ())) >= FACTS
    return {
        "report": statistics.median(report),
        "by_hand": statistics.median(by_hand),
        "times": statistics.median(report) / statistics.median(by_hand),
        "rounding": statistics.median(rounding),
        "hiding": statistics.median(hiding),
        "memory": memory,
    }


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()


def fill() -> None:
    """The demo's facts, and those of one year so many times over that there are a million."""
    from figures.demo import create_demo_content
    from helpline.programmes.actions import seed_programmes

    seed_programmes()
    create_demo_content()
    multiply(FACTS)


def multiply(wanted: int) -> None:
    """The facts of one year so many times over that there are at least so many."""
    from django.db import connection

    from figures import facts
    from figures.models import Fact

    columns = ", ".join(field.column for field in Fact._meta.concrete_fields if field.name != "id")
    once = Fact.objects.filter(programme=SLUG, month_date__year=YEAR).count()
    times = -(-wanted // once) - 1
    made = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    table = Fact._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, {columns}) WITH RECURSIVE t(n) AS "  # noqa: S608 - names of our own
            f"(SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < {times}) SELECT {made}, {columns} FROM {table}, t "
            f"WHERE programme = '{SLUG}' AND month_date >= '{YEAR}-01-01' AND month_date <= '{YEAR}-12-31'"
        )
    facts.sweep()  # as after every night


def group_by(spec: Any) -> None:
    """One table, as somebody would write it by hand."""
    from django.db import connection

    from figures.models import Fact

    fields = [name for name in (spec.rows, spec.columns) if name]
    names = ", ".join("month_date" if name == "month" else name for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names}, count(*) FROM {Fact._meta.db_table} "  # noqa: S608 - names of our own
            f"WHERE programme = '{SLUG}' AND month_date >= '{YEAR}-01-01' AND month_date <= '{YEAR}-12-31' "
            f"AND kind <> 'test' GROUP BY {names}"
        )
        cursor.fetchall()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
