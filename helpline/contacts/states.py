"""The states of a contact and the moves between them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.contacts.errors import WrongMove


class ContactState(models.TextChoices):
    AT_THE_DOOR = "at_the_door", _("At the door")
    OPEN = "open", _("Open")
    TO_REGISTER = "to_register", _("To register")
    REGISTERED = "registered", _("Registered")
    CLOSED = "closed", _("Never answered")


class Outcome(models.TextChoices):
    """What became of the attempt."""

    ANSWERED = "answered", _("Answered")
    LEFT_WAITING = "left_waiting", _("Left while waiting")
    CLOSED = "closed", _("Closed")
    NOBODY_ON_DUTY = "nobody_on_duty", _("Nobody on duty")
    REFUSED = "refused", _("Refused")
    OVERLOAD = "overload", _("Too busy")
    # of calls only
    LEFT_EARLY = "left_early", _("Hung up at once")
    WAIT_LIMIT = "wait_limit", _("Waited too long")
    DEVICE_UNREACHABLE = "device_unreachable", _("Counsellor's device could not be reached")
    TECHNICAL = "technical", _("Technical fault")


#: from a state to the states that may follow it
MOVES: Mapping[str, frozenset[str]] = {
    ContactState.AT_THE_DOOR: frozenset({ContactState.OPEN, ContactState.CLOSED}),
    # registered while the visitor is still there: one-click closings do that
    ContactState.OPEN: frozenset({ContactState.TO_REGISTER, ContactState.REGISTERED}),
    # back to open: the same conversation goes on after all
    ContactState.TO_REGISTER: frozenset({ContactState.OPEN, ContactState.REGISTERED}),
    ContactState.REGISTERED: frozenset({ContactState.OPEN}),
    ContactState.CLOSED: frozenset(),
}

#: the states in which the registration form takes answers
WRITABLE = frozenset({ContactState.OPEN, ContactState.TO_REGISTER})


def check_move(before: str, after: str) -> None:
    """Raise WrongMove when a contact cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongMove(f"a contact cannot go from {before} to {after}")
