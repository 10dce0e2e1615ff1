"""What is done with referrals and reports to the hotline. The log never says to whom, of whom, or which addresses."""

import logging
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.cases import actions as cases
from helpline.cases.models import Case
from helpline.contacts import actions as contacts
from helpline.contacts.errors import ContactError
from helpline.contacts.models import Contact
from helpline.contacts.states import WRITABLE
from helpline.directory import queries as directory
from helpline.directory.models import Organisation
from helpline.programmes.models import Programme
from helpline.programmes.queries import codes
from helpline.referrals import delivery, sealing, terms
from helpline.referrals.errors import (
    Gone,
    NoPlace,
    NoSuchOrganisation,
    NotAgreed,
    NotForPractice,
    UnknownOutcome,
)
from helpline.referrals.models import HotlineReport, Referral
from helpline.vault.actions import new_data_key, shred
from helpline.vault.models import TermClass

logger = logging.getLogger(__name__)

#: the code list of outcomes, the registration form's field of referrals, and the codes of both that mean something here
OUTCOMES = "referral_outcome"
FIELD, NONE, OTHER, HOTLINE = "referrals", "none", "other", "hotline"
#: the kind of a case's timeline under which referrals stand
TIMELINE = "referral"


def _record(action: str, programme: Programme, by: User, at: datetime) -> None:
    audit.record(by=by.audit_id, action=action, programme=programme.slug, day_only=True, now=at)


def _lock(referral: Referral) -> None:
    try:
        referral.refresh_from_db(from_queryset=Referral.objects.select_for_update())
    except Referral.DoesNotExist:
        raise Gone("the referral was erased") from None


@transaction.atomic
def refer(
    *,
    organisation: str,
    number: UUID,
    by: User,
    contact: Contact | None = None,
    case: Case | None = None,
    note: str = "",
    agreed: bool = False,
    now: datetime | None = None,
) -> Referral:
    """Refer to an organisation of the directory, by its key; with a note of what the person agreed to pass on.

    number: of the form that was sent; it becomes the referral's, so that a form which comes twice is one referral.
    While the contact is being registered its form is given the answer. Raises NoPlace, NotForPractice,
    NoSuchOrganisation, NotAgreed, and Gone when the case's key is.
    """
    at = now or timezone.now()
    programme = case.programme if case is not None else contact.programme if contact is not None else None
    if programme is None or (contact is not None and contact.programme_id != programme.pk):
        raise NoPlace("a referral stands with a contact or a case, and both are of one programme")
    if contact is not None and contact.training:
        raise NotForPractice("nobody is referred in a practice contact")
    found = directory.record(Organisation, organisation)
    if found is None:
        raise NoSuchOrganisation(organisation)
    if note and not agreed:
        raise NotAgreed("nothing is passed on that the person did not agree to")
    earlier = Referral.objects.filter(pk=number, made_by=by).first()
    if earlier is not None:
        return earlier
    day = timezone.localdate(at)
    referral = Referral(
        id=number,
        programme_id=programme.pk,
        contact=contact,
        case=case,
        organisation=organisation,
        made_by=by,
        made_date=day,
        erase_on_date=terms.erase_on(day) if case is None else None,
    )
    if note:
        _seal(referral, note, at)
    referral.save(force_insert=True)
    if contact is not None:
        count(contact=contact, code=found.counted_as, by=by, now=at)
    if case is not None:
        codes = {"did": "made"}
        cases.append(case=case, kind=TIMELINE, by=by, object_id=referral.pk, codes=codes, now=at)
    _record("referral.made", programme, by, at)
    return referral


def _seal(referral: Referral, note: str, at: datetime) -> None:
    if referral.case is None and referral.data_key_id is None:
        assert referral.erase_on_date is not None
        referral.data_key, _key = new_data_key(
            term_class=TermClass.CASE, expires_at=terms.key_ends_at(referral.erase_on_date), now=at
        )
    sealing.seal(referral, note)


