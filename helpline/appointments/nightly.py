"""What this room does every night."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from helpline.appointments import notices
from helpline.appointments.actions.erasing import forget_dead_codes
from helpline.appointments.actions.publishing import fill
from helpline.appointments.actions.service import lock_practice
from helpline.appointments.models import Series, Service
from helpline.terms import NightlyJob


def fill_all(*, now: datetime) -> int:
    """Fill every series that goes on up to the horizon; returns how many slots were made."""
    on = Service.objects.filter(is_on=True).values("programme")
    going_on = Series.objects.filter(
        Q(until_date__isnull=True) | Q(until_date__gte=timezone.localdate(now)),
        programme__in=on,
        therapist__is_active=True,
    )
    made = 0
    for series in going_on.select_related("therapist").order_by("pk"):
        with transaction.atomic():
            lock_practice(series.therapist)
            made += fill(series, now=now)
    return made


def tidy(now: datetime) -> None:
    """Forget the codes of yesterday, fill the series, and mail the links to report with. Idempotent."""
    forget_dead_codes(now=now)
    fill_all(now=now)
    notices.ask_for_reports(now=now)


NIGHTLY = [NightlyJob("appointments", tidy)]
