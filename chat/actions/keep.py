"""Keeping the contact of a conversation in step with it. The conversation must be locked."""

from datetime import datetime

from chat.models import Conversation
from helpline.accounts.models import User
from helpline.cases import actions as cases
from helpline.contacts import actions as contacts
from helpline.contacts.states import ContactState, Outcome
from helpline.programmes.models import Programme


def answered(conversation: Conversation, by: User, now: datetime) -> None:
    """Somebody answers: for the first time, or once more after a counsellor dropped out."""
    contact = conversation.contact
    if contact is None or contact.state not in {ContactState.AT_THE_DOOR, ContactState.OPEN}:
        return
    first = contact.state == ContactState.AT_THE_DOOR
    contacts.answer(contact=contact, by=by, now=now)
    if first:
        # once: what a counsellor emptied on purpose must not come back with the next one
        contacts.prefill(contact=contact, told=conversation.pre_chat, by=by, now=now)
        cases.propose_which_of_year(contact=contact, by=by, now=now)


def handed(
    conversation: Conversation,
    *,
    to_user: User,
    by: User,
    to_programme: Programme | None = None,
    now: datetime,
) -> None:
    """Another counsellor has it from now on. What was registered already stays as it was registered."""
    contact = conversation.contact
    if contact is not None and contact.state in {ContactState.OPEN, ContactState.TO_REGISTER}:
        contacts.hand_to(contact=contact, to_user=to_user, by=by, to_programme=to_programme, now=now)


def over(conversation: Conversation, *, unanswered: Outcome, now: datetime) -> None:
    """It is over: to be registered when somebody answered, else an attempt with this outcome."""
    contact = conversation.contact
    if contact is None:
        return
    if contact.state == ContactState.AT_THE_DOOR:
        contacts.close_attempt(contact=contact, outcome=unanswered, now=now)
    elif contact.state == ContactState.OPEN:
        contacts.end(contact=contact, now=now)
