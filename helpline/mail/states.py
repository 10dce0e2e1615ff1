"""The states of a correspondence and the moves between them."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.mail.errors import WrongState


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for somebody")
    TAKEN = "taken", _("Is being answered")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed without an answer")


class Road(models.TextChoices):
    """How the letters come, and how the answers go."""

    WEB = "web", _("On the website")
    MAIL = "mail", _("By e-mail")


class Side(models.TextChoices):
    """Who wrote it. A proposal is an answer that a colleague is to look at first; notes stay with the staff.

    automatic: the one mail that the bridge writes by itself, when a mail could not be taken whole.
    """

    VISITOR = "visitor", _("Visitor")
    HELPLINE = "helpline", _("Helpline")
    PROPOSAL = "proposal", _("Proposal")
    NOTE = "note", _("Note")
    AUTOMATIC = "auto", _("Automatic answer")


class Delivery(models.TextChoices):
    """Where an answer by e-mail is."""

    NONE = "", _("Nothing to send")
    QUEUED = "queued", _("Leaves within a minute")
    SENT = "sent", _("Handed to the mail server")
    FAILED = "failed", _("Could not be delivered")


#: from a state to the states that may follow it. A new letter makes every correspondence wait again, or keeps it taken.
MOVES: Mapping[str, frozenset[str]] = {
    State.WAITING: frozenset({State.TAKEN}),
    State.TAKEN: frozenset({State.WAITING, State.ANSWERED, State.CLOSED}),
    State.ANSWERED: frozenset({State.WAITING, State.TAKEN}),
    State.CLOSED: frozenset({State.WAITING, State.TAKEN}),
}

#: what a visitor sees of a correspondence
TO_VISITOR = (Side.VISITOR, Side.HELPLINE)


def check_move(before: str, after: str) -> None:
    """Raise WrongState when a correspondence cannot go from the one state to the other."""
    if after not in MOVES[before]:
        raise WrongState(f"a correspondence cannot go from {before} to {after}")
