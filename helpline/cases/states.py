"""The states of a case and the moves between them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.cases.errors import WrongMove


class CaseState(models.TextChoices):
    OPEN = "open", _("Open")
    #: nothing can be done until somebody else does something: the person comes back, an organisation answers
    WAITING = "waiting", _("Waiting")
    CLOSED = "closed", _("Closed")


#: from a state to the states that may follow it
MOVES: Mapping[str, frozenset[str]] = {
    CaseState.OPEN: frozenset({CaseState.WAITING, CaseState.CLOSED}),
    CaseState.WAITING: frozenset({CaseState.OPEN, CaseState.CLOSED}),
    # the same person came back after all
    CaseState.CLOSED: frozenset({CaseState.OPEN}),
}

#: the states in which there is still something to do
GOING_ON = frozenset({CaseState.OPEN, CaseState.WAITING})


def check_move(before: str, after: str) -> None:
    """Raise WrongMove when a case cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongMove(f"a case cannot go from {before} to {after}")
