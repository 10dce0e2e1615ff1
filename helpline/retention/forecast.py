"""What would be erased, and when: the erasers asked about moments to come. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils import timezone

from helpline.retention import registry
from helpline.retention.models import LedgerLine
from helpline.terms import Eraser

#: days from now; 0 is what the next run erases
HORIZONS = (0, 1, 7, 30)
#: days back that the ledger is summed over
LOOK_BACK = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One kind. going: how many would be gone by each of the horizons, if nothing is touched until then; each holds
    the ones before it. erased: how many went in the past LOOK_BACK days."""

    kind: str
    going: tuple[int, ...]
    erased: int


def forecast(
    now: datetime, *, erasers: Sequence[Eraser] | None = None, horizons: Sequence[int] = HORIZONS
) -> list[Line]:
    """What would go and when, by kind, in the order in which a run erases."""
    since = timezone.localdate(now) - timedelta(days=LOOK_BACK)
    gone = dict(
        LedgerLine.objects.filter(on_date__gt=since)
        .values_list("kind")
        .annotate(total=Sum("erased"))
        .values_list("kind", "total")
    )
    return [
        Line(
            eraser.kind,
            tuple(eraser.due(now + timedelta(days=days)) for days in horizons),
            gone.get(eraser.kind, 0),
        )
        for eraser in (registry.erasers() if erasers is None else erasers)
    ]
