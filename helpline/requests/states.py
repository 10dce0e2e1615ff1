"""The states of a request and the moves between them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.requests.errors import WrongMove


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Waits for somebody")
    TAKEN = "taken", _("Being handled")
    DONE = "done", _("Handled")


#: from a state to the states that may follow it; deleting is possible in each
MOVES: Mapping[str, frozenset[str]] = {
    RequestState.WAITING: frozenset({RequestState.TAKEN}),
    # back to waiting: given back, so that a colleague can take it
    RequestState.TAKEN: frozenset({RequestState.WAITING, RequestState.DONE}),
    # taken again: it was not done after all
    RequestState.DONE: frozenset({RequestState.TAKEN}),
}


def check_move(before: str, after: str) -> None:
    """Raise WrongMove when a request cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongMove(f"a request cannot go from {before} to {after}")
