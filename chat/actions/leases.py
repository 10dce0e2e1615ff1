"""Leases: the proof that somebody is there. Renewed by a desk that is open, for all programmes of that person."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from chat.models import Conversation, Presence
from chat.rules import LEASE
from helpline.accounts.models import User
from helpline.programmes.models import Programme


def lock(users: QuerySet | list[int]) -> list[Presence]:
    """Hold the presences of these people in all programmes until the transaction ends, in the order of number."""
    return list(Presence.objects.select_for_update().filter(user__in=users).order_by("pk"))


def lease(user: User, now: datetime) -> None:
    """Prove that this person is there now."""
    lock([user.pk])
    Presence.objects.filter(user=user).update(leased_until=now + LEASE)


def ensure(user: User, programme: Programme, now: datetime) -> Presence:
    """The presence of somebody who has a conversation in this programme, with a lease that runs at least once.

    Somebody who took a chat without saying to be available (a shift lead, a colleague who accepted a transfer) must
    drop out like anybody else when their desk goes away.
    """
    presence, _ = Presence.objects.get_or_create(user=user, programme=programme)
    if presence.leased_until is None or presence.leased_until <= now:
        lease(user, now)
    return presence


def without_lease(now: datetime) -> QuerySet[Conversation]:
    """Conversations whose counsellor gave no proof of being there."""
    leased = Presence.objects.filter(user=OuterRef("counsellor"), leased_until__gt=now)
    return Conversation.objects.filter(
        ~Exists(leased) | Q(counsellor__is_active=False), counsellor__isnull=False
    )


def is_there(user: User, now: datetime) -> bool:
    """Whether this person's lease runs."""
    return user.is_active and Presence.objects.filter(user=user, leased_until__gt=now).exists()
