"""How what the phone keeps is erased at its term, when the work by the clock did not do it before."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from helpline.phone import finalising
from helpline.phone.models import Call, PhoneCode, ProviderRecord, Tally
from helpline.phone.outcome import Stage
from helpline.phone.rules import DELETED_KNOWN, FINALISE_AFTER
from helpline.terms import Eraser

#: no call lasts longer; whatever could not be counted by then is ended and counted
LONGEST_CALL = timedelta(hours=12)
#: days for which the tallies are kept
TALLY_TERM = timedelta(days=3 * 366)


def _late_calls(now: datetime) -> QuerySet[Call]:
    return Call.objects.filter(
        Q(stage=Stage.ENDED, ended_at__lte=now - FINALISE_AFTER) | Q(heard_at__lte=now - LONGEST_CALL)
    )


def _due_calls(now: datetime) -> int:
    return _late_calls(now).count()


def _erase_calls(now: datetime, limit: int) -> int:
    """Count and forget calls that are over; the limit is never more than what is counted at once."""
    finalising.end_silent(now=now)
    return finalising.finalise_due(now=now, limit=limit)


def _known(now: datetime) -> QuerySet[ProviderRecord]:
    return ProviderRecord.objects.filter(deleted_at__lte=now - DELETED_KNOWN)


def _due_records(now: datetime) -> int:
    return _known(now).count()


def _erase_records(now: datetime, limit: int) -> int:
    ids = list(_known(now).order_by("deleted_at").values_list("pk", flat=True)[:limit])
    return ProviderRecord.objects.filter(pk__in=ids).delete()[0]


def _dead_codes(now: datetime) -> QuerySet[PhoneCode]:
    return PhoneCode.objects.filter(
        Q(conversation__expires_at__lte=now) | Q(conversation__data_key__isnull=True)
    )


def _due_codes(now: datetime) -> int:
    return _dead_codes(now).count()


def _erase_codes(now: datetime, limit: int) -> int:
    ids = list(_dead_codes(now).order_by("pk").values_list("pk", flat=True)[:limit])
    return PhoneCode.objects.filter(pk__in=ids).delete()[0]


def _old_tallies(now: datetime) -> QuerySet[Tally]:
    return Tally.objects.filter(day_date__lt=(now - TALLY_TERM).date())


def _due_tallies(now: datetime) -> int:
    return _old_tallies(now).count()


def _erase_tallies(now: datetime, limit: int) -> int:
    ids = list(_old_tallies(now).order_by("pk").values_list("pk", flat=True)[:limit])
    return Tally.objects.filter(pk__in=ids).delete()[0]


ERASERS = [
    Eraser("phone_call", _due_calls, _erase_calls),
    Eraser("provider_record", _due_records, _erase_records),
    Eraser("phone_code", _due_codes, _erase_codes),
    Eraser("phone_tally", _due_tallies, _erase_tallies),
]
