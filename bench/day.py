"""What the counsellor's lists cost with a year of a busy house behind them: the server's time as a client sees it.

    python -m bench.day            100,000 contacts, 200 requests of each page; prints and keeps the figures
    python -m bench.day --quick    less of everything; nothing is kept

The pages are asked for one after the other, by a shift lead who sees everything. To measure the lists of another room
(cases), add a function to `FILLS` in bench/day_rows.py that makes its rows beside the contacts and names its addresses:
they are measured, and held to the same target, by themselves.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bench.installation import Installation
from bench.processes import cpu_seconds, run_inside
from bench.wire import ask

#: milliseconds at the 99th percentile, for every list
TARGET_MS = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """contacts: in the house. turns: how often each page is asked for."""

    contacts: int
    turns: int


FULL, QUICK = Plan(100_000, 200), Plan(5_000, 30)
Figures = dict[str, dict[str, float]]


def measure(ours: Installation, plan: Plan) -> Figures:
    """Milliseconds and CPU of every list, by its name. Raises on any refusal."""
    made = run_inside(ours.house.environment, "bench.day_rows", str(plan.contacts))
    told = json.loads(made.splitlines()[-1])
    return asyncio.run(_turns(ours, told["cookie"], told["pages"], plan.turns))


async def _turns(ours: Installation, cookie: str, pages: Mapping[str, str], turns: int) -> Figures:
    port, pid = ours.house.ports[0], ours.house.pid()
    host = ours.house.url.removeprefix("http://")
    found: Figures = {}
    for name, path in pages.items():
        taken: list[float] = []
        cpu = 0.0
        for turn in range(-5, turns):
            before, start = cpu_seconds(pid), perf_counter()
            status, _ = await ask(port, path, method="GET", cookie=cookie, host=host)
            if status != 200:
                raise RuntimeError(f"{name}: {status}")
            if turn >= 0:  # what a process loads once is loaded
                taken.append(1000 * (perf_counter() - start))
                cpu += cpu_seconds(pid) - before
        found[name] = {
            "median_ms": round(statistics.median(taken), 2),
            "p99_ms": round(statistics.quantiles(taken, n=100)[98], 2),
            "cpu_ms": round(1000 * cpu / turns, 2),
        }
    return found


def measure_alone(plan: Plan) -> Figures:
    """The same in a house of its own: a year of contacts is no load for the chat to be measured beside."""
    with Installation(core=0, other_core=1) as ours:
        return measure(ours, plan)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the lists of a counsellor's day.")
    parser.add_argument("--quick", action="store_true", help="less of everything; nothing is kept")
    quick = parser.parse_args().quick
    from bench.run import RESULTS, day_rows, keep

    busy = os.getloadavg()[0]
    found: dict[str, Any] = {
        "day": measure_alone(QUICK if quick else FULL),
        "load_before": round(busy, 2),
    }
    table = day_rows(found)
    print("\n".join(row.line() for row in table))
    if busy > 0.5:
        print(
            f"The machine was busy with other things (load {busy:.1f}): times are worse than they could be."
        )
    if not quick:
        print(f"Kept in {keep(found, RESULTS, datetime.now(UTC), 'day')}")
    return 1 if any(row.met is False for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
