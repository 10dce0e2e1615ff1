"""The list and the search of 20,000 cases: `python -m bench.cases [postgres|sqlite]`.

Server time of the whole page (view, questions, template), asked for again and again in every way the screen offers;
the target is the 99th percentile. Looking a return code up is left out: it is slow on purpose (0.1 s of scrypt).
"""

import json
import os
import random
import statistics
import sys
from datetime import timedelta
from time import perf_counter
from typing import Any

from bench.alone import measured

CASES = 20_000
TURNS = 40
TARGET_MS = 100.0
#: the queries of the list's address; {text} is a part of some alias
ASKED = (
    "", "?page=2", "?page=150&state=any", "?owner=me", "?owner=nobody&state=any", "?state=waiting", "?state=closed",
    "?text={text}&state=any", "?text=zonder+resultaat&state=any", "?soon=1", "?opened_from=2026-06-01&state=any",
    "?moved_from=2026-10-01&moved_until=2026-10-31&state=any&owner=me",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measure each engine and print the table. Returns 1 when the target is missed."""
    if arguments[:1] == ["--measure"]:
        print(json.dumps(measure()))
        return 0
    missed = 0
    for engine in arguments or ["postgres", "sqlite"]:
        for name, (median, slow) in run(engine).items():
            is_met = slow <= TARGET_MS
            missed += not is_met
            print(f"{engine:<10}{name:<62}{median:>8.1f}{slow:>8.1f} ms  {'ok' if is_met else 'MISSED'}")
    return int(bool(missed))


def run(engine: str) -> dict[str, tuple[float, float]]:
    """Start the engine, fill it and measure in a process of its own: name -> median and p99, in ms."""
    found: dict[str, tuple[float, float]] = measured("bench.cases", engine)
    return found


def measure() -> dict[str, tuple[float, float]]:
    """In the process of one engine: fill, then ask for every page TURNS times, in a mixed order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    from tests.cases.asking import answer

    user = fill()
    asked = [query for query in ASKED for _ in range(TURNS)]
    random.Random(1).shuffle(asked)
    times: dict[str, list[float]] = {query: [] for query in ASKED}
    answer(user, "cases:list", {}, None)  # templates and plans are there from now on
    for number, query in enumerate(asked):
        began = perf_counter()
        found = answer(
            user, "cases:list", {}, None, query.replace("{text}", ("haven", "zilver", "klok")[number % 3])
        )
        times[query].append((perf_counter() - began) * 1000)
        assert found.status_code == 200
    return {
        f"list {query}": (statistics.median(each), statistics.quantiles(each, n=100)[98])
        for query, each in times.items()
    }


def fill() -> Any:
    """Two programmes, thirty people, CASES cases with tasks; returns a counsellor who works in both."""
    from helpline.programmes.actions import seed_programmes
    from helpline.programmes.models import Programme
    from tests.factories.chat import make_staff

    seed_programmes()
    programmes = list(Programme.objects.order_by("pk")[:2])
    people = [make_staff(*programmes, name=f"Person {number}") for number in range(30)]
    add_cases(people, programmes, CASES)
    return people[0]


def add_cases(people: list[Any], programmes: list[Any], count: int) -> None:
    """So many cases of these programmes and people, with tasks."""
    from django.db import connection
    from django.utils import timezone

    from helpline.cases import naming
    from helpline.cases.models import Case, Task
    from helpline.cases.states import CaseState
    from helpline.cases.terms import ends_at
    from helpline.vault.models import DataKey

    draw, now = random.Random(7), timezone.now()
    states = [CaseState.OPEN] * 5 + [CaseState.WAITING] * 3 + [CaseState.CLOSED] * 2
    keys, cases, tasks = [], [], []
    for number in range(count):
        state = draw.choice(states)
        moved = now - timedelta(days=draw.random() * (29 if state == CaseState.CLOSED else 170))
        alias = f"{draw.choice(naming.QUALITIES)} {draw.choice(naming.THINGS)} {number}"
        key = DataKey(term_class="case", expires_on_date=ends_at(state, moved).date(), wrapped=b"x" * 61)
        keys.append(key)
        case = Case(
            programme=draw.choice(programmes), alias=alias, alias_key=naming.fold(alias), state=state,
            owner=draw.choice([*people, None]), opened_on_date=(moved - timedelta(days=draw.randrange(60))).date(),
            moved_at=moved, expires_at=ends_at(state, moved), data_key=key,
        )  # fmt: skip
        cases.append(case)
        if state != CaseState.CLOSED and draw.random() < 0.4:
            due = now + timedelta(days=draw.randrange(-5, 30))
            tasks.append(
                Task(case=case, kind="look_again", made_by=people[0], assigned_to=case.owner, due_at=due)
            )
    DataKey.objects.bulk_create(keys, batch_size=2000)
    Case.objects.bulk_create(cases, batch_size=2000)
    Task.objects.bulk_create(tasks, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
