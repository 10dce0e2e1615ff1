"""The states of an appointment, the moves between them, and what each move does to the figures. Pure but for labels."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.appointments.errors import WrongMove


class AppointmentState(models.TextChoices):
    BOOKED = "booked", _("Booked")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Called")
    NOT_ATTENDED = "not_attended", _("Did not call")
    STARTED = "started", _("Treatment started")


class CancelledBy(models.TextChoices):
    PERSON = "person", _("by the person")
    COUNSELLOR = "counsellor", _("by the helpline")
    THERAPIST = "therapist", _("by the therapist")
    MOVED = "moved", _("moved to another time")


#: from a state to the states that may follow it; a report can be corrected, a cancellation is final
MOVES: Mapping[str, frozenset[str]] = {
    AppointmentState.BOOKED: frozenset(
        {AppointmentState.CANCELLED, AppointmentState.ATTENDED, AppointmentState.NOT_ATTENDED}
    ),
    AppointmentState.CANCELLED: frozenset(),
    AppointmentState.ATTENDED: frozenset({AppointmentState.NOT_ATTENDED, AppointmentState.STARTED}),
    AppointmentState.NOT_ATTENDED: frozenset({AppointmentState.ATTENDED}),
    # a mistake: they called, and no treatment began
    AppointmentState.STARTED: frozenset({AppointmentState.ATTENDED}),
}

#: the steps of the figures that an appointment in this state has been through
STEPS: Mapping[str, frozenset[str]] = {
    AppointmentState.BOOKED: frozenset({"planned"}),
    AppointmentState.CANCELLED: frozenset({"planned"}),
    AppointmentState.ATTENDED: frozenset({"planned", "attended"}),
    AppointmentState.NOT_ATTENDED: frozenset({"planned"}),
    AppointmentState.STARTED: frozenset({"planned", "attended", "started"}),
}

#: states in which a slot is somebody's
HOLDING = (
    AppointmentState.BOOKED,
    AppointmentState.ATTENDED,
    AppointmentState.NOT_ATTENDED,
    AppointmentState.STARTED,
)


def check_move(before: str, after: str) -> None:
    """Raise WrongMove when an appointment cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongMove(f"an appointment cannot go from {before} to {after}")


def path(before: str, after: str) -> list[str]:
    """The states to pass from the one to the other, the last included: "started" is told at once, and goes by "called".

    Empty when they are the same. Raises WrongMove when no way leads there.
    """
    ways: list[list[str]] = [[]]
    seen = {before}
    for way in ways:
        here = way[-1] if way else before
        if here == after:
            return way
        for following in sorted(MOVES[here] - seen - {AppointmentState.CANCELLED}):
            seen.add(following)
            ways.append([*way, following])
    raise WrongMove(f"no report leads from {before} to {after}")


def gained(before: str, after: str) -> frozenset[str]:
    """The steps that this move adds to the figures."""
    return STEPS[after] - STEPS[before]


def lost(before: str, after: str) -> frozenset[str]:
    """The steps that this move takes back out of the figures: the correction of a mistake."""
    return STEPS[before] - STEPS[after]
