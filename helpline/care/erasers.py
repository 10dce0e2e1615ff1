"""How risk records end: with their case, or at their own term; the key first, then the rows."""

from datetime import datetime

from django.db.models import Q, QuerySet

from helpline.care.actions import erase_if_due
from helpline.care.models import RiskRecord
from helpline.terms import Eraser


def _due(now: datetime) -> QuerySet[RiskRecord]:
    return RiskRecord.objects.filter(
        Q(case__isnull=True, expires_at__lte=now) | Q(case__isnull=False, case__expires_at__lte=now)
    )


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Shred and delete records past their term, `limit` at most; each in its own transaction."""
    ids = list(_due(now).order_by("opened_at").values_list("pk", flat=True)[:limit])
    return sum(erase_if_due(record_id, now=now) for record_id in ids)


ERASERS = [Eraser("risk_record", _count, _erase)]
