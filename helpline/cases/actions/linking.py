"""Contacts that belong to a case: because the person gave its code, or because the counsellor knows."""

from datetime import datetime

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases import gathering, queries
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append, write_line
from helpline.cases.errors import LinkedElsewhere, OtherProgramme, WrongMove
from helpline.cases.models import Case, LineKind, LinkedContact
from helpline.contacts import actions as contacts
from helpline.contacts.models import Contact
from helpline.contacts.states import WRITABLE, ContactState


@transaction.atomic
def link(
    *, contact: Contact, case: Case, by: User | None, by_code: bool = False, now: datetime | None = None
) -> LinkedContact:
    """The contact belongs to the case from now on, with what was made of it (`cases.gathering`).

    Linking it to the same case again changes nothing.
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
    who = by or contact.counsellor
    if who is not None:  # without anybody there is nothing that was made of the contact
        gathering.bring(contact, case, by=who, now=at)
    codes = {"did": "linked", "channel": contact.channel, "how": "code" if by_code else "counsellor"}
    append(case=case, kind=LineKind.CONTACT, by=by, object_id=contact.pk, codes=codes, now=at)
    linked = LinkedContact.objects.create(contact=contact, case=case)
    if contact.counsellor is not None:
        propose_which_of_year(contact=contact, by=contact.counsellor, now=at)
    record("case.linked", case, by, at)
    return linked


@transaction.atomic
def propose_which_of_year(*, contact: Contact, by: User, now: datetime | None = None) -> None:
    """Fill in which contact of this person this year it is, when it belongs to a case and nobody answered that yet.

    The counsellor sees that it was filled in, and may change it. Nothing happens when the form does not ask it, or
    the contact is not being registered.
    """
    at = moment(now)
    linked = (
        LinkedContact.objects.filter(contact=contact, case__expires_at__gt=at).select_related("case").first()
    )
    if linked is None or contact.state not in WRITABLE:
        return
    code = queries.contact_of_year(linked.case, contact)
    if code:
        contacts.prefill(contact=contact, told={queries.CONTACT_OF_YEAR: [code]}, by=by, now=at)


@transaction.atomic
def note_unanswered(*, linked: LinkedContact, now: datetime | None = None) -> bool:
    """Say in the timeline that nobody answered this contact, before it is gone; once. Returns whether it was said."""
    at = moment(now)
    case = Case.objects.select_for_update().filter(pk=linked.case_id).first()
    contact = linked.contact
    if case is None or contact.state != ContactState.CLOSED:
        return False
    said = case.lines.filter(kind=LineKind.CONTACT, object_id=contact.pk)
    if any(line.codes.get("did") == "unanswered" for line in said):
        return False
    codes = {"did": "unanswered", "channel": contact.channel}
    write_line(case, LineKind.CONTACT, by=None, object_id=contact.pk, codes=codes, now=at)
    return True


@transaction.atomic
def unlink(*, contact: Contact, case: Case, by: User, now: datetime | None = None) -> None:
    """The contact does not belong to the case after all; the timeline keeps both. Raises WrongMove and CaseGone.

    What was made of the contact leaves the case with it.
    """
    at = moment(now)
    gathering.release(contact, case, by=by, now=at)
    lock(case, at)
    deleted, _ = LinkedContact.objects.filter(contact=contact, case=case).delete()
    if not deleted:
        raise WrongMove("the contact does not belong to this case")
    codes = {"did": "unlinked", "channel": contact.channel}
    write_line(case, LineKind.CONTACT, by=by, object_id=contact.pk, codes=codes, now=at)
    record("case.unlinked", case, by, at)
