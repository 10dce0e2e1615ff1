"""Locking a contact, and its terms."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from helpline.contacts.models import Contact

#: an attempt that was never answered
ATTEMPT_TERM = timedelta(days=2)


def contact_term() -> timedelta:
    """How long an answered contact is kept after its last change of state, so that it can be corrected."""
    return timedelta(days=settings.CONTACT_TERM_DAYS)


def lock(contact: Contact) -> None:
    """Lock the contact's row until the transaction ends and read it again: what was known before may be old."""
    contact.refresh_from_db(from_queryset=Contact.objects.select_for_update())


def moment(now: datetime | None) -> datetime:
    """The moment given, or this one."""
    return now or timezone.now()
