"""make bench: measure, print the table with the targets beside it, and keep the figures.

    python -m bench.run                   everything, about half an hour: ten minutes of it are bench.endurance
    python -m bench.run --no-endurance    without these
    python -m bench.run --quick           less of everything, for a look while working; nothing is kept

The exit code is 0 when every target is met.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import chat_load, day, endurance, endured, figures, pages, phone, safe
from bench.weight import HEAVIEST

#: milliseconds of the server for a question of the advice module, at the median
QUESTION_MS = 4
#: of the pages asked for at a rate, the last ones are still on their way when the clock stops
ALMOST = 0.97
RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. met: whether the target is, None where there is none."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None

    def line(self) -> str:
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"{self.what:<66}{self.figure:>14}   {self.target:<22}{verdict}".rstrip()


def rows(found: Mapping[str, Any]) -> list[Row]:
    """The table of one run."""
    table = []
    for rate in chat_load.RATES:
        for name, title in TITLES.items():
            cpu = _median(found, name, rate, "cpu_ms")
            table.append(Row(f"CPU per message, {title}, {rate}/s", f"{cpu:.2f} ms"))
        ratio = found["ratio"][str(rate)]
        table.append(_at_most(f"  ours / tutorial at its best, {rate}/s", ratio["tutorial_few"], 0.7, ""))
        table.append(Row(f"  ours / tutorial with as many rooms, {rate}/s", f"{ratio['tutorial']:.2f}"))
        table.append(Row(f"  ours / relay, {rate}/s", f"{ratio['relay']:.2f}"))
        for name, title in TITLES.items():
            middle, slow = (_median(found, name, rate, key) for key in ("median_ms", "p99_ms"))
            what = f"delivery, {title}, {rate}/s: median, p99"
            is_target = name == "chat" and rate == max(chat_load.RATES)
            figure = f"{middle:.1f}, {slow:.1f} ms"
            table.append(Row(what, figure, "< 50 ms", slow < 50) if is_target else Row(what, figure))
    for name, kib in found["idle_kib"].items():
        what = f"memory of an idle socket, {TITLES[name]}"
        table.append(_at_most(what, kib, 40, "KiB") if name == "chat" else Row(what, f"{kib:.1f} KiB"))
    for name, cpu in found["entry_cpu_ms"].items():
        table.append(Row(f"CPU to come in, {TITLES[name]}", f"{cpu:.2f} ms"))
    for name, told in found["storms"].items():
        what = f"storm ({name}): {told['sockets']} sockets back, all said"
        table.append(_at_most(what, told["seconds"], 10, "s"))
        table.append(_none(f"  lost, out of order ({name})", told["lost"] + told["out_of_order"]))
    lost = sum(told["missing"] + told["refused"] for told in found["talk"]["chat"])
    table.append(_none("messages lost or refused while talking", lost))
    for name, told in found["pages"].items():
        figure = f"{told['median_ms']:.1f}, {told['cpu_ms']:.1f} ms"
        is_page = name in pages.TYPES
        limit = pages.TARGET_MS
        target, met = (f"< {limit} ms", told["median_ms"] < limit) if is_page else ("", None)
        table.append(Row(f"{name}: median, CPU", figure, target, met))
    weights = [told["first_view_kib"] for told in found["pages"].values() if "first_view_kib" in told]
    if weights:
        table.append(_at_most("the heaviest first view of a page, compressed", max(weights), HEAVIEST, "KiB"))
    return [
        *table,
        *_of_advice(found["advice"]),
        *safe_rows(found),
        *day_rows(found),
        *_of_phone(found["phone"]),
        *figures_rows(found["figures"]),
        *endurance_rows(found),
    ]


def _of_phone(found: Mapping[str, Any]) -> list[Row]:
    rate, answered = found["asked_per_second"], found["answered_per_second"]
    what = f"phone, {answered:.0f} of {rate} requests a second answered: p99 (median {found['median_ms']:.0f} ms)"
    return [
        _at_most(what, found["p99_ms"], phone.P99_MS, "ms"),
        _none(
            "  refused, or calls that were not counted", found["refused"] + found["calls"] - found["counted"]
        ),
    ]


def _of_advice(found: Mapping[str, Any]) -> list[Row]:
    question, answer, rate = found["question"], found["answer"], found["rate"]
    return [
        Row(
            "advice, a question: median, CPU",
            f"{question['median_ms']:.1f}, {question['cpu_ms']:.1f} ms",
            "< 4 ms",
            question["median_ms"] < QUESTION_MS,
        ),
        Row("advice, a question nobody asked for lately", f"{question['cold_ms']:.1f} ms"),
        Row("advice, an answer: median, CPU", f"{answer['median_ms']:.1f}, {answer['cpu_ms']:.1f} ms"),
        Row(
            f"advice, questions a second on one core (p99 {rate['p99_ms']:.0f} ms)",
            f"{rate['shown_per_second']:.0f}",
            f">= {ALMOST * rate['asked_per_second']:.0f}",
            rate["shown_per_second"] >= ALMOST * rate["asked_per_second"] and not rate["refused"],
        ),
    ]


def safe_rows(found: Mapping[str, Any]) -> list[Row]:
    """What opening and saving a kept workbook cost."""
    table = []
    for road, title in (("look", "open"), ("save", "save")):
        told = found["safe"][road]
        figure = f"{told['median_ms']:.1f}, {told['p99_ms']:.1f} ms"
        met = told["p99_ms"] < safe.TARGET_MS
        table.append(Row(f"{title} a workbook: median, p99", figure, f"p99 < {safe.TARGET_MS} ms", met))
        table.append(Row(f"  CPU to {title} it", f"{told['cpu_ms']:.2f} ms"))
    return table


def day_rows(found: Mapping[str, Any]) -> list[Row]:
    """What the lists of a counsellor's day cost."""
    return [
        Row(
            f"{name}: median, p99 (CPU {told['cpu_ms']:.0f} ms)",
            f"{told['median_ms']:.1f}, {told['p99_ms']:.1f} ms",
            f"p99 < {day.TARGET_MS} ms",
            told["p99_ms"] < day.TARGET_MS,
        )
        for name, told in found["day"].items()
    ]


