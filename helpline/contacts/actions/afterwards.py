"""A contact that was elsewhere, entered by the counsellor who had it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.contacts.actions.life import count_arrival
from helpline.contacts.actions.locks import contact_term, moment
from helpline.contacts.composing import install_form
from helpline.contacts.errors import NotWithinTerm, WrongMove
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.programmes.models import Channel, Programme

#: the ways that somebody can have come elsewhere
CHANNELS = (Channel.CHAT, Channel.PHONE, Channel.POST)


@transaction.atomic
def enter_afterwards(
    *,
    programme: Programme,
    channel: str,
    arrived_at: datetime,
    by: User,
    on_behalf: bool = False,
    language: str = "nl",
    now: datetime | None = None,
) -> Contact:
    """Enter a contact that did not come through this house; then it waits to be registered, like any other.

    arrived_at: the day and the hour; minutes are dropped. on_behalf: somebody told it for another person. It counts as
    an answered arrival of its channel, on its day and in its hour: whoever plans must see that work too. Raises
    WrongMove for a channel that nobody comes by, and NotWithinTerm for the future or longer ago than a contact lives.
    """
    at = moment(now)
    arrived_at = arrived_at.replace(minute=0, second=0, microsecond=0)
    if channel not in CHANNELS:
        raise WrongMove("nobody comes by this channel")
    if not at - timedelta(days=settings.CONTACT_TERM_DAYS) <= arrived_at <= at:
        raise NotWithinTerm("the arrival lies ahead, or longer ago than a contact is kept")
    contact = Contact.objects.create(
        programme_id=programme.pk,
        channel=channel,
        state=ContactState.TO_REGISTER,
        outcome=Outcome.ANSWERED,
        language=language,
        arrived_at=arrived_at,
        answered_at=arrived_at,
        ended_at=arrived_at,
        counsellor=by,
        form=install_form(programme, timezone.localdate(at)),
        after_the_fact=True,
        on_behalf=on_behalf,
        expires_at=at + contact_term(),
    )
    count_arrival(contact)
    audit.record(by=by.audit_id, action="contact.entered", programme=programme.slug, day_only=True, now=at)
    return contact
