"""The life of a contact: the attempt, what became of it, who has it, its end."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from figures import counters
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.contacts.actions.locks import ATTEMPT_TERM, contact_term, lock, moment
from helpline.contacts.actions.writing import write_answer
from helpline.contacts.composing import compose, install_form
from helpline.contacts.errors import WrongMove
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome, check_move
from helpline.programmes.models import Programme
from helpline.programmes.queries import code_exists


@transaction.atomic
def open_attempt(
    *,
    programme: Programme,
    channel: str,
    training: bool = False,
    language: str = "nl",
    now: datetime | None = None,
) -> Contact:
    """Record that somebody stands at the door. What becomes of it is told by `answer` or `close_attempt`."""
    at = moment(now)
    return Contact.objects.create(
        programme_id=programme.pk,
        channel=channel,
        training=training,
        language=language,
        arrived_at=at,
        expires_at=at + ATTEMPT_TERM,
    )


def count_arrival(contact: Contact) -> None:
    """Count the attempt on the day and in the hour it arrived, now that its outcome is known. Never for practice."""
    if contact.training:
        return
    code = f"{contact.channel}.{contact.outcome}"
    slug = contact.programme.slug
    day = timezone.localdate(contact.arrived_at)
    counters.count_day(programme=slug, name="arrivals", day=day, code=code)
    counters.count_hour(programme=slug, name="arrivals", at=contact.arrived_at, code=code)


@transaction.atomic
def answer(*, contact: Contact, by: User, now: datetime | None = None) -> None:
    """The counsellor takes the contact. One that is open already changes hands. Raises WrongMove."""
    lock(contact)
    at = moment(now)
    contact.counsellor = by
    if contact.state == ContactState.OPEN:
        contact.save(update_fields=["counsellor"])
        return
    check_move(contact.state, ContactState.OPEN)
    if contact.state != ContactState.AT_THE_DOOR:
        raise WrongMove("a contact is answered once; afterwards it is reopened")
    contact.state = ContactState.OPEN
    contact.outcome = Outcome.ANSWERED
    contact.answered_at = at
    contact.expires_at = at + contact_term()
    contact.form = install_form(contact.programme, timezone.localdate(at))
    contact.save(update_fields=["counsellor", "state", "outcome", "answered_at", "expires_at", "form"])
    count_arrival(contact)


@transaction.atomic
def close_attempt(*, contact: Contact, outcome: str, now: datetime | None = None) -> None:
    """The attempt was never answered; outcome: any but "answered". Raises WrongMove."""
    lock(contact)
    at = moment(now)
    check_move(contact.state, ContactState.CLOSED)
    if outcome not in Outcome.values or outcome == Outcome.ANSWERED:
        raise WrongMove("an attempt that is closed has an outcome, and was not answered")
    contact.state = ContactState.CLOSED
    contact.outcome = outcome
    contact.ended_at = at
    contact.expires_at = at + ATTEMPT_TERM
    contact.save(update_fields=["state", "outcome", "ended_at", "expires_at"])
    count_arrival(contact)


@transaction.atomic
def end(*, contact: Contact, now: datetime | None = None) -> None:
    """The visitor has gone; the registration is to be finished. Raises WrongMove."""
    lock(contact)
    at = moment(now)
    check_move(contact.state, ContactState.TO_REGISTER)
    contact.state = ContactState.TO_REGISTER
    contact.ended_at = at
    contact.expires_at = at + contact_term()
    contact.save(update_fields=["state", "ended_at", "expires_at"])


@transaction.atomic
def reopen(*, contact: Contact, by: User, now: datetime | None = None) -> None:
    """The same conversation goes on after all. A contact that was registered keeps its fact. Raises WrongMove."""
    lock(contact)
    if contact.state == ContactState.AT_THE_DOOR:
        raise WrongMove("a contact at the door is answered, not reopened")
    check_move(contact.state, ContactState.OPEN)
    contact.state = ContactState.OPEN
    contact.counsellor = by
    contact.ended_at = None
    contact.registered_date = None
    contact.expires_at = moment(now) + contact_term()
    contact.save(update_fields=["state", "counsellor", "ended_at", "registered_date", "expires_at"])


@transaction.atomic
def hand_to(
    *,
    contact: Contact,
    to_user: User,
    by: User,
    to_programme: Programme | None = None,
    now: datetime | None = None,
) -> None:
    """Another counsellor has it from now on, perhaps in another programme.

    In another programme the registration goes on on that programme's form; answers that it does not know are emptied.
    Whoever hands over writes the audit entry. Raises WrongMove for a contact that is over.
    """
    lock(contact)
    if contact.state in (ContactState.REGISTERED, ContactState.CLOSED):
        raise WrongMove("a contact that is over is not handed to anybody")
    contact.counsellor = to_user
    contact.save(update_fields=["counsellor"])
    if to_programme is not None and to_programme.pk != contact.programme_id:
        contact.programme = to_programme
        contact.form = install_form(to_programme, timezone.localdate(moment(now)))
        contact.save(update_fields=["programme", "form"])
        _keep_what_fits(contact, by)


def _keep_what_fits(contact: Contact, by: User) -> None:
    """Empty the answers that the contact's new form does not ask or whose codes its programme does not have."""
    form = compose(contact.form) if contact.form else None
    for given in contact.answers.all():
        field = form.field(given.field) if form else None
        if field is None or not all(
            code_exists(contact.programme, given.field, code) for code in given.codes
        ):
            write_answer(contact, given.field, [], current=given, request_id=uuid.uuid4(), by=by)


@transaction.atomic
def take_registration(*, contact: Contact, by: User, now: datetime | None = None) -> None:
    """Take over a registration that a colleague did not finish. Raises WrongMove unless it waits for that."""
    lock(contact)
    if contact.state != ContactState.TO_REGISTER:
        raise WrongMove("only a registration that waits to be finished is taken over")
    contact.counsellor = by
    contact.save(update_fields=["counsellor"])
    audit.record(
        by=by.audit_id, action="contact.taken", programme=contact.programme.slug, day_only=True, now=now
    )
