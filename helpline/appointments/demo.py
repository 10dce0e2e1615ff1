"""Appointments as the demo shows them: a therapist with hours in the coming weeks, at one programme."""

from datetime import time, timedelta

from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.appointments.actions import booking, publishing, service
from helpline.appointments.errors import AppointmentError
from helpline.appointments.models import Service, Slot
from helpline.appointments.queries import free_slots, number_of
from helpline.programmes.models import Programme

#: a number of nobody: the simulator picks up
NUMBER = "+31850000021"
#: days from today, and the hour on the wall
_HOURS = ((1, "10:00"), (1, "14:00"), (3, "09:30"), (6, "11:00"), (8, "15:00"))


def create_demo_content() -> None:
    """Switch appointments on, publish hours and make one appointment, where there is none. May be called again."""
    programme = Programme.objects.filter(slug="stopitnow").first()
    therapist = _first(Role.THERAPIST, programme)
    counsellor = _first(Role.COUNSELLOR, programme)
    if programme is None or therapist is None or counsellor is None:
        return
    Service.objects.get_or_create(programme=programme, defaults={"is_on": True})
    if not number_of(therapist):
        service.set_number(therapist=therapist, number=NUMBER, by=therapist)
    if Slot.objects.filter(therapist=therapist).exists():
        return
    today = timezone.localdate()
    for days, at in _HOURS:
        _publish(programme, therapist, days, at)
    publishing.publish_weekly(
        programme=programme,
        therapist=therapist,
        first=today + timedelta(days=(1 - today.weekday()) % 7),
        until=None,
        at=time(16),
        minutes=50,
    )
    slot = free_slots(programme, timezone.now()).first()
    if slot is not None:
        booking.book(slot=slot, by=counsellor)


def _publish(programme: Programme, therapist: User, days: int, at: str) -> None:
    day = timezone.localdate() + timedelta(days=days)
    if day.weekday() > 4:  # no hours in a weekend: on Monday
        day += timedelta(days=7 - day.weekday())
    try:
        publishing.publish(
            programme=programme, therapist=therapist, day=day, at=time.fromisoformat(at), minutes=45
        )
    except AppointmentError:
        return  # on the day of a demo an hour may be in the way of another


def _first(role: str, programme: Programme | None) -> User | None:
    return (
        User.objects.filter(memberships__role=role, memberships__programme=programme, is_active=True)
        .order_by("pk")
        .first()
    )
