"""How appointments and slots end at their term."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.appointments import terms
from helpline.appointments.models import Appointment, Series, Slot


@transaction.atomic
def erase_appointment_if_due(appointment_id: UUID, *, now: datetime) -> bool:
    """Erase an appointment whose day has come; False when it is not (any more) due. The counters stay."""
    erased, _ = Appointment.objects.filter(
        pk=appointment_id, erase_on_date__lte=timezone.localdate(now)
    ).delete()
    return bool(erased)


@transaction.atomic
def forget_dead_codes(*, now: datetime) -> int:
    """Empty the hashes of codes and links that open nothing any more; returns how many appointments had one."""
    dead = Appointment.objects.filter(code_ends_at__lte=now, words_hash__isnull=False)
    over = Appointment.objects.filter(link_ends_at__lte=now)
    over.update(link_hash=None, link_ends_at=None)
    return dead.update(words_hash=None, digits_hash=None)


def erase_slot_if_due(slot_id: UUID, *, now: datetime) -> bool:
    """Erase a slot whose term has passed and in which no appointment is kept."""
    due = Slot.objects.filter(pk=slot_id, ends_at__lte=now - terms.TERM, appointments__isnull=True)
    return bool(due.delete()[0])


def erase_series_if_due(series_id: UUID, *, now: datetime) -> bool:
    """Erase a series that ended so long ago that no slot of it is left."""
    last = timezone.localdate(now) - terms.TERM
    return bool(Series.objects.filter(pk=series_id, until_date__lte=last, slots__isnull=True).delete()[0])
