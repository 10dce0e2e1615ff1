"""The promise under fire, small: two servers, a bad network, a killed process, an emptied Redis. docs/bench.md."""

from collections.abc import Generator

import pytest

from bench import endurance, endured, faults
from bench.bad_network import Weather
from bench.endured import Plan
from bench.installation import Installation
from bench.talker import HURRIED


@pytest.fixture(scope="module")
def ours() -> Generator[Installation]:
    """Two servers for everything that is played here: to start them is most of the work."""
    with Installation(processes=2) as started:
        yield started


def test_nothing_acknowledged_is_lost_doubled_or_disordered(ours: Installation) -> None:
    """Some hundred messages; `make prove` plays ten thousand."""
    rough = Weather(drop=0.02, twice=0.05, hold=0.05, overtake=0.03, deaf=0.01, cut=0.02, cut_request=0.08)
    outcome = faults.play_in(ours, 240, seed=3, weather=rough, each=15)
    assert outcome.broken == [], outcome.report()
    assert outcome.messages == 240
    assert outcome.happened["server killed"] == 2
    assert outcome.reconnects >= 16, "the network was too good to prove anything"


def test_a_full_house_holds_out(ours: Installation) -> None:
    """A few chats for a few seconds: every kind of fault but half-open lines, which take longer to be found out.

    Bad company has a quarter of the time: on a busy machine a flood of the road takes two seconds to be one.
    """
    plan = Plan(16, chats=10, sockets=24, rate=12, bad=5, facts=0, pace=HURRIED)
    outcome = endurance.play_in(ours, plan, seed=4)
    assert outcome.broken == []
    assert outcome.messages > 50
    assert outcome.happened["process killed and started again"] == 1
    assert outcome.happened["Redis emptied"] == 2
    assert outcome.reconnects >= 24, "everybody was cut off at least once"
    assert outcome.shed["floods: 1006"] + outcome.shed["floods: 4429"] > 0, "who floods stayed"
    assert outcome.shed["floods the road: 429"] > 0
    assert len(outcome.growth) == 2
    assert {each.name for each in outcome.stretches} == {name for name, _ in endured.STRETCHES}


def test_the_report_tells_what_was_broken() -> None:
    outcome = faults.Outcome(messages=10, broken=["a was acknowledged, and is lost"])
    assert "BROKEN: a was acknowledged, and is lost" in outcome.report()
    assert "kept" not in outcome.report()


@pytest.mark.parametrize("name", ["drop", "twice", "hold", "overtake", "deaf", "cut"])
def test_every_kind_of_weather_happens(name: str) -> None:
    assert getattr(Weather(), name) > 0
