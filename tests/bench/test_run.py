"""The bench's table: targets are judged, ratios come from neighbouring turns, figures are kept."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench import run
from bench.load import Talk
from bench.run import Row


def found(
    *,
    ratio: float = 0.5,
    p99: float = 20.0,
    idle: float = 25.0,
    storm: float = 5.0,
    lost: int = 0,
    question: float = 3.0,
    shown: float = 299.0,
    save: float = 9.0,
    heard: float = 40.0,
    counted: int = 100,
    listed: float = 60.0,
    report: float = 1.5,
    memory: float = 240.0,
) -> Any:
    """Figures of one run."""
    talk = Talk(400, 4000, 0.5, 5.0, p99, lost, 0, 1.0).fields()
    return {
        "talk": {name: [{**talk, "rate": rate} for rate in (200, 400)] for name in run.TITLES},
        "ratio": {str(rate): {"relay": 1.5, "tutorial_few": ratio, "tutorial": 0.2} for rate in (200, 400)},
        "idle_kib": {"relay": 20.0, "tutorial": 35.0, "chat": idle},
        "entry_cpu_ms": dict.fromkeys(run.TITLES, 2.0),
        "storms": {"network": {"sockets": 2000, "seconds": storm, "lost": lost, "out_of_order": 0}},
        "pages": {"door": {"median_ms": 20.0, "cpu_ms": 15.0}},
        "advice": {
            "question": {"median_ms": question, "cpu_ms": 2.0, "cold_ms": 9.0},
            "answer": {"median_ms": 3.0, "cpu_ms": 2.0},
            "rate": {"asked_per_second": 300, "shown_per_second": shown, "p99_ms": 9.0, "refused": 0},
        },
        "safe": {
            road: {"median_ms": 3.0, "p99_ms": p, "cpu_ms": 1.0}
            for road, p in (("look", 5.0), ("save", save))
        },
        "phone": {
            "asked_per_second": 50,
            "answered_per_second": 50.0,
            "median_ms": 9.0,
            "p99_ms": heard,
            "refused": 0,
            "calls": 100,
            "counted": counted,
        },
        "day": {"contacts": {"median_ms": 30.0, "p99_ms": listed, "cpu_ms": 20.0}},
        "figures": {
            "postgres": {"report": report, "times": 0.6, "rounding": 0.4, "hiding": 1.0, "memory": memory}
        },
    }


def missed(table: list[Row]) -> list[str]:
    return [row.what.strip() for row in table if row.met is False]


def test_all_targets_met() -> None:
    table = run.rows(found())
    assert missed(table) == []
    assert sum(row.met is True for row in table) == 18


@pytest.mark.parametrize(
    ("figures", "what"),
    [
        ({"ratio": 0.71}, "tutorial at its best"),
        ({"p99": 50.0}, "delivery, ours, 400/s"),
        ({"idle": 40.1}, "memory of an idle socket, ours"),
        ({"storm": 10.1}, "storm (network)"),
        ({"lost": 1}, "lost"),
        ({"question": 4.1}, "advice, a question"),
        ({"heard": 101.0}, "phone, 50 of 50"),
        ({"counted": 99}, "not counted"),
        ({"shown": 250.0}, "advice, questions a second"),
        ({"save": 20.0}, "save a workbook"),
        ({"listed": 100.0}, "contacts: median, p99"),
        ({"report": 2.1}, "annual report of 1,000,000 facts, postgres"),
        ({"memory": 501.0}, "memory of the process"),
    ],
)
def test_a_missed_target_is_told(figures: dict[str, Any], what: str) -> None:
    table = run.rows(found(**figures))
    assert missed(table)
    assert all(what in told for told in missed(table))
    assert all("MISSED" in row.line() for row in table if row.met is False)


def test_figures_are_kept_by_day(tmp_path: Path) -> None:
    path = run.keep(found(), tmp_path / "results", datetime(2026, 7, 7, 18, 0, tzinfo=UTC))
    assert path.name == "2026-07-07.json"
    kept = json.loads(path.read_text())
    assert kept["measured_at"] == "2026-07-07T18:00Z"
    assert kept["ratio"]["400"]["tutorial_few"] == 0.5
