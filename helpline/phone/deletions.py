"""Deleting the records of calls at the provider: tried again ever later, counted by day, and never silently given up.

The provider keeps the number of whoever called in its record of the call until we delete it there.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from helpline.phone import provider, tally
from helpline.phone.account import account
from helpline.phone.errors import PhoneOff
from helpline.phone.models import ProviderRecord, Tally
from helpline.phone.rules import DELETE_AGAIN, DELETE_AT_ONCE

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What is still to be deleted at the provider, and what it says that it holds.

    waiting: names on our list; given_up: those that were refused for so long that a person has to look; oldest_at: the
    moment since which the oldest waits. deleted: by day, of the last days. held: the provider's own count, or None
    when it was not asked or did not answer.
    """

    waiting: int
    given_up: int
    oldest_at: datetime | None
    deleted: dict[str, int]
    held: provider.Held | None


def delete_due(*, now: datetime | None = None, limit: int = DELETE_AT_ONCE) -> int:
    """Have the provider delete the records that are due; return how many it did.

    Each is asked for outside of a transaction, because the provider may take seconds. Two processes that ask for the
    same one do no harm: a record that is gone is deleted.
    """
    if account() is None:
        return 0
    now = now or timezone.now()
    due = ProviderRecord.objects.filter(deleted_at=None, given_up=False, due_at__lte=now).order_by("due_at")
    deleted = 0
    for record in list(due[:limit]):
        try:
            provider.delete_call(record.sid)
        except provider.ProviderError as refused:
            _try_again(record, now)
            if not refused.permanent:
                break  # it is away: the others would fail as well
        except PhoneOff:
            break
        else:
            deleted += _is_deleted(record, now)
    return deleted


@transaction.atomic
def _is_deleted(record: ProviderRecord, now: datetime) -> int:
    changed = ProviderRecord.objects.filter(pk=record.pk, deleted_at=None).update(deleted_at=now)
    if changed:
        tally.add("deleted", day=timezone.localdate(now))
    return changed


@transaction.atomic
def _try_again(record: ProviderRecord, now: datetime) -> None:
    tries = record.tries + 1
    if tries > len(DELETE_AGAIN):
        ProviderRecord.objects.filter(pk=record.pk).update(tries=tries, given_up=True)
        tally.add("given_up", day=timezone.localdate(now))
        logger.error("phone: the record of a call could not be deleted at the provider; see phone_held")
        return
    ProviderRecord.objects.filter(pk=record.pk).update(tries=tries, due_at=now + DELETE_AGAIN[tries - 1])


def try_given_up_again(*, now: datetime | None = None) -> int:
    """Put the records that were given up back on the list, once their cause was mended; return how many."""
    return ProviderRecord.objects.filter(given_up=True, deleted_at=None).update(
        given_up=False, tries=0, due_at=now or timezone.now()
    )


def report(*, ask: bool, now: datetime | None = None, days: int = 14) -> Report:
    """What is still to be deleted. ask: also ask the provider what it holds, which takes seconds."""
    now = now or timezone.now()
    open_records = ProviderRecord.objects.filter(deleted_at=None)
    since = timezone.localdate(now) - timedelta(days=days)
    rows = Tally.objects.filter(what="deleted", day_date__gte=since).order_by("day_date")
    return Report(
        waiting=open_records.filter(given_up=False).count(),
        given_up=open_records.filter(given_up=True).count(),
        oldest_at=open_records.aggregate(first=Min("due_at"))["first"],
        deleted={row.day_date.isoformat(): row.n for row in rows},
        held=_held() if ask else None,
    )


def _held() -> provider.Held | None:
    try:
        return provider.held()
    except (provider.ProviderError, PhoneOff):
        return None
