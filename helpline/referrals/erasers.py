"""How referrals and reports to the hotline end: with their case, or on their day; the key first, then the row."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from helpline.referrals.actions import erase_if_due, erase_report_if_due
from helpline.referrals.models import HotlineReport, Referral
from helpline.terms import Eraser


def _due(now: datetime) -> QuerySet[Referral]:
    return Referral.objects.filter(
        Q(case__isnull=True, erase_on_date__lte=timezone.localdate(now))
        | Q(case__isnull=False, case__expires_at__lte=now)
    )


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Shred and delete referrals past their term, the oldest first, `limit` at most; each in its own transaction."""
    ids = list(_due(now).order_by("made_date").values_list("pk", flat=True)[:limit])
    return sum(erase_if_due(referral_id, now=now) for referral_id in ids)


def _due_reports(now: datetime) -> QuerySet[HotlineReport]:
    return HotlineReport.objects.filter(erase_on_date__lte=timezone.localdate(now))


def _count_reports(now: datetime) -> int:
    return _due_reports(now).count()


def _erase_reports(now: datetime, limit: int) -> int:
    """Delete reports whose day has come, `limit` at most."""
    ids = list(_due_reports(now).order_by("erase_on_date").values_list("pk", flat=True)[:limit])
    return sum(erase_report_if_due(report_id, now=now) for report_id in ids)


ERASERS = [
    Eraser("referral", _count, _erase),
    Eraser("hotline_report", _count_reports, _erase_reports),
]
