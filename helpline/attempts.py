"""What the house refused, counted without anybody: by the kind of address and the reason, in the metrics and the log.

Attempts to get around a control are among it, and so are slips: one alone says nothing but that somebody was there, and
a log of those would be a log of visitors. So the log hears of a reason once in an hour, when it came at least `ENOUGH`
times; what is less is carried on, and told when the day or the process ends. The metrics have it at once.
"""

import logging
import threading
from collections import Counter
from datetime import date, datetime

from django.utils import timezone

from helpline import logs, metrics
from helpline.metrics import Route

logger = logging.getLogger(__name__)

ENOUGH = 10
#: what an answer's status says about why it was refused; an address that leads nowhere (404) is mostly an old link
WHY = {
    400: "malformed", 401: "signed_out", 403: "forbidden", 405: "method", 409: "state", 413: "too_large",
    415: "malformed", 422: "not_accepted", 429: "too_fast",
}  # fmt: skip
#: a form whose token was missing or another's; it counts among "forbidden" too
FORM_TOKEN = "form_token"  # noqa: S105  (no secret)
logs.know(*metrics.REFUSALS)


class Tally:
    """Counts that are told together."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._told: tuple[date, int] | None = None

    def add(self, route: str, why: str) -> None:
        with self._lock:
            self._counts[route, why] += 1

    def due(self, now: datetime, *, is_end: bool = False) -> list[tuple[str, str, int]]:
        """What is to be told now, as (route, why, how often), and is forgotten here. now: in the house's time zone."""
        with self._lock:
            before, self._told = self._told, (now.date(), now.hour)
            if not is_end and before in {None, self._told}:
                return []
            is_day_over = is_end or (before is not None and before[0] != now.date())
            told = [
                (route, why, count)
                for (route, why), count in sorted(self._counts.items())
                if is_day_over or count >= ENOUGH
            ]
            for route, why, _ in told:
                del self._counts[route, why]
            return told


_tally = Tally()


def answered(route: Route, status: int) -> None:
    """Count an answer when its status is a refusal."""
    if why := WHY.get(status):
        count(route, why)


def count(route: Route, why: str) -> None:
    """Count one refusal. why: one of `metrics.REFUSALS`."""
    metrics.refused.add(route, why)
    _tally.add(route.value, why)


def tell(now: datetime, *, is_end: bool = False) -> None:
    """Write down what is due. is_end: this process ends, and nothing is carried on."""
    for route, why, times in _tally.due(timezone.localtime(now), is_end=is_end):
        logger.info("refused since this was last told", extra={"route": route, "kind": why, "count": times})
