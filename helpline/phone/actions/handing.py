"""More than two in a call: handing it to a colleague, and asking another organisation to join.

Both happen in a room, a conference at the provider. The caller is moved there first; the counsellor's own leg follows
by itself, because its dialling ends. The caller is never alone: the first counsellor stays until somebody has come.
"""

from datetime import datetime
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.contacts import actions as contacts
from helpline.contacts.states import ContactState
from helpline.phone import addresses, locks, policies, provider
from helpline.phone.actions import calls
from helpline.phone.errors import OfferOpen, PhoneOff, ProviderAway, WrongState
from helpline.phone.models import Call, Handover, Leg, LegKind, LegState, OfferState, OutsideDesk
from helpline.phone.outcome import Stage
from helpline.phone.rules import OFFER


@transaction.atomic
def offer(*, call: Call, by: User, to_user: User | None = None, now: datetime | None = None) -> Handover:
    """Offer a call to a colleague, or (None) to whoever answers in its programme. The caller talks on meanwhile.

    Raises NotAllowed, OfferOpen, WrongState.
    """
    now = now or timezone.now()
    call = _going_on(call)
    policies.check(policies.is_counsellor(by, call))
    policies.check(to_user is None or (to_user != by and policies.may_answer(to_user, call.programme)))
    if Handover.objects.filter(call=call, state=OfferState.OFFERED, offered_at__gt=now - OFFER).exists():
        raise OfferOpen
    handover = Handover.objects.create(call=call, from_user=by, to_user=to_user, offered_at=now)
    _tell(call, "phone.offered", by=by, now=now, about=to_user)
    return handover


def accept(*, handover: Handover, by: User, now: datetime | None = None) -> Leg:
    """Take over: the call moves to a room, and the leg that is returned leads your browser there.

    The call is yours from the moment your leg is in. Raises NotAllowed, WrongState, PhoneOff, NoNumber, ProviderAway.
    """
    now = now or timezone.now()
    calls.number_of(handover.call.programme)
    with transaction.atomic():
        call = _going_on(handover.call)
        handover.refresh_from_db()
        policies.check(policies.is_offered(by, handover))
        if handover.offered_at <= now - OFFER:
            raise WrongState("the offer has expired")
        if calls.current_leg(by, now) is not None:
            raise WrongState("one call at a time")
        leg = Leg.objects.create(programme=call.programme, call=call, user=by, kind=LegKind.JOIN, made_at=now)
        _settle(handover, OfferState.ACCEPTED, now)
        was_in_room, room = bool(call.room), _room(call)
        _tell(call, "phone.accepted", by=by, now=now, about=handover.from_user)
    try:
        if not was_in_room:
            _move(call, room)
    except (ProviderAway, PhoneOff):
        # the caller is still with the first counsellor: nothing has happened
        with transaction.atomic():
            Leg.objects.filter(pk=leg.pk).delete()
            Handover.objects.filter(pk=handover.pk).update(state=OfferState.OFFERED, settled_at=None)
        raise
    return leg


@transaction.atomic
def decline(*, handover: Handover, by: User, now: datetime | None = None) -> None:
    """Say no to a call that was offered to you by name. Raises NotAllowed and WrongState."""
    call = _going_on(handover.call)
    handover.refresh_from_db()
    policies.check(handover.to_user_id == by.pk)
    _settle(handover, OfferState.DECLINED, now or timezone.now())
    _tell(call, "phone.declined", by=by, now=now, about=handover.from_user)


@transaction.atomic
def take_back(*, handover: Handover, by: User, now: datetime | None = None) -> None:
    """Withdraw an offer that nobody accepted yet. Raises NotAllowed and WrongState."""
    call = _going_on(handover.call)
    handover.refresh_from_db()
    policies.check(handover.from_user_id == by.pk)
    _settle(handover, OfferState.TAKEN_BACK, now or timezone.now())
    _tell(call, "phone.taken_back", by=by, now=now)


def expire(*, now: datetime | None = None) -> int:
    """Let the offers end that nobody accepted in time; return how many."""
    now = now or timezone.now()
    late = Handover.objects.filter(state=OfferState.OFFERED, offered_at__lte=now - OFFER)
    expired = 0
    for handover in list(late.select_related("call").order_by("pk")):
        with transaction.atomic():
            changed = Handover.objects.filter(pk=handover.pk, state=OfferState.OFFERED).update(
                state=OfferState.EXPIRED, settled_at=now
            )
            if changed:
                wake_desk(handover.call.programme_id)
                expired += 1
    return expired


def joined(*, leg: Leg, now: datetime) -> None:
    """A colleague's leg is in the room: the call and its contact are theirs from now on. In a transaction."""
    call = locks.lock_call_by_id(Call(pk=leg.call_id)) if leg.call_id else None
    if call is None or leg.user is None or call.stage != Stage.TALKING or call.counsellor_id == leg.user_id:
        return
    by = call.counsellor or leg.user
    call.counsellor = leg.user
    call.save(update_fields=["counsellor"])
    contact = call.contact
    if contact is not None and contact.state in {ContactState.OPEN, ContactState.TO_REGISTER}:
        contacts.hand_to(contact=contact, to_user=leg.user, by=by, now=now)
    wake_desk(call.programme_id)


