"""Contacts that belong to a case: because the person gave its code, or because the counsellor knows."""

from datetime import datetime

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append, write_line
from helpline.cases.errors import LinkedElsewhere, OtherProgramme, WrongMove
from helpline.cases.models import Case, LineKind, LinkedContact
from helpline.contacts.models import Contact


@transaction.atomic
def link(
    *, contact: Contact, case: Case, by: User | None, by_code: bool = False, now: datetime | None = None
) -> LinkedContact:
    """The contact belongs to the case from now on. Linking it to the same case again changes nothing.

    by: None when the person's own code did it. Raises LinkedElsewhere, OtherProgramme, WrongMove for a practice
    contact, and CaseGone.
    """
    at = moment(now)
    if contact.training:
        raise WrongMove("a practice contact belongs to no case")
    # the contact first, then the case: everywhere in this order
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    existing = LinkedContact.objects.filter(contact=contact).first()
    if existing is not None and existing.case_id == case.pk:
        return existing
    if existing is not None:
        raise LinkedElsewhere("the contact belongs to another case")
    if contact.programme_id != case.programme_id:
        raise OtherProgramme("the contact is of another programme")
    codes = {"did": "linked", "channel": contact.channel, "how": "code" if by_code else "counsellor"}
    append(case=case, kind=LineKind.CONTACT, by=by, object_id=contact.pk, codes=codes, now=at)
    linked = LinkedContact.objects.create(contact=contact, case=case)
    record("case.linked", case, by, at)
    return linked


@transaction.atomic
def unlink(*, contact: Contact, case: Case, by: User, now: datetime | None = None) -> None:
    """The contact does not belong to the case after all; the timeline keeps both. Raises WrongMove and CaseGone."""
    at = moment(now)
    lock(case, at)
    deleted, _ = LinkedContact.objects.filter(contact=contact, case=case).delete()
    if not deleted:
        raise WrongMove("the contact does not belong to this case")
    codes = {"did": "unlinked", "channel": contact.channel}
    write_line(case, LineKind.CONTACT, by=by, object_id=contact.pk, codes=codes, now=at)
    record("case.unlinked", case, by, at)
