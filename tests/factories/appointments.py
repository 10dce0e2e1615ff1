"""Therapists with hours, and appointments in them."""

from datetime import UTC, date, datetime, time, timedelta

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.appointments.actions import booking, publishing, service
from helpline.appointments.actions.codes import Code
from helpline.appointments.models import Appointment, Service, Slot
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff
from tests.factories.programmes import make_programme

#: a Tuesday in summer, two in the afternoon in Amsterdam
NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)
#: the Thursday after it; slots are made at ten on the wall, which is eight in UTC
DAY = date(2026, 7, 9)
START = datetime(2026, 7, 9, 8, 0, tzinfo=UTC)
NUMBER = "+31850000009"


def make_offering(*, slug: str = "stopitnow", on: bool = True) -> Programme:
    """A programme that makes appointments."""
    programme = make_programme(slug=slug, name=slug.title())
    Service.objects.create(programme=programme, is_on=on)
    return programme


def make_therapist(*programmes: Programme, number: str = NUMBER, name: str = "") -> User:
    """Somebody who publishes hours, with a number to be called at."""
    therapist = make_staff(*programmes, role=Role.THERAPIST, name=name)
    if number:
        service.set_number(therapist=therapist, number=number, by=therapist, now=NOW)
    return therapist


def make_slot(
    *,
    programme: Programme,
    therapist: User | None = None,
    day: date = DAY,
    at: str = "10:00",
    minutes: int = 45,
    now: datetime = NOW,
) -> Slot:
    """An hour, published."""
    return publishing.publish(
        programme=programme,
        therapist=therapist or make_therapist(programme),
        day=day,
        at=time.fromisoformat(at),
        minutes=minutes,
        now=now,
    )


def make_appointment(
    *, programme: Programme, therapist: User | None = None, by: User | None = None, now: datetime = NOW
) -> tuple[Appointment, Code]:
    """Somebody who calls a therapist on DAY at ten."""
    slot = make_slot(programme=programme, therapist=therapist, now=now)
    return booking.book(slot=slot, by=by or make_staff(programme), now=now)


def after(appointment: Appointment, **span: float) -> datetime:
    """A moment after the beginning of its slot."""
    return appointment.slot.starts_at + timedelta(**span)
