"""Walking the chain, and keeping when that was done and what was found."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from helpline.audit import chain, checkpoints, queries
from helpline.audit.models import Verification


def verify_and_keep(*, also: Iterable[chain.Checkpoint] = (), now: datetime | None = None) -> chain.Verdict:
    """Walk all entries, as `queries.verify` does, and keep the verdict. Raises NotACheckpoint."""
    verdict = queries.verify(also)
    Verification.objects.update_or_create(
        pk=1,
        defaults={
            "at": now or timezone.now(),
            "length": verdict.length,
            "broken_at": verdict.broken_at,
            "reason": verdict.reason,
        },
    )
    return verdict


class ChainBroken(Exception):
    """The audit log was changed. The promises page and `verify_audit` say where."""


def nightly(now: datetime) -> chain.Checkpoint:
    """Verify the chain, and keep its end as a checkpoint when it is whole. Raises ChainBroken, NotACheckpoint."""
    if verify_and_keep(now=now).broken_at is not None:
        raise ChainBroken
    return checkpoints.keep(now)
