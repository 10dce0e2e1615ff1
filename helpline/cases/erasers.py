"""How cases end at their term: the key first, then the row with all that belongs to it."""

from datetime import datetime

from django.db.models import QuerySet

from helpline.cases.actions.ending import erase_if_due
from helpline.cases.models import Case
from helpline.terms import Eraser


def _due(now: datetime) -> QuerySet[Case]:
    return Case.objects.filter(expires_at__lte=now)


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Shred and delete cases past their term, the oldest first, `limit` at most; each in its own transaction."""
    ids = list(_due(now).order_by("expires_at").values_list("pk", flat=True)[:limit])
    return sum(erase_if_due(case_id, now=now) for case_id in ids)


ERASERS = [Eraser("case", _count, _erase)]
