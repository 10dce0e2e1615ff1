"""Switching appointments on for a programme, and a therapist's telephone number."""

from datetime import datetime

from django.db import transaction

from helpline.accounts.models import User
from helpline.appointments.errors import NotOffered
from helpline.appointments.models import Practice, Service
from helpline.audit import actions as audit
from helpline.programmes.models import Programme


@transaction.atomic
def switch(*, programme: Programme, on: bool, by: User, now: datetime | None = None) -> None:
    """Have a programme make appointments, or no longer. What was booked stays booked."""
    service, _ = Service.objects.select_for_update().get_or_create(programme=programme)
    if service.is_on == on:
        return
    service.is_on = on
    service.save(update_fields=["is_on"])
    audit.record(
        by=by.audit_id, action="appointments.switched", programme=programme.slug, detail={"on": on}, now=now
    )


@transaction.atomic
def set_number(*, therapist: User, number: str, by: User, now: datetime | None = None) -> None:
    """Keep the number at which this therapist is called; "" for none. number: as `numbers.e164` writes it."""
    practice = lock_practice(therapist)
    if practice.number == number:
        return
    practice.number = number
    practice.save(update_fields=["number"])
    audit.record(
        by=by.audit_id,
        action="therapist.number_changed",
        subject=therapist.audit_id,
        detail={"known": bool(number)},
        now=now,
    )


def lock_practice(therapist: User) -> Practice:
    """The row that stands for this therapist, locked until the transaction ends: one change of slots at a time."""
    Practice.objects.get_or_create(therapist=therapist)
    return Practice.objects.select_for_update().get(therapist=therapist)


def check_is_on(programme: Programme) -> None:
    """Raise NotOffered when this programme makes no appointments."""
    if not Service.objects.filter(programme=programme, is_on=True).exists():
        raise NotOffered("this programme makes no appointments")
