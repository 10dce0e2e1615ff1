"""What opening and saving a kept workbook cost, with many of them there: the server's time as a client sees it.

python -m bench.safe            10,000 workbooks, 1,000 openings and savings; prints and keeps the figures
python -m bench.safe --quick    less of everything; nothing is kept
"""

import argparse
import asyncio
import base64
import json
import os
import random
import statistics
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from bench.installation import Installation
from bench.processes import cpu_seconds, run_inside
from bench.wire import ask

SLUG = "stopitnow"
#: milliseconds at the 99th percentile
TARGET_MS = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """kept: workbooks in the house. turns: openings and savings that are timed; one a turn, each."""

    kept: int
    turns: int


FULL, QUICK = Plan(10_000, 1_000), Plan(1_000, 100)
Figures = dict[str, dict[str, float]]


def measure(ours: Installation, plan: Plan) -> Figures:
    """Milliseconds and CPU of opening and saving, one request after the other. Raises on any refusal."""
    places = run_inside(ours.house.environment, "bench.kept", str(plan.kept)).split()
    return asyncio.run(_turns(ours, places, plan.turns))


async def _turns(ours: Installation, places: list[str], turns: int) -> Figures:
    port, pid = ours.house.ports[0], ours.house.pid()
    host = ours.house.url.removeprefix("http://")
    pace = 1 / 20  # below the house's own limit for everybody together
    chance = random.Random(7)
    times: dict[str, list[float]] = {"look": [], "save": []}
    cpu = dict.fromkeys(times, 0.0)

    async def timed(road: str, told: Any) -> Any:
        before, start = cpu_seconds(pid), perf_counter()
        status, found = await ask(port, f"/{SLUG}/self-help-safe/{road}/", told, host=host)
        times[road].append(1000 * (perf_counter() - start))
        cpu[road] += cpu_seconds(pid) - before
        if status != 200:
            raise RuntimeError(f"{road}: {status}")
        return found

    for turn in range(-10, turns):
        if turn == 0:  # what a process loads once is loaded
            times.update({road: [] for road in times})
            cpu.update(dict.fromkeys(cpu, 0.0))
        place = chance.choice(places)
        kept = await timed("look", {"place": place})
        sealed = b"\x01" + os.urandom(len(base64.b64decode(kept["sealed"])) - 1)
        told = {"place": place, "revision": kept["revision"], "sealed": base64.b64encode(sealed).decode()}
        await timed("save", told)
        await asyncio.sleep(pace)
    return {
        road: {
            "median_ms": round(statistics.median(taken), 2),
            "p99_ms": round(statistics.quantiles(taken, n=100)[98], 2),
            "cpu_ms": round(1000 * cpu[road] / len(taken), 2),
        }
        for road, taken in times.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the safe of self-help with many workbooks in it.")
    parser.add_argument("--quick", action="store_true", help="less of everything; nothing is kept")
    quick = parser.parse_args().quick
    from bench.run import RESULTS, keep, safe_rows

    busy = os.getloadavg()[0]
    with Installation(core=0, other_core=1) as ours:
        found: dict[str, Any] = {
            "safe": measure(ours, QUICK if quick else FULL),
            "load_before": round(busy, 2),
        }
    table = safe_rows(found)
    print("\n".join(row.line() for row in table))
    print(json.dumps(found["safe"]))
    if not quick:
        print(f"Kept in {keep(found, RESULTS, datetime.now(UTC), 'safe')}")
    return 1 if any(row.met is False for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
