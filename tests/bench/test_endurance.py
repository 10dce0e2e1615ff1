"""How a full house is judged. It is played small in test_faults.py, and at full size in `make bench`."""

from pathlib import Path
from typing import Any

import pytest

from bench import endured, memory
from bench.endured import Outcome, Stretch
from bench.memory import Scales, slope
from bench.run import endurance_rows
from bench.talker import BROWSER

TOLD = {"cpu_ms": 1.0, "median_ms": 9.0, "p99_ms": 90.0, "client_lag_ms": 2.0}
LINE = Path(__file__).resolve().parents[2] / "chat" / "static" / "chat" / "line.js"


def kept(**changed: Any) -> Any:
    """Figures of a run in which all was well, but for what is changed."""
    outcome = Outcome(
        endured.FULL,
        messages=60_000,
        stretches=[Stretch(name, delays=[0.02] * 100, said=100) for name, _ in endured.STRETCHES],
        growth=[memory.Growth(pid, 400.0, 250.0, 260.0, grown) for pid, grown in ((1, 0.5), (2, -1.0))],
        held={"never reads": 25.0},
    )
    return {"endurance": outcome.fields() | changed}


def missed(found: Any) -> list[str]:
    return [row.what.strip() for row in endurance_rows(found) if row.met is False]


def test_all_is_well() -> None:
    assert missed(kept()) == []
    assert sum(row.met is True for row in endurance_rows(kept())) == 6
    assert endurance_rows({}) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"broken": 1}, "lost, doubled"),
        ({"growth": [{"last_mib": 300.0, "seconds": 400.0, "grown_mib": 8.1}]}, "growth of a process"),
        ({"stretches": {"company": TOLD | {"p99_ms": 100.0}}}, "delivery, company"),
        ({"stretches": {"figures": TOLD | {"p99_ms": 101.0}}}, "delivery, figures"),
        ({"held": {"never reads": 61.0}}, "who never reads"),
    ],
)
def test_whatever_is_not_well_is_told(changed: dict[str, Any], what: str) -> None:
    told = missed(kept(**changed))
    assert len(told) == 1
    assert what in told[0]


def test_faults_are_not_judged_by_their_delays() -> None:
    """What is said while a process is down is delivered when it is back."""
    slow = TOLD | {"median_ms": 900.0, "p99_ms": 9000.0}
    assert missed(kept(stretches={"faults": slow, "calm": slow})) == []


def test_a_line_through_weights() -> None:
    assert slope([]) == slope([(1.0, 5)]) == slope([(1.0, 5), (1.0, 9)]) == 0
    assert slope([(0.0, 100), (1.0, 110), (2.0, 120)]) == 10
    assert slope([(0.0, 100), (1.0, 90), (2.0, 110), (3.0, 100)]) == 2


def test_a_leak_shows_and_what_came_before_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = iter([900, 100, 101, 102, 103])
    monkeypatch.setattr(memory, "resident_bytes", lambda pid: next(weights) * 2**20)
    scales = Scales()
    for second in range(5):
        scales.weigh(7, float(second))
    growth = scales.growth(7, since=1.0)
    assert (growth.seconds, growth.grown_mib, growth.last_mib, growth.most_mib) == (3.0, 3.0, 103.0, 900.0)


def test_a_browser_waits_as_ours_do() -> None:
    script = LINE.read_text()
    for name, told in (("ping", "PING_MS"), ("silence", "SILENCE_MS"), ("answer", "ANSWER_MS")):
        assert f"const {told} = {getattr(BROWSER, name) * 1000:.0f};" in script
