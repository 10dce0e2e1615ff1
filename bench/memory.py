"""Whether the memory of a process is flat: samples of its resident set, and the line through them. The line is pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.processes import resident_bytes

#: seconds and bytes
Sample = tuple[float, int]


@dataclass(slots=True)
class Growth:
    """How much one process grew in some seconds: the rise of the line through its weights. Mebibytes."""

    pid: int
    seconds: float
    last_mib: float
    most_mib: float
    grown_mib: float


@dataclass(slots=True)
class Scales:
    """Weighs processes; one that was killed is weighed no more, and its successor is another one."""

    samples: dict[int, list[Sample]] = field(default_factory=dict)

    def weigh(self, pid: int, now: float) -> int:
        """Weigh a process that is up; its bytes."""
        weight = resident_bytes(pid)
        self.samples.setdefault(pid, []).append((now, weight))
        return weight

    def growth(self, pid: int, since: float) -> Growth:
        """How a process grew since a moment. Raises KeyError for one that was never weighed."""
        steady = [sample for sample in self.samples[pid] if sample[0] >= since]
        whole = [weight for _, weight in self.samples[pid]]
        seconds = steady[-1][0] - steady[0][0] if steady else 0.0
        return Growth(
            pid=pid,
            seconds=round(seconds, 1),
            last_mib=round(whole[-1] / 2**20, 1),
            most_mib=round(max(whole) / 2**20, 1),
            grown_mib=round(seconds * slope(steady) / 2**20, 2),
        )


def slope(samples: Sequence[Sample]) -> float:
    """Bytes a second: the straight line through the samples with the least squares; 0 for fewer than two moments."""
    count = len(samples)
    if count < 2:
        return 0.0
    middle = sum(moment for moment, _ in samples) / count
    level = sum(weight for _, weight in samples) / count
    spread = sum((moment - middle) ** 2 for moment, _ in samples)
    if not spread:
        return 0.0
    return sum((moment - middle) * (weight - level) for moment, weight in samples) / spread