def add_outside(*, call: Call, by: User, desk: OutsideDesk, now: datetime | None = None) -> Leg:
    """Ask another organisation to join: everybody moves to a room, and the desk is rung with the helpline's number.

    Raises NotAllowed, WrongState, PhoneOff, NoNumber and ProviderAway.
    """
    now = now or timezone.now()
    own = calls.number_of(call.programme)
    with transaction.atomic():
        call = _going_on(call)
        policies.check(
            policies.is_counsellor(by, call) and desk.programme_id == call.programme_id and desk.active
        )
        standing = Leg.objects.filter(call=call, kind=LegKind.OUTSIDE).exclude(state=LegState.ENDED)
        if standing.exists():
            raise WrongState("one other organisation at a time")
        was_in_room, room = bool(call.room), _room(call)
        leg = Leg.objects.create(
            programme=call.programme, call=call, kind=LegKind.OUTSIDE, outside_name=desk.name, made_at=now
        )
        _tell(call, "phone.outside_asked", by=by, now=now)
    try:
        if not was_in_room:
            _move(call, room)
        sid = calls.ask_provider(
            partial(
                provider.call_into_room,
                room,
                to=desk.number,
                caller_id=own,
                status_url=addresses.full(reverse("phone:outside_status", args=[leg.pk])),
            )
        )
    except (ProviderAway, PhoneOff):
        Leg.objects.filter(pk=leg.pk).delete()
        raise
    Leg.objects.filter(pk=leg.pk, sid__isnull=True).update(sid=sid, state=LegState.LIVE)
    return leg


def open_room(*, call: Call, by: User) -> None:
    """Move a call to a room, where more can be done with it: hold, a colleague, another organisation.

    Does nothing for one that is there. Raises NotAllowed, WrongState, PhoneOff, NoNumber and ProviderAway.
    """
    calls.number_of(call.programme)
    with transaction.atomic():
        call = _going_on(call)
        policies.check(policies.is_counsellor(by, call))
        was_in_room, room = bool(call.room), _room(call)
    if not was_in_room:
        _move(call, room)


def drop_outside(*, leg: Leg, by: User, now: datetime | None = None) -> None:
    """Let the other organisation go; the caller stays with you. Raises NotAllowed, WrongState, ProviderAway."""
    call = leg.call
    if call is None or leg.kind != LegKind.OUTSIDE or leg.sid is None:
        raise WrongState("nobody else is in this call")
    policies.check(policies.is_counsellor(by, call))
    calls.ask_provider(partial(provider.hang_up, leg.sid))
    calls.leg_ended(leg_id=leg.pk, now=now or timezone.now())


def leave(*, call: Call, by: User, now: datetime | None = None) -> None:
    """Leave a room in which a colleague, who has the call now, goes on with the caller.

    Raises NotAllowed, WrongState when you are the one who has the call, and ProviderAway.
    """
    now = now or timezone.now()
    leg = Leg.objects.filter(call=call, user=by, state=LegState.LIVE).first()
    policies.check(leg is not None)
    assert leg is not None
    if call.counsellor_id == by.pk:
        raise WrongState("the caller would be alone")
    if leg.sid:
        calls.ask_provider(partial(provider.hang_up, leg.sid))
    calls.leg_ended(leg_id=leg.pk, now=now)


def _going_on(call: Call) -> Call:
    """The call, locked. Raises WrongState unless caller and counsellor talk."""
    locked = locks.lock_call_by_id(call)
    if locked is None or locked.stage != Stage.TALKING:
        raise WrongState("the call does not go on")
    return locked


def _settle(handover: Handover, state: OfferState, now: datetime) -> None:
    if handover.state != OfferState.OFFERED:
        raise WrongState("the offer does not stand any more")
    handover.state, handover.settled_at = state, now
    handover.save(update_fields=["state", "settled_at"])


def _room(call: Call) -> str:
    """The room of a locked call, made when it has none."""
    if not call.room:
        call.room = str(uuid4())
        call.save(update_fields=["room"])
    return call.room


def _move(call: Call, room: str) -> None:
    """Have the provider move the caller to the room. Never again for one who is there: leaving a room ends it."""
    url = addresses.full(reverse("phone:room", args=[call.programme.slug]))
    try:
        calls.ask_provider(partial(provider.redirect_call, call.sid, url=url))
    except (ProviderAway, PhoneOff):
        Call.objects.filter(pk=call.pk, room=room).update(room="")
        raise


def _tell(call: Call, action: str, *, by: User, now: datetime | None, about: User | None = None) -> None:
    audit.record(
        by=by.audit_id,
        action=action,
        programme=call.programme.slug,
        subject=about.audit_id if about else "",
        day_only=True,
        now=now,
    )
    wake_desk(call.programme_id)
