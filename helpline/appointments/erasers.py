"""How appointments, slots and series end at their term."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from helpline.appointments import terms
from helpline.appointments.actions import erasing
from helpline.appointments.models import Appointment, Series, Slot
from helpline.terms import Eraser


def _appointments(now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(erase_on_date__lte=timezone.localdate(now))


def _slots(now: datetime) -> QuerySet[Slot]:
    return Slot.objects.filter(ends_at__lte=now - terms.TERM, appointments__isnull=True)


def _series(now: datetime) -> QuerySet[Series]:
    last = timezone.localdate(now) - terms.TERM
    return Series.objects.filter(until_date__lte=last, slots__isnull=True)


def _eraser(kind: str, due: Callable[[datetime], QuerySet[Any]], erase: Callable[..., bool]) -> Eraser:
    def _erase(now: datetime, limit: int) -> int:
        ids: list[UUID] = list(due(now).order_by("pk").values_list("pk", flat=True)[:limit])
        return sum(erase(each, now=now) for each in ids)

    return Eraser(kind, lambda now: due(now).count(), _erase)


#: appointments first: a slot that one stands on is kept
ERASERS = [
    _eraser("appointment", _appointments, erasing.erase_appointment_if_due),
    _eraser("slot", _slots, erasing.erase_slot_if_due),
    _eraser("slot_series", _series, erasing.erase_series_if_due),
]
