"""Taking a call, and what the counsellor's own leg tells."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.phone import addresses, line, locks, policies, provider
from helpline.phone.account import account
from helpline.phone.actions import recording
from helpline.phone.errors import NobodyWaits, NoNumber, PhoneOff, ProviderAway, WrongState
from helpline.phone.evidence import Kind, Piece
from helpline.phone.models import Call, Leg, LegKind, LegState, PhoneDevice, PhonePresence
from helpline.phone.outcome import Stage
from helpline.phone.rules import CONNECTS_WITHIN, LEG_STARTS
from helpline.programmes.models import Programme


def take_next(*, user: User, programme: Programme, now: datetime | None = None) -> Leg:
    """Go and take the longest waiting caller. Which one it becomes, the provider tells when it has taken them.

    With a browser the leg is what the page connects with; a desk phone is rung here. Raises NotAllowed, PhoneOff,
    NoNumber, NobodyWaits, WrongState while you are in a call or about to be, and ProviderAway.
    """
    now = now or timezone.now()
    policies.check(policies.may_answer(user, programme))
    own = number_of(programme)
    presence = PhonePresence.objects.filter(user=user, programme=programme).first()
    by_desk_phone = presence is not None and presence.device == PhoneDevice.DESK_PHONE
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two presses of one button
        if current_leg(user, now) is not None:
            raise WrongState("one call at a time")
        if not line.waiting(programme, now).exists():
            raise NobodyWaits
        leg = Leg.objects.create(
            programme=programme,
            user=user,
            kind=LegKind.DESK_PHONE if by_desk_phone else LegKind.PULL,
            made_at=now,
        )
    if by_desk_phone:
        assert presence is not None
        _ring(leg, presence.desk_number, own)
    return leg


def number_of(programme: Programme) -> str:
    """The helpline's own number, which everybody sees whom we call. Raises PhoneOff and NoNumber."""
    if account() is None:
        raise PhoneOff
    own = locks.line_of(programme).number
    if not own:
        raise NoNumber
    return own


def current_leg(user: User, now: datetime) -> Leg | None:
    """The leg on which this person is in a call, or about to be. One whose caller has gone is over."""
    return (
        Leg.objects.filter(user=user)
        .filter(state__in=[LegState.MADE, LegState.LIVE])
        .filter(Q(call=None) | ~Q(call__stage=Stage.ENDED))
        .exclude(state=LegState.MADE, made_at__lte=now - LEG_STARTS)
        .select_related("call", "programme")
        .order_by("-made_at")
        .first()
    )


def connected(*, leg: Leg, by: User, now: datetime | None = None) -> Call | None:
    """Your browser, or you yourself, say that the caller is on the line. None as long as we do not know which caller.

    This is a witness of its own: the call counts as answered also when what the provider tells is lost.
    """
    policies.check(leg.user_id == by.pk)
    now = now or timezone.now()
    with transaction.atomic():
        leg.refresh_from_db()
        if leg.call_id is None or leg.state == LegState.ENDED:
            return None
        call = locks.lock_call_by_id(Call(pk=leg.call_id))
        if call is not None and call.stage == Stage.TALKING:
            recording.add(call, {Piece(Kind.CONNECTED, "desk")}, now)
        return call


def talking_on_desk_phone(*, user: User, now: datetime) -> None:
    """A desk phone tells nothing by itself: whoever pressed its key, has a caller, and still has one, talks.

    The provider tells within a second when the two could not be connected, or the caller hung up just before.
    """
    leg = (
        Leg.objects.filter(user=user, kind=LegKind.DESK_PHONE, state=LegState.LIVE)
        .filter(call__stage=Stage.TALKING, call__answered_at=None, call__heard_at__lte=now - CONNECTS_WITHIN)
        .first()
    )
    if leg is not None:
        connected(leg=leg, by=user, now=now)


def hang_up(*, call: Call, by: User, now: datetime | None = None) -> None:
    """End a call, with everybody in it. Raises NotAllowed, WrongState, PhoneOff and ProviderAway."""
    policies.check(policies.is_counsellor(by, call) or policies.may_lead(by, call.programme))
    if call.stage != Stage.TALKING:
        raise WrongState("only a call that goes on is ended")
    ask_provider(partial(provider.hang_up, call.sid))
    now = now or timezone.now()
    with transaction.atomic():
        locked = locks.lock_call_by_id(call)
        if locked is not None:  # its end is known here too when the provider's word on it is lost
            recording.add(locked, {Piece(Kind.ENDED, "desk")}, now)
        audit.record(
            by=by.audit_id, action="phone.ended", programme=call.programme.slug, day_only=True, now=now
        )


