"""What this room does every night."""

from datetime import datetime

from helpline.cases.actions import note_unanswered
from helpline.cases.models import LinkedContact
from helpline.contacts.states import ContactState
from helpline.terms import NightlyJob


def note_unanswered_attempts(now: datetime) -> int:
    """Keep in the timelines which attempts nobody answered: the contact itself is gone in two days. How many."""
    rows = LinkedContact.objects.filter(contact__state=ContactState.CLOSED).select_related("contact")
    return sum(note_unanswered(linked=row, now=now) for row in list(rows))


NIGHTLY: list[NightlyJob] = [NightlyJob("cases_unanswered", note_unanswered_attempts)]
