"""What this room does every night."""

from datetime import datetime, timedelta

from helpline.contacts.actions import close_attempt
from helpline.contacts.errors import WrongMove
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.terms import NightlyJob

#: nobody stands at a door for longer than this
FORGOTTEN_AFTER = timedelta(days=1)


def close_forgotten_attempts(now: datetime) -> int:
    """Close attempts whose outcome nobody told, because a process died: they left while waiting. Return how many."""
    closed = 0
    forgotten = Contact.objects.filter(state=ContactState.AT_THE_DOOR, arrived_at__lte=now - FORGOTTEN_AFTER)
    for contact in list(forgotten.order_by("arrived_at")):
        try:
            close_attempt(contact=contact, outcome=Outcome.LEFT_WAITING, now=now)
            closed += 1
        except (WrongMove, Contact.DoesNotExist):
            continue  # somebody told it in the meantime
    return closed


NIGHTLY: list[NightlyJob] = [NightlyJob("close_forgotten_attempts", close_forgotten_attempts)]
