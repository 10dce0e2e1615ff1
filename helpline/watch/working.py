"""Which jobs by the clock fail in this process, and since when. /readyz tells of those that fail for a while."""

from collections.abc import Callable
from time import monotonic

from helpline.metrics import Job

#: seconds that a job may fail before it is told: a database that restarts is no news
PATIENCE = 60.0

_since: dict[Job, float] = {}


def failed(job: Job, clock: Callable[[], float] = monotonic) -> None:
    """Note that a job failed."""
    _since.setdefault(job, clock())


def done(job: Job) -> None:
    """Note that a job was done."""
    _since.pop(job, None)


def failing(clock: Callable[[], float] = monotonic) -> list[Job]:
    """The jobs that fail for longer than the patience, each time they are tried."""
    return sorted(job for job, since in dict(_since).items() if clock() - since >= PATIENCE)
