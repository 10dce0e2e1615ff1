"""The promise under fire, small: two servers, a bad network, a killed process, an emptied Redis. docs/bench.md."""

import pytest

from bench import faults
from bench.bad_network import Weather


def test_nothing_acknowledged_is_lost_doubled_or_disordered() -> None:
    """Some hundred messages; `make prove` plays ten thousand."""
    rough = Weather(drop=0.02, twice=0.05, hold=0.05, overtake=0.03, deaf=0.01, cut=0.02, cut_request=0.08)
    outcome = faults.play(240, seed=3, weather=rough, each=15)
    assert outcome.broken == [], outcome.report()
    assert outcome.messages == 240
    assert outcome.happened["server killed"] == 2
    assert outcome.reconnects >= 16, "the network was too good to prove anything"


def test_the_report_tells_what_was_broken() -> None:
    outcome = faults.Outcome(messages=10, broken=["a was acknowledged, and is lost"])
    assert "BROKEN: a was acknowledged, and is lost" in outcome.report()
    assert "kept" not in outcome.report()


@pytest.mark.parametrize("name", ["drop", "twice", "hold", "overtake", "deaf", "cut"])
def test_every_kind_of_weather_happens(name: str) -> None:
    assert getattr(Weather(), name) > 0
