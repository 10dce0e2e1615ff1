"""The counted tries in the database. What may follow what is decided in throttle.py."""

from datetime import datetime, timedelta

from django.db import transaction

from helpline.accounts import throttle
from helpline.accounts.models import TryBucket

_RESERVE_KEY = "strangers"


@transaction.atomic
def take(bucket: str, *, stranger: bool, now: datetime) -> None:
    """Count a try in this bucket, and a stranger's also in the shared reserve. Raises TooSoon; then neither counts."""
    if stranger:
        reserve = _locked(_RESERVE_KEY)
        left = throttle.STRANGERS_RESERVE if reserve.left is None else reserve.left
        drawn = throttle.draw(throttle.Reserve(left, reserve.last_at), now)
        reserve.left, reserve.last_at = drawn.left, drawn.at
        reserve.save()
    row = _locked(bucket)
    tries = throttle.take(throttle.Tries(row.count, row.last_at), now)
    row.count, row.last_at = tries.count, tries.last_at
    row.save()


@transaction.atomic
def give_back(bucket: str) -> None:
    """A counted try was right."""
    row = _locked(bucket)
    row.count = throttle.give_back(throttle.Tries(row.count, row.last_at)).count
    row.save()


def sweep(*, now: datetime) -> int:
    """Delete buckets that start anew anyway. Returns how many."""
    cut = now - max(throttle.FORGET_AFTER, timedelta(hours=1))
    return TryBucket.objects.filter(last_at__lt=cut).delete()[0]


def _locked(key: str) -> TryBucket:
    TryBucket.objects.get_or_create(key=key)
    return TryBucket.objects.select_for_update().get(key=key)
