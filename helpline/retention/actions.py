"""The erasure run and the nightly run."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from helpline.retention import registry, terms
from helpline.retention.models import LedgerLine, NightlyRun
from helpline.terms import Eraser, NightlyJob
from helpline.vault.actions import destroy_expired_day_keys

logger = logging.getLogger(__name__)

BATCH = 200
DAY_KEYS = "day_key"
ERASURE = "erase"


class SomeFailed(Exception):
    """Some kinds or jobs failed; the others were done. `names` says which; the next run takes them up again."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = list(names)


def due(now: datetime, *, erasers: Sequence[Eraser] | None = None) -> dict[str, int]:
    """Return how many items of each kind have passed their term. Changes nothing."""
    chosen = registry.erasers() if erasers is None else erasers
    return {eraser.kind: eraser.due(now) for eraser in chosen}


def erase(*, now: datetime | None = None, erasers: Sequence[Eraser] | None = None) -> dict[str, int]:
    """Erase everything that has passed its term, and last the day keys of days that have passed.

    Works in small transactions: broken off, the next run goes on where this one stopped. One kind that fails does not
    keep the others, nor the keys: they are what puts an end to copies that nobody thought of.
    Returns counts by kind, which the ledger keeps too. Raises SomeFailed at the end.
    """
    now = now or timezone.now()
    counts: dict[str, int] = {}
    failed: list[str] = []
    for eraser in registry.erasers() if erasers is None else erasers:
        counts[eraser.kind] = 0
        try:
            for erased in _batches(eraser, now):
                counts[eraser.kind] += erased
                _count(eraser.kind, erased, now)
        except Exception as error:  # whatever it is, the other kinds are erased
            # the type only: an error's text can hold a row's values
            logger.error("erasing %s failed: %s", eraser.kind, type(error).__name__)  # noqa: TRY400
            failed.append(eraser.kind)
    counts[DAY_KEYS] = destroy_expired_day_keys(now=now)
    _count(DAY_KEYS, counts[DAY_KEYS], now)
    LedgerLine.objects.filter(
        on_date__lt=timezone.localdate(now) - timedelta(days=terms.LEDGER_DAYS)
    ).delete()
    if failed:
        raise SomeFailed(failed)
    return counts


def _batches(eraser: Eraser, now: datetime) -> Iterator[int]:
    while erased := eraser.erase(now, BATCH):
        yield erased


@transaction.atomic
def _count(kind: str, erased: int, now: datetime) -> None:
    if not erased:
        return
    line, _ = LedgerLine.objects.get_or_create(kind=kind, on_date=timezone.localdate(now))
    LedgerLine.objects.filter(pk=line.pk).update(erased=F("erased") + erased)


def run_nightly(
    *, now: datetime | None = None, again: bool = False, jobs: Sequence[NightlyJob] | None = None
) -> list[str]:
    """Do the night's work that was not done yet today; return the names of what was done.

    `again` does all of it once more. One job that fails does not keep the others; it is done at the next call.
    Raises SomeFailed at the end.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    if jobs is None:
        jobs = [NightlyJob(ERASURE, lambda moment: erase(now=moment)), *registry.nightly_jobs()]
    done_already = (
        set() if again else set(NightlyRun.objects.filter(on_date=today).values_list("job", flat=True))
    )
    done: list[str] = []
    failed: list[str] = []
    for job in jobs:
        if job.name in done_already:
            continue
        try:
            job.run(now)
        except Exception as error:  # whatever it is, the other jobs are done
            work, kind = job.name, type(error).__name__  # our own word for it
            logger.error("the nightly job %s failed: %s", work, kind)  # noqa: TRY400  as above
            failed.append(job.name)
        else:
            NightlyRun.objects.update_or_create(job=job.name, on_date=today, defaults={"done_at": now})
            done.append(job.name)
    NightlyRun.objects.filter(on_date__lt=today - timedelta(days=terms.NIGHTLY_RUN_DAYS)).delete()
    if failed:
        raise SomeFailed(failed)
    return done
