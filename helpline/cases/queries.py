"""Reading cases: one of them, whose a contact is, what was written, and what a code opens."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from helpline.cases import returning, sealing
from helpline.cases.models import Case, LinkedContact
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme

unseal = sealing.unseal


def find(case_id: UUID, *, now: datetime | None = None) -> Case | None:
    """A case by its id, with what its screens need; None when it is gone or its term has passed."""
    return (
        Case.objects.select_related("programme", "owner")
        .filter(pk=case_id, expires_at__gt=now or timezone.now())
        .exclude(data_key=None)
        .first()
    )


def by_code(text: str, programme: Programme, *, now: datetime | None = None) -> Case | None:
    """The case whose return code in words or digits this is, in its own programme; None when there is none.

    Slow on purpose (about 0.1 s) when it could be a code: in no transaction. Raises TooManyTries.
    """
    at = now or timezone.now()
    digits = "".join(text.split())
    if returning.are_digits(digits):
        return returning.by_digits(digits, programme, at)
    return returning.by_words(text, programme, at)


def case_of(contact: Contact | UUID, *, now: datetime | None = None) -> Case | None:
    """The case to which a contact belongs, if any."""
    contact_id = contact.pk if isinstance(contact, Contact) else contact
    linked = (
        LinkedContact.objects.filter(contact_id=contact_id, case__expires_at__gt=now or timezone.now())
        .select_related("case__programme", "case__owner")
        .first()
    )
    return linked.case if linked else None
