"""What this room does every night: an open record does not end because its key did."""

from datetime import datetime

from django.db.models import Q

from helpline.care.actions import renew
from helpline.care.models import RiskRecord
from helpline.care.states import RiskState
from helpline.terms import NightlyJob


def keep_open_ones(now: datetime) -> int:
    """Move on the keys of open records, and of those that go with a case. Idempotent; returns how many were moved."""
    ids = RiskRecord.objects.filter(
        ~Q(state=RiskState.CLOSED) | Q(case__isnull=False, data_key__isnull=False)
    )
    return sum(renew(record_id, now=now) for record_id in list(ids.values_list("pk", flat=True)))


NIGHTLY = [NightlyJob("risk_records", keep_open_ones)]
