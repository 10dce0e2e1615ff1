"""How requests end at their term: the key first, then the row."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from helpline.requests.actions import erase_if_due
from helpline.requests.models import ProfessionalRequest
from helpline.terms import Eraser


def _due(now: datetime) -> QuerySet[ProfessionalRequest]:
    return ProfessionalRequest.objects.filter(erase_on_date__lte=timezone.localdate(now))


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Shred and delete requests whose day has come, oldest first, `limit` at most; each in its own transaction."""
    ids = list(_due(now).order_by("erase_on_date").values_list("pk", flat=True)[:limit])
    return sum(erase_if_due(request_id, now=now) for request_id in ids)


ERASERS = [Eraser("request", _count, _erase)]