def pulled(*, call: Call, dequeuer: str, now: datetime) -> None:
    """The provider took this caller out of the line, for the leg of this name. The call is locked."""
    leg = Leg.objects.select_for_update().filter(sid=dequeuer).first()
    if leg is not None and leg.call_id is None and leg.state != LegState.ENDED:
        leg.call = call
        leg.save(update_fields=["call"])
        call.counsellor = leg.user
        call.save(update_fields=["counsellor"])
        if leg.user is not None:
            audit.record(
                by=leg.user.audit_id,
                action="phone.taken",
                programme=call.programme.slug,
                day_only=True,
                now=now,
            )
    recording.add(call, {Piece(Kind.PULLED)}, now)


@transaction.atomic
def leg_came(*, leg_id: UUID, sid: str, now: datetime) -> Leg | None:
    """The leg of this number reached us: it lives. None for one that is not expected (any more)."""
    leg = (
        Leg.objects.select_for_update(of=("self",))
        .select_related("user", "programme", "call")
        .filter(pk=leg_id)
        .first()
    )
    if leg is None or leg.state == LegState.ENDED or leg.sid not in (None, sid):
        return None
    if leg.state == LegState.MADE and leg.made_at <= now - LEG_STARTS:
        return None
    if leg.user is not None and not policies.may_answer(leg.user, leg.programme):
        return None
    if leg.state == LegState.MADE or leg.sid is None:
        leg.sid, leg.state = sid, LegState.LIVE
        leg.save(update_fields=["sid", "state"])
        wake_desk(leg.programme_id)
    return leg


@transaction.atomic
def leg_ended(*, sid: str = "", leg_id: UUID | None = None, now: datetime) -> Leg | None:
    """A leg is over. When nobody of ours is left in a room, the caller does not stay there alone."""
    found = Leg.objects.select_for_update().filter(pk=leg_id) if leg_id else Leg.objects.filter(sid=sid)
    leg = found.first()
    if leg is None:
        return None
    if leg.state != LegState.ENDED:
        leg.state, leg.ended_at = LegState.ENDED, now
        leg.save(update_fields=["state", "ended_at"])
        wake_desk(leg.programme_id)
        call = leg.call
        if call is not None and call.room and call.stage == Stage.TALKING and not _ours_in(call, now):
            url = addresses.full(reverse("phone:room_left", args=[call.programme.slug]))
            transaction.on_commit(partial(_quietly, partial(provider.redirect_call, call.sid, url=url)))
    return leg


def _ours_in(call: Call, now: datetime) -> bool:
    """Whether a counsellor is in the call, or about to join it."""
    ours = Leg.objects.filter(call=call, user__isnull=False)
    about_to = ours.filter(state=LegState.MADE, made_at__gt=now - LEG_STARTS)
    return ours.filter(state=LegState.LIVE).exists() or about_to.exists()


def ask_provider(do: Callable[[], object]) -> object:
    """Ask the provider for something. Raises ProviderAway, and PhoneOff; the provider's own words go no further."""
    try:
        return do()
    except provider.ProviderError as error:
        raise ProviderAway from error


def _quietly(do: Callable[[], object]) -> None:
    """Ask for something that no request waits for; what fails is found by the clock."""
    try:
        do()
    except (provider.ProviderError, PhoneOff):
        return


def _ring(leg: Leg, number: str, own: str) -> None:
    """Ring a counsellor's desk phone; the leg is over when that fails."""
    try:
        sid = ask_provider(
            partial(
                provider.call,
                to=number,
                caller_id=own,
                url=addresses.full(reverse("phone:desk_answer", args=[leg.pk])),
                status_url=addresses.full(reverse("phone:desk_status")),
            )
        )
    except (ProviderAway, PhoneOff):
        Leg.objects.filter(pk=leg.pk).delete()
        raise
    Leg.objects.filter(pk=leg.pk, sid__isnull=True).update(sid=sid)
