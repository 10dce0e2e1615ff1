"""What is erased of kept workbooks: those that nobody used for half a year."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from helpline.terms import Eraser
from selfhelp.modules.safe import weeks
from selfhelp.modules.safe.models import KeptWorkbook


def _past(now: datetime) -> QuerySet[KeptWorkbook]:
    return KeptWorkbook.objects.filter(last_week__lt=weeks.week_of(timezone.localdate(now)))


def _due(now: datetime) -> int:
    return _past(now).count()


def _erase(now: datetime, limit: int) -> int:
    places = list(_past(now).order_by("last_week").values_list("pk", flat=True)[:limit])
    # asked again: one that was opened meanwhile stays
    return _past(now).filter(pk__in=places).delete()[0]


ERASERS = [Eraser("kept_workbook", _due, _erase)]
