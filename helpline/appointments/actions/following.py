"""What the case hears of an appointment: that there is one, on which day, and what became of it."""

from contextlib import suppress
from datetime import datetime

from helpline.accounts.models import User
from helpline.appointments.models import Appointment
from helpline.cases import actions as cases
from helpline.cases.errors import CaseGone
from helpline.cases.models import LineKind
from helpline.programmes.hours import AMSTERDAM


def tell_case(appointment: Appointment, what: str, *, by: User | None, now: datetime) -> None:
    """Append a line to the case it was made for, in the caller's transaction. by: None when no counsellor did it."""
    if appointment.case is None:
        return
    day = appointment.slot.starts_at.astimezone(AMSTERDAM).date()
    # a case whose term has passed hears nothing any more, and that stops nobody
    with suppress(CaseGone):
        cases.append(
            case=appointment.case,
            kind=LineKind.APPOINTMENT,
            by=by,
            object_id=appointment.pk,
            codes={"what": what, "day": day.isoformat()},
            now=now,
        )
