"""Being there for calls. Available is who said so and whose open page has proved it within the last minute.

The provider's own idea of who is registered is not asked: a browser stays registered there while its owner is away.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.phone import policies
from helpline.phone.account import account
from helpline.phone.actions import calls
from helpline.phone.errors import NoNumber, PhoneOff
from helpline.phone.models import Leg, PhoneDevice, PhonePresence
from helpline.phone.rules import LEASE
from helpline.programmes.models import Programme
from helpline.programmes.numbers import e164


def present(programme: Programme, now: datetime) -> QuerySet[PhonePresence]:
    """The counsellors who said to be available for calls of this programme and whose lease proves that they are."""
    return PhonePresence.objects.filter(
        programme=programme, available=True, leased_until__gt=now, user__is_active=True
    )


@transaction.atomic
def say_available(
    *,
    user: User,
    programme: Programme,
    available: bool = True,
    device: str = PhoneDevice.BROWSER,
    desk_number: str = "",
    now: datetime | None = None,
) -> PhonePresence:
    """Say whether you answer calls of this programme, and with what. A call that goes on stays yours.

    desk_number: of the own desk phone, as people write it; needed for that device.
    Raises NotAllowed, PhoneOff, and NoNumber for a desk phone without a number.
    """
    policies.check(policies.may_answer(user, programme))
    if account() is None:
        raise PhoneOff
    number = e164(desk_number) if device == PhoneDevice.DESK_PHONE else ""
    if device == PhoneDevice.DESK_PHONE and not number:
        raise NoNumber
    now = now or timezone.now()
    presence, _ = PhonePresence.objects.update_or_create(
        user=user,
        programme=programme,
        defaults={
            "available": available,
            "device": PhoneDevice(device),
            "desk_number": number,
            "leased_until": now + LEASE,
        },
    )
    audit.record(
        by=user.audit_id,
        action="phone.said",
        programme=programme.slug,
        detail={"available": available, "device": str(presence.device)},
        now=now,
    )
    wake_desk(programme.pk)
    return presence


@transaction.atomic
def renew(*, user: User, in_leg: UUID | None = None, now: datetime | None = None) -> None:
    """Prove that your page is open. in_leg: the leg on which your browser says that somebody is connected with you."""
    now = now or timezone.now()
    mine = PhonePresence.objects.filter(user=user)
    lapsed = [
        each.programme_id
        for each in mine.filter(available=True)
        if each.leased_until is None or each.leased_until <= now
    ]
    mine.update(leased_until=now + LEASE)
    for programme_id in lapsed:
        wake_desk(programme_id)
    calls.talking_on_desk_phone(user=user, now=now)
    if in_leg is not None:
        leg = Leg.objects.filter(pk=in_leg, user=user).first()
        if leg is not None:
            calls.connected(leg=leg, by=user, now=now)


def sign_off_the_absent(*, now: datetime | None = None) -> None:
    """Forget that somebody said to be available whose lease ran out some time ago: tomorrow they say it anew."""
    now = now or timezone.now()
    late = PhonePresence.objects.filter(available=True, leased_until__lte=now - 2 * LEASE)
    programmes = set(late.values_list("programme_id", flat=True))
    with transaction.atomic():
        late.update(available=False)
        for programme_id in sorted(programmes):
            wake_desk(programme_id)