def count(*, contact: Contact, code: str, by: User, now: datetime) -> bool:
    """Propose the answer to the form's question about referrals; True when it stands there now.

    It is added to what was answered, in place of "none", and can be changed like every answer. A contact that is
    registered already is left alone: its figures are corrected by hand. Never raises for a form without the question.
    """
    if contact.state not in WRITABLE:
        return False
    current = contact.answers.filter(field=FIELD).first()
    offered = {each.code for each in codes(contact.programme, FIELD, timezone.localdate(now))}
    chosen = code if code in offered else OTHER
    given = set(current.codes if current is not None else ()) - {NONE} | {chosen}
    with suppress(ContactError), transaction.atomic():
        contacts.save_field(
            contact=contact,
            field=FIELD,
            codes=sorted(given),
            base_version=current.version if current is not None else 0,
            request_id=uuid.uuid4(),
            by=by,
            now=now,
        )
        return True
    return False


@transaction.atomic
def write_note(*, referral: Referral, note: str, agreed: bool, by: User, now: datetime | None = None) -> None:
    """Write the note anew, or take it away with an empty one. Raises NotAgreed, and Gone."""
    if note and not agreed:
        raise NotAgreed("nothing is passed on that the person did not agree to")
    _lock(referral)
    at = now or timezone.now()
    if note:
        _seal(referral, note, at)
    else:
        referral.nonce, referral.ciphertext = b"", b""
    referral.save(update_fields=["nonce", "ciphertext", "data_key"])
    _record("referral.note_written", referral.programme, by, at)


@transaction.atomic
def tell_outcome(*, referral: Referral, outcome: str, by: User, now: datetime | None = None) -> None:
    """Say what came of it: a code of the programme's list. Raises UnknownOutcome, and Gone."""
    _lock(referral)
    at = now or timezone.now()
    day = timezone.localdate(at)
    if outcome not in {code.code for code in codes(referral.programme, OUTCOMES, day)}:
        raise UnknownOutcome(outcome)
    if outcome == referral.outcome:
        return
    referral.outcome, referral.outcome_date = outcome, day
    referral.save(update_fields=["outcome", "outcome_date"])
    if referral.case is not None:
        line = {"did": "outcome"}
        cases.append(case=referral.case, kind=TIMELINE, by=by, object_id=referral.pk, codes=line, now=at)
    _record("referral.outcome_told", referral.programme, by, at)


@transaction.atomic
def read(*, referral: Referral, by: User, now: datetime | None = None) -> str:
    """The note, for who may see it; that somebody looked at one is recorded. Raises Gone."""
    note = sealing.open_note(referral)
    if note:
        _record("referral.note_read", referral.programme, by, now or timezone.now())
    return note


@transaction.atomic
def attach(*, referral: Referral, case: Case, by: User, now: datetime | None = None) -> None:
    """Put a referral of a contact with the case that was made of it: it ends there. Raises NoPlace, and Gone.

    Its note is sealed anew with the case's key and its own is shredded, so that shredding the case leaves nothing.
    """
    _lock(referral)
    at = now or timezone.now()
    if referral.case_id is not None or case.programme_id != referral.programme_id:
        raise NoPlace("a referral goes with one case, of its own programme")
    note, own_key = sealing.open_note(referral), referral.data_key_id
    referral.case, referral.erase_on_date, referral.data_key = case, None, None
    if note:
        sealing.seal(referral, note)
    referral.save(update_fields=["case", "erase_on_date", "data_key", "nonce", "ciphertext"])
    if own_key is not None:
        shred(own_key)
    line = {"did": "made"}
    cases.append(case=case, kind=TIMELINE, by=by, object_id=referral.pk, codes=line, now=at)
    _record("referral.attached", referral.programme, by, at)


