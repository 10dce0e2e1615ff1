"""Registering a contact: field by field while it goes on, then once as a fact."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from figures import facts
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.contacts import composition
from helpline.contacts.actions.locks import contact_term, lock, moment
from helpline.contacts.actions.writing import write_answer
from helpline.contacts.composing import compose
from helpline.contacts.errors import (
    FieldConflict,
    Incomplete,
    RequestReused,
    UnknownCode,
    UnknownField,
    WrongMove,
)
from helpline.contacts.models import Answer, Contact
from helpline.contacts.states import WRITABLE, ContactState, check_move
from helpline.programmes.queries import code_exists
from helpline.programmes.queries import codes as codes_on

COUNSELLING = "counselling"


def _form(contact: Contact) -> composition.Form | None:
    return compose(contact.form) if contact.form else None


def _checked(
    contact: Contact, field: str, given: Sequence[str], *, kept: Sequence[str], on_date: date
) -> list[str]:
    """Return the codes in a fixed order. A retired code is refused unless it stands there already."""
    form = _form(contact)
    found = form.field(field) if form else None
    if found is None:
        raise UnknownField(field)
    chosen = sorted(set(given))
    if len(chosen) > 1 and not found.many:
        raise UnknownCode(f"{field} takes one code")
    offered = {code.code for code in codes_on(contact.programme, field, on_date)} | set(kept)
    if not offered.issuperset(chosen):
        raise UnknownCode(f"{field} does not offer this code")
    return chosen


@transaction.atomic
def save_field(
    *,
    contact: Contact,
    field: str,
    codes: Sequence[str],
    base_version: int,
    request_id: uuid.UUID,
    by: User,
    now: datetime | None = None,
) -> Answer:
    """Save one field, and return what stands there now.

    base_version: the version of the value that the sender saw, 0 for none. A request that is repeated changes
    nothing. When somebody else saved the field since, this raises FieldConflict with the current value and nothing is
    lost: the sender decides. Raises WrongMove when the contact is not being registered, UnknownField, UnknownCode,
    and RequestReused for a request id that came with something else before.
    """
    lock(contact)
    if contact.state not in WRITABLE:
        raise WrongMove("this contact is not being registered")
    current = contact.answers.filter(field=field).first()
    chosen = _checked(
        contact,
        field,
        codes,
        kept=current.codes if current else (),
        on_date=timezone.localdate(moment(now)),
    )
    earlier = contact.changes.filter(request_id=request_id).first()
    if earlier is not None:
        if (earlier.field, earlier.codes) != (field, chosen):
            raise RequestReused("this request came with something else before")
        if current is None or earlier.version != current.version:
            raise FieldConflict(field, current)
        return current
    if current is not None and current.codes == chosen:
        return current
    if base_version != (current.version if current else 0):
        raise FieldConflict(field, current)
    return write_answer(contact, field, chosen, current=current, request_id=request_id, by=by)


@transaction.atomic
def save_fields(
    *,
    contact: Contact,
    values: Mapping[str, tuple[Sequence[str], int]],
    by: User,
    now: datetime | None = None,
) -> None:
    """Save several fields at once, as a form without scripts sends them: all of them, or on an error none.

    values: field -> (codes, base version). Raises what save_field raises.
    """
    lock(contact)
    saved = _answered(contact)
    for field, (codes, base_version) in values.items():
        if sorted(set(codes)) == saved.get(field, []):
            continue
        save_field(
            contact=contact,
            field=field,
            codes=codes,
            base_version=base_version,
            request_id=uuid.uuid4(),
            by=by,
            now=now,
        )


@transaction.atomic
def prefill(
    *, contact: Contact, told: Mapping[str, Sequence[str]], by: User, now: datetime | None = None
) -> None:
    """Put what the visitor told beforehand where the form asks for it, and nothing was answered yet.

    told: code list to codes. What the form does not ask, or does not take, is left away: a prefilled form saves time,
    and must never stop anybody. by: whose registration it is. Raises WrongMove when it is not being registered.
    """
    lock(contact)
    if contact.state not in WRITABLE:
        raise WrongMove("this contact is not being registered")
    on_date = timezone.localdate(moment(now))
    answered = _answered(contact)
    for field, codes in told.items():
        if field in answered or not codes:
            continue
        try:
            chosen = _checked(contact, field, codes, kept=(), on_date=on_date)
        except (UnknownField, UnknownCode):
            continue
        write_answer(contact, field, chosen, current=None, request_id=uuid.uuid4(), by=by, from_visitor=True)


def _answered(contact: Contact) -> dict[str, list[str]]:
    return {answer.field: answer.codes for answer in contact.answers.all()}


def _store(contact: Contact, kind: str, counted: Mapping[str, Sequence[str]]) -> None:
    """Write or correct the fact and keep its id: the only link there is, until the contact's term."""
    if contact.training:
        return
    codes = {**counted, "kind": [kind]}
    if contact.fact_id is None:
        contact.fact_id = facts.write_fact(
            programme=contact.programme.slug,
            month=timezone.localdate(contact.arrived_at),
            channel=contact.channel,
            codes=codes,
        )
    else:
        facts.correct_fact(contact.fact_id, codes=codes)


