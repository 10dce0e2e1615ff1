"""How groups and interests end at their term: the key first, then the rows."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from helpline.groups.actions import erase_group_if_due, erase_interest_if_due
from helpline.groups.models import Group, Interest
from helpline.terms import Eraser


def _groups(now: datetime) -> QuerySet[Group]:
    return Group.objects.filter(erase_on_date__lte=timezone.localdate(now))


def _interests(now: datetime) -> QuerySet[Interest]:
    return Interest.objects.filter(erase_on_date__lte=timezone.localdate(now))


def _erase_groups(now: datetime, limit: int) -> int:
    ids = list(_groups(now).order_by("erase_on_date").values_list("pk", flat=True)[:limit])
    return sum(erase_group_if_due(each, now=now) for each in ids)


def _erase_interests(now: datetime, limit: int) -> int:
    ids = list(_interests(now).order_by("erase_on_date").values_list("pk", flat=True)[:limit])
    return sum(erase_interest_if_due(each, now=now) for each in ids)


ERASERS = [
    Eraser("group", lambda now: _groups(now).count(), _erase_groups),
    Eraser("group_interest", lambda now: _interests(now).count(), _erase_interests),
]
