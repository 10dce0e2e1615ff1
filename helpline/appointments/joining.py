"""An appointment goes along when its contact is put with a case. Nothing in it is sealed, and its own term stays."""

from collections.abc import Iterable
from datetime import datetime

from helpline.accounts.models import User
from helpline.appointments.actions import following
from helpline.appointments.models import Appointment
from helpline.appointments.states import AppointmentState
from helpline.cases import gathering
from helpline.cases.models import Case
from helpline.contacts.models import Contact


def _locked(contact: Contact, case: Case | None) -> Iterable[Appointment]:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("slot", "case")
    return rows.filter(contact=contact, case=case).order_by("pk")


def _bring(appointment: Appointment, case: Case, by: User, now: datetime) -> None:
    appointment.case = case
    appointment.save(update_fields=["case"])
    following.tell_case(appointment, "booked", by=by, now=now)
    if appointment.state != AppointmentState.BOOKED:
        following.tell_case(appointment, appointment.state, by=by, now=now)


def _release(appointment: Appointment, by: User, now: datetime) -> None:
    following.tell_case(appointment, "detached", by=by, now=now)
    appointment.case = None
    appointment.save(update_fields=["case"])


def register() -> None:
    """Have appointments go along. Called once, when the apps are ready."""
    gathering.register("appointment", gathering.Follower(_locked, _bring, _release))
