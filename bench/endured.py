"""What a run of bench.endurance is made of, what came of it, and what it is held to."""

import statistics
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.memory import Growth
from bench.talker import BROWSER, Pace

#: milliseconds at the 99th percentile of what well-behaved people say, with bad company and with figures beside them
P99_MS = 100
#: mebibytes that a process may grow from the end of the faults to the end: at full size some hundred bytes a message
MOST_GROWTH = 8
#: seconds that a client may stay that takes nothing of what it is sent
MOST_HELD = 60
#: of the whole time, in this order
STRETCHES = (("calm", 0.1), ("faults", 0.3), ("company", 0.25), ("figures", 0.2), ("calm again", 0.15))


@dataclass(frozen=True, slots=True)
class Plan:
    """seconds: of talking. rate: messages a second. bad: clients that misbehave. entering: people a second who come in.

    facts: to make figures of meanwhile; 0: no figures are made.
    """

    seconds: float
    chats: int
    sockets: int
    rate: float
    bad: int
    facts: int
    pace: Pace = BROWSER
    entering: float = 100.0

    @property
    def leads(self) -> int:
        return max(1, (self.sockets - 2 * self.chats) // 20)


FULL = Plan(600, 2000, 5000, 100, bad=30, facts=1_000_000)


@dataclass(slots=True)
class Stretch:
    """What well-behaved people had in a stretch. cpu_ms: of both processes, per message; milliseconds throughout.

    lags: how late the clients themselves were, each time one of them was to say something: it counts as delivery.
    """

    name: str
    delays: list[float] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    said: int = 0
    seconds: float = 0.0
    cpu_ms: float = 0.0

    def p(self, percent: int) -> float:
        return _percentile(self.delays, percent)

    def fields(self) -> dict[str, Any]:
        kept = {"said": self.said, "seconds": round(self.seconds, 1), "cpu_ms": round(self.cpu_ms, 3)}
        kept |= {"median_ms": self.p(50), "p99_ms": self.p(99)}
        return kept | {"client_lag_ms": _percentile(self.lags, 99)}


def _percentile(seconds: list[float], percent: int) -> float:
    if len(seconds) < 2:
        return 0.0
    return round(1000 * statistics.quantiles(seconds, n=100)[percent - 1], 1)


@dataclass(slots=True)
class Outcome:
    """What a run did, and every way in which a promise was broken (none)."""

    plan: Plan
    messages: int = 0
    reconnects: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    shed: Counter[str] = field(default_factory=Counter)
    held: dict[str, float] = field(default_factory=dict)
    reports: list[float] = field(default_factory=list)
    back_seconds: float = 0.0
    broken: list[str] = field(default_factory=list)

    def fields(self) -> dict[str, Any]:
        """As it is kept."""
        plan = self.plan
        return {
            "seconds": plan.seconds, "chats": plan.chats, "sockets": plan.sockets, "rate": plan.rate,
            "messages": self.messages, "reconnects": self.reconnects, "broken": len(self.broken),
            "stretches": {each.name: each.fields() for each in self.stretches},
            "growth": [asdict(each) for each in self.growth], "happened": dict(self.happened),
            "shed": dict(self.shed), "held": {kind: round(long, 1) for kind, long in self.held.items()},
            "reports": [round(each, 2) for each in self.reports],
            "back_seconds": round(self.back_seconds, 1),
        }  # fmt: skip
