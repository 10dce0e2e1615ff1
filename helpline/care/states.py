"""The states of a risk record and the moves between them. No clock, no database."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.care.errors import WrongMove


class RiskState(models.TextChoices):
    OPEN = "open", _("Consultation needed")
    CONSULTED = "consulted", _("Consulted")
    DECIDED = "decided", _("Decided")
    CLOSED = "closed", _("Record closed")


#: from a state to the states that may follow it
MOVES: Mapping[str, frozenset[str]] = {
    RiskState.OPEN: frozenset({RiskState.CONSULTED}),
    # back to open: it became more serious, and what was advised was advised about something else
    RiskState.CONSULTED: frozenset({RiskState.OPEN, RiskState.DECIDED}),
    # consulted again, and then decided anew
    RiskState.DECIDED: frozenset({RiskState.OPEN, RiskState.CONSULTED, RiskState.CLOSED}),
    # opened again: it begins with a consultation
    RiskState.CLOSED: frozenset({RiskState.OPEN}),
}


def check_move(before: str, after: str) -> None:
    """Raise WrongMove when a record cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongMove(f"a risk record cannot go from {before} to {after}")


def check_is_open(state: str) -> None:
    """Raise WrongMove when nothing may be written in this state any more."""
    if state == RiskState.CLOSED:
        raise WrongMove("a closed risk record is opened again before anything is written in it")
