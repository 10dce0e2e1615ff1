"""Contacts in every state, with the programmes and staff they need."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import count

from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Role
from helpline.contacts import actions
from helpline.contacts.models import Answer, Contact
from helpline.programmes import queries
from helpline.programmes.actions import seed_programmes
from helpline.programmes.models import Channel, Programme

#: a Tuesday evening in summer
EVENING = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)

#: a complete registration of Helpwanted
COMPLETE: Mapping[str, Sequence[str]] = {
    "target_group": ["self"],
    "age_band": ["12_18"],
    "gender": ["girl"],
    "contact_of_year": ["first"],
    "topics": ["blackmail", "grooming"],
    "police_before": ["none"],
    "actions_taken": ["listened"],
    "referrals": ["none"],
}

_numbers = count(1)


def seed() -> Programme:
    """The shipped programmes and code lists; returns Helpwanted."""
    seed_programmes()
    queries.forget()
    programme = queries.programme_by_slug("helpwanted")
    assert programme is not None
    return programme


def make_counsellor(*programmes: Programme, role: str = Role.COUNSELLOR) -> User:
    """Somebody with a role in these programmes."""
    user = User.objects.create(email=f"records{next(_numbers)}@example.test", name="Counsellor")
    for programme in programmes:
        Membership.objects.create(user=user, programme=programme, role=role)
    return user


def make_attempt(
    *, programme: Programme, now: datetime = EVENING, training: bool = False, channel: str = Channel.CHAT
) -> Contact:
    """Somebody at the door."""
    return actions.open_attempt(programme=programme, channel=channel, training=training, now=now)


def make_open(*, programme: Programme, by: User, now: datetime = EVENING, training: bool = False) -> Contact:
    """A contact that is going on."""
    contact = make_attempt(programme=programme, now=now, training=training)
    actions.answer(contact=contact, by=by, now=now)
    return contact


def make_to_register(
    *, programme: Programme, by: User, now: datetime = EVENING, training: bool = False
) -> Contact:
    """A contact that is over and waits to be registered."""
    contact = make_open(programme=programme, by=by, now=now, training=training)
    actions.end(contact=contact, now=now)
    return contact


def save(
    contact: Contact,
    field: str,
    codes: Sequence[str],
    *,
    by: User,
    base: int = 0,
    request_id: uuid.UUID | None = None,
    now: datetime = EVENING,
) -> Answer:
    """Save one field."""
    return actions.save_field(
        contact=contact,
        field=field,
        codes=codes,
        base_version=base,
        request_id=request_id or uuid.uuid4(),
        by=by,
        now=now,
    )


def fill(contact: Contact, *, by: User, codes: Mapping[str, Sequence[str]] = COMPLETE) -> None:
    """Answer a whole form."""
    for field, chosen in codes.items():
        save(contact, field, chosen, by=by)


def make_registered(
    *,
    programme: Programme,
    by: User,
    now: datetime = EVENING,
    codes: Mapping[str, Sequence[str]] = COMPLETE,
    training: bool = False,
) -> Contact:
    """A registered contact."""
    contact = make_to_register(programme=programme, by=by, now=now, training=training)
    fill(contact, by=by, codes=codes)
    actions.register(contact=contact, by=by, now=now)
    return contact