def _finish(
    contact: Contact, kind: str, counted: Mapping[str, Sequence[str]], *, action: str, by: User, now: datetime
) -> None:
    contact.state = ContactState.REGISTERED
    contact.kind = kind
    contact.counsellor = contact.counsellor or by
    contact.registered_date = timezone.localdate(now)
    contact.expires_at = now + contact_term()
    _store(contact, kind, counted)
    contact.save(update_fields=["state", "kind", "counsellor", "registered_date", "expires_at", "fact_id"])
    # How the answers came about is nobody's business any more.
    contact.changes.all().delete()
    # The day only, and nothing about the contact: the log must not tell which fact is whose.
    audit.record(by=by.audit_id, action=action, programme=contact.programme.slug, day_only=True, now=now)


@transaction.atomic
def register(*, contact: Contact, by: User, now: datetime | None = None) -> None:
    """Finish the registration of a counselling contact: its answers become a fact, in one transaction.

    Practice contacts become none. A contact that was reopened corrects the fact it has. Raises Incomplete with the
    fields that are missing, and WrongMove.
    """
    lock(contact)
    check_move(contact.state, ContactState.REGISTERED)
    form, answers = _form(contact), _answered(contact)
    missing = form.missing(answers) if form else ()
    if missing:
        raise Incomplete(missing)
    counted = form.counted(answers) if form else {}
    _finish(contact, COUNSELLING, counted, action="contact.registered", by=by, now=moment(now))


def _check_kind(contact: Contact, kind: str) -> None:
    if kind == COUNSELLING or not code_exists(contact.programme, "kind", kind):
        raise UnknownCode("there is no such kind of contact to close with")


@transaction.atomic
def close_non_counselling(*, contact: Contact, kind: str, by: User, now: datetime | None = None) -> None:
    """Register a contact that was not a counselling contact, in one go: silent, joke, wrong number, test, ...

    Answers that were given do not count. Raises UnknownCode and WrongMove.
    """
    lock(contact)
    check_move(contact.state, ContactState.REGISTERED)
    _check_kind(contact, kind)
    _finish(contact, kind, {}, action="contact.registered", by=by, now=moment(now))


@transaction.atomic
def correct(
    *,
    contact: Contact,
    codes: Mapping[str, Sequence[str]],
    by: User,
    kind: str = COUNSELLING,
    now: datetime | None = None,
) -> None:
    """Correct a registered contact, and its fact with it. codes: field -> codes, complete; a field left out is empty.

    Possible until the contact's term, which a correction does not move. Raises Incomplete, UnknownField, UnknownCode
    and WrongMove.
    """
    lock(contact)
    if contact.state != ContactState.REGISTERED:
        raise WrongMove("only a registered contact is corrected")
    at = moment(now)
    form = _form(contact)
    if kind != COUNSELLING:
        _check_kind(contact, kind)
    answers: dict[str, Sequence[str]] = _corrected(contact, codes, at) if kind == COUNSELLING else {}
    missing = form.missing(answers) if form and kind == COUNSELLING else ()
    if missing:
        raise Incomplete(missing)
    contact.answers.all().delete()
    Answer.objects.bulk_create(
        Answer(contact=contact, field=field, codes=chosen, version=1, saved_by=by)
        for field, chosen in answers.items()
    )
    contact.kind = kind
    _store(contact, kind, form.counted(answers) if form else {})
    contact.save(update_fields=["kind", "fact_id"])
    audit.record(
        by=by.audit_id, action="contact.corrected", programme=contact.programme.slug, day_only=True, now=at
    )


def _corrected(
    contact: Contact, codes: Mapping[str, Sequence[str]], at: datetime
) -> dict[str, Sequence[str]]:
    before = _answered(contact)
    return {
        field: _checked(contact, field, given, kept=before.get(field, ()), on_date=timezone.localdate(at))
        for field, given in codes.items()
        if given
    }
