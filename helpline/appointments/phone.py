"""Codes of appointments, keyed in by phone: within the slot they lead to the therapist, and attendance counts itself.

What a caller hears never tells whether a code exists: outside the slot, without a number, or after a cancellation the
digits are read as if nobody knew them.
"""

from datetime import datetime
from uuid import UUID

from helpline.appointments import terms
from helpline.appointments.actions import codes, reporting
from helpline.appointments.errors import TooBusy
from helpline.appointments.models import Practice
from helpline.appointments.policies import owns
from helpline.appointments.states import AppointmentState
from helpline.programmes import keycodes
from helpline.programmes.keycodes import Direction
from helpline.programmes.models import Programme

#: in these states a caller is put through; "called" too, because a line can break
_PUT_THROUGH = (AppointmentState.BOOKED, AppointmentState.ATTENDED, AppointmentState.NOT_ATTENDED)


def register() -> None:
    """Have keyed digits read. Also used by tests that took the reader away."""
    keycodes.register("appointment", read, told)


def read(digits: str, programme: Programme, now: datetime) -> Direction | None:
    """Where to put a caller with these digits through; None when nowhere. Raises keycodes.TooManyTries."""
    try:
        found = codes.by_keyed(digits, programme, now)
    except TooBusy:
        raise keycodes.TooManyTries from None
    if found is None or found.state not in _PUT_THROUGH:
        return None
    if not owns(found.slot.therapist, found.slot):
        return None  # who works here no more is not called
    if not terms.puts_through(found.slot.starts_at, found.slot.ends_at, now):
        return None
    number = (
        Practice.objects.filter(therapist=found.slot.therapist_id).values_list("number", flat=True).first()
    )
    return Direction(number=number, reference=str(found.pk)) if number else None


def told(reference: str, connected: bool, now: datetime) -> None:
    """Caller and therapist were connected, or not. A call that was not answered is no attendance."""
    if connected:
        reporting.connected(appointment_id=UUID(reference), now=now)
