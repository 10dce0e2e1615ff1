"""What this room does every night: an open record does not end because its key did."""

from datetime import datetime

from helpline.care.actions import renew
from helpline.care.models import RiskRecord
from helpline.care.states import RiskState
from helpline.terms import NightlyJob


def keep_open_ones(now: datetime) -> int:
    """Move on the keys of open records, or the cases they go with. Idempotent; returns how many were moved."""
    ids = RiskRecord.objects.exclude(state=RiskState.CLOSED).values_list("pk", flat=True)
    return sum(renew(record_id, now=now) for record_id in list(ids))


NIGHTLY = [NightlyJob("risk_records", keep_open_ones)]