@transaction.atomic
def detach(*, referral: Referral, by: User, now: datetime | None = None) -> None:
    """Take a referral from the case that its contact does not belong to after all. Raises NoPlace, and Gone.

    It has a term of its own again, from this day on, and its note a key of its own.
    """
    _lock(referral)
    at = now or timezone.now()
    if referral.case is None or referral.contact_id is None:
        raise NoPlace("only a contact's referral can be without a case")
    note, case = sealing.open_note(referral), referral.case
    line = {"did": "detached"}
    cases.append(case=case, kind=TIMELINE, by=by, object_id=referral.pk, codes=line, now=at)
    referral.case, referral.erase_on_date = None, terms.erase_on(timezone.localdate(at))
    if note:
        _seal(referral, note, at)
    referral.save(update_fields=["case", "erase_on_date", "data_key", "nonce", "ciphertext"])
    _record("referral.detached", referral.programme, by, at)


@transaction.atomic
def erase_if_due(referral_id: UUID, *, now: datetime) -> bool:
    """Erase a referral whose day has come, or whose case's term is over; False when it is not (any more) due."""
    referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("case").filter(pk=referral_id).first()
    )
    if referral is None:
        return False
    if referral.case is not None:
        is_due = referral.case.expires_at <= now
    else:
        is_due = referral.erase_on_date is not None and referral.erase_on_date <= timezone.localdate(now)
    if not is_due:
        return False
    if referral.data_key_id is not None:
        shred(referral.data_key_id)
    referral.delete()
    return True


# ---- the hotline ----


@sensitive_variables("addresses")
def report_to_hotline(
    *,
    programme: Programme,
    addresses: Sequence[str],
    number: UUID,
    by: User,
    contact: Contact | None = None,
    case: Case | None = None,
    now: datetime | None = None,
) -> tuple[HotlineReport | None, bool]:
    """Pass web addresses on to the hotline, and keep that it happened. Returns the report, and whether it is a new one.

    They are delivered first, outside of any transaction: a hotline that answers slowly holds up nobody. The same form
    sent again is not delivered again. The report is None when the hotline has them and it could not be noted. Raises
    HotlineOff and NotDelivered; then nothing is kept.
    """
    at = now or timezone.now()
    earlier = HotlineReport.objects.filter(pk=number).first()
    if earlier is not None:
        return earlier, False
    day = timezone.localdate(at)
    reference = delivery.deliver(addresses, day=day)
    try:
        return _note_report(programme, len(addresses), reference, number, by, contact, case, at), True
    except (DatabaseError, ContactError) as error:
        # the hotline has them: that must not look like a failure, or they would be sent again
        logger.error("a report to the hotline could not be noted: %s", type(error).__name__)  # noqa: TRY400
        return None, True


@transaction.atomic
def _note_report(
    programme: Programme,
    how_many: int,
    reference: str,
    number: UUID,
    by: User,
    contact: Contact | None,
    case: Case | None,
    at: datetime,
) -> HotlineReport:
    day = timezone.localdate(at)
    report = HotlineReport.objects.create(
        id=number,
        programme_id=programme.pk,
        reported_date=day,
        addresses=how_many,
        reference=reference,
        erase_on_date=terms.hotline_erase_on(day),
    )
    if contact is not None:
        count(contact=contact, code=HOTLINE, by=by, now=at)
    if case is not None:
        # no object: which report belongs to which case is not kept
        cases.append(case=case, kind=TIMELINE, by=by, codes={"did": "hotline"}, now=at)
    _record("hotline.reported", programme, by, at)
    return report


@transaction.atomic
def note_reference(*, report: HotlineReport, reference: str, by: User, now: datetime | None = None) -> None:
    """Write down the hotline's own reference. Raises ValueError for what can be none (an address, say), and Gone."""
    if not delivery.is_reference(reference):
        raise ValueError("this is no reference")
    try:
        report.refresh_from_db(from_queryset=HotlineReport.objects.select_for_update())
    except HotlineReport.DoesNotExist:
        raise Gone("the report was erased") from None
    report.reference = reference
    report.save(update_fields=["reference"])
    _record("hotline.reference_noted", report.programme, by, now or timezone.now())


@transaction.atomic
def erase_report_if_due(report_id: UUID, *, now: datetime) -> bool:
    """Erase a report to the hotline whose day has come; False when it is not due."""
    deleted, _each = HotlineReport.objects.filter(
        pk=report_id, erase_on_date__lte=timezone.localdate(now)
    ).delete()
    return bool(deleted)