def figures_rows(found: Mapping[str, Mapping[str, float]]) -> list[Row]:
    """What the annual report costs out of a million facts, by engine."""
    table = []
    for engine, told in found.items():
        table += [
            _at_most(
                f"annual report of {figures.FACTS:,} facts, {engine}",
                told["report"],
                figures.TARGETS[engine],
                "s",
            ),
            _at_most("  times a GROUP BY of the same tables by hand", told["times"], figures.MOST_TIMES, ""),
            _at_most("  rounding of all its tables together", told["rounding"], figures.MOST_ROUNDING, "s"),
            Row("  hiding in all its tables together", f"{told['hiding']:.2f} s"),
            _at_most("  memory of the process", told["memory"], figures.MOST_MEMORY, "MiB"),
        ]
    return table


def endurance_rows(found: Mapping[str, Any]) -> list[Row]:
    """Whether a full house held out. Empty when it was not asked for."""
    told = found.get("endurance")
    if not told:
        return []
    table = [
        Row("endurance: chats, sockets", f"{told['chats']:,}, {told['sockets']:,}"),
        Row(
            f"  seconds, messages (at {told['rate']:g} a second)",
            f"{told['seconds']:g}, {told['messages']:,}",
        ),
        _none("  lost, doubled, disordered, or never quiet", told["broken"]),
    ]
    for name, stretch in told["stretches"].items():
        is_judged = name in ("company", "figures")
        beside = f"CPU {stretch['cpu_ms']:.1f} ms, clients {stretch['client_lag_ms']:.0f} ms late"
        what = f"  delivery, {name}: median, p99 ({beside})"
        figure = f"{stretch['median_ms']:.0f}, {stretch['p99_ms']:.0f} ms"
        met = stretch["p99_ms"] < endured.P99_MS
        table.append(Row(what, figure, f"p99 < {endured.P99_MS} ms", met) if is_judged else Row(what, figure))
    for grown in told["growth"]:
        what = f"  growth of a process of {grown['last_mib']:.0f} MiB in {grown['seconds']:.0f} s"
        table.append(_at_most(what, grown["grown_mib"], endured.MOST_GROWTH, "MiB"))
    for kind, seconds in told["held"].items():
        table.append(_at_most(f"  who {kind} stayed at most", seconds, endured.MOST_HELD, "s"))
    return table


TITLES = {
    "relay": "bare relay",
    "tutorial_few": "tutorial at its best",
    "tutorial": "tutorial",
    "chat": "ours",
}


def _median(found: Mapping[str, Any], name: str, rate: int, key: str) -> float:
    return statistics.median(told[key] for told in found["talk"][name] if told["rate"] == rate)


def _at_most(what: str, figure: float, limit: float, unit: str) -> Row:
    return Row(what, f"{figure:.2f} {unit}".strip(), f"<= {limit:g} {unit}".strip(), figure <= limit)


def _none(what: str, count: int) -> Row:
    return Row(what, str(count), "0", count == 0)


def keep(found: Mapping[str, Any], folder: Path, moment: datetime, part: str = "") -> Path:
    """Write the figures of a run where the next one can be compared with them. part: what alone was measured."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{moment:%Y-%m-%d}{part and '-'}{part}.json"
    path.write_text(json.dumps({"measured_at": f"{moment:%Y-%m-%dT%H:%MZ}", **found}, indent=1) + "\n")
    return path


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Measure the chat beside the tutorial chat and a bare relay."
    )
    parser.add_argument("--quick", action="store_true", help="less of everything; nothing is kept")
    parser.add_argument("--no-endurance", action="store_true", help="without the ten minutes of a full house")
    options = parser.parse_args()
    quick = options.quick
    busy = os.getloadavg()[0]
    found = chat_load.measure(chat_load.QUICK if quick else chat_load.FULL)
    log = found.pop("server_log")
    found["day"] = day.measure_alone(day.QUICK if quick else day.FULL)
    # nothing of the size to be measured can be made quickly, so a quick look goes without
    found["figures"] = {} if quick else {engine: figures.run(engine) for engine in figures.TARGETS}
    if not (quick or options.no_endurance):
        found["endurance"] = endurance.play(endured.FULL).fields()
    found["load_before"] = round(busy, 2)
    table = rows(found)
    print("\n".join(row.line() for row in table))
    if log.strip():
        print(f"\nThe server wrote:\n{log[-2000:]}")
    if busy > 0.5:
        print(
            f"\nThe machine was busy with other things (load {busy:.1f}): times are worse than they could be."
        )
    if not quick:
        print(f"\nKept in {keep(found, RESULTS, datetime.now(UTC)).relative_to(RESULTS.parent.parent)}")
    return 1 if any(row.met is False for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
