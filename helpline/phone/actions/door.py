"""The phone's door: whether somebody can be let in, and whether waiting still has sense."""

from datetime import datetime, timedelta

from django.utils import timezone

from helpline.phone import line, locks
from helpline.phone.account import account
from helpline.phone.actions import recording
from helpline.phone.evidence import Plan, of_plan
from helpline.phone.models import Call, PhoneLine, PhonePresence
from helpline.phone.rules import LEASE
from helpline.programmes import queries as programmes
from helpline.programmes.doors import DoorState
from helpline.programmes.models import Channel, Programme


def decide(*, call: Call, now: datetime) -> Plan:
    """What the door decides about a locked call; once decided, it stays so."""
    known = recording.plan_of(recording.read(call))
    if known is not None:
        return known
    phone_line = locks.lock_line(call.programme_id)
    plan = _plan(call.programme, phone_line, now)
    recording.add(call, of_plan(plan), now)
    return plan


def _plan(programme: Programme, phone_line: PhoneLine, now: datetime) -> Plan:
    if not programmes.admits(programme, Channel.PHONE, now):
        return Plan.CLOSED
    if phone_line.overload:
        return Plan.OVERLOAD
    if not is_somebody_there(programme, now):
        return Plan.NOBODY_ON_DUTY
    if line.coming(programme, now) > phone_line.max_waiting:  # the call itself is among them
        return Plan.OVERLOAD
    return Plan.ADMITTED


def sends_away(*, call: Call, now: datetime) -> str:
    """Why a waiting caller is told another way now: "wait_limit" or "nobody_on_duty"; "" to wait on."""
    phone_line = locks.line_of(call.programme)
    waited = now - (call.queued_at or now)
    if waited >= timedelta(minutes=phone_line.wait_limit_minutes):
        return "wait_limit"
    # a counsellor who reloads a page is away for seconds: nobody is sent away for that
    if not is_somebody_there(call.programme, now, lately=2 * LEASE):
        return "nobody_on_duty"
    return ""


def is_somebody_there(programme: Programme, now: datetime, *, lately: timedelta = timedelta(0)) -> bool:
    """Whether a counsellor is available for calls now, or was until just before."""
    return PhonePresence.objects.filter(
        programme=programme, available=True, leased_until__gt=now - lately, user__is_active=True
    ).exists()


def serves(programme: Programme) -> bool:
    """Whether this programme can be called at all: there is an account, a number, and opening hours."""
    return (
        account() is not None
        and bool(programme.phone_number)
        and bool(locks.line_of(programme).number)
        and bool(programmes.schedule(programme, Channel.PHONE).spans)
    )


def door_state(programme: Programme, now: datetime | None = None) -> DoorState:
    """Whether a caller would be let in now; when not, why, and when the phone opens again."""
    now = now or timezone.now()
    plan = _plan(programme, locks.line_of(programme), now)
    until = programmes.closes_at(programme, Channel.PHONE, now)
    if plan is Plan.ADMITTED:
        return DoorState(open=True, until=until)
    if plan is Plan.CLOSED:
        after = until if until is not None else now
        return DoorState(
            open=False, opens_at=programmes.next_opening(programme, Channel.PHONE, after), reason="closed"
        )
    return DoorState(open=False, until=until, reason="full" if plan is Plan.OVERLOAD else "nobody_on_duty")
