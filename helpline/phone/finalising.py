"""Counting a call that is over, and forgetting it.

Some minutes after its end, when nothing more is told of it, a call becomes an outcome: in the contact of who answered
it or in an attempt that was missed, and in the counters. Then the row and its evidence are deleted. The provider's
name for the call stays in a list of its own, which leads to nothing, until the record there is deleted.
"""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chat.wakes import wake_desk
from figures import counters
from helpline.accounts.models import User
from helpline.contacts import actions as contacts
from helpline.contacts.states import ContactState
from helpline.phone import locks
from helpline.phone.actions import recording
from helpline.phone.evidence import Kind, Piece
from helpline.phone.models import Call, Leg, LegKind, ProviderRecord
from helpline.phone.outcome import Outcome, Stage, outcome
from helpline.phone.rules import FINALISE_AFTER, LEG_STARTS, TALKING_SILENT, WAITING_SILENT
from helpline.programmes.models import Channel

logger = logging.getLogger(__name__)


def finalise_due(*, now: datetime | None = None, limit: int = 200) -> int:
    """Count the calls that are over for long enough; return how many. One that fails is tried again, alone."""
    now = now or timezone.now()
    due = Call.objects.filter(stage=Stage.ENDED, ended_at__lte=now - FINALISE_AFTER).order_by(
        "ended_at", "pk"
    )
    done = 0
    for call_id in list(due.values_list("pk", flat=True)[:limit]):
        try:
            done += _finalise(call_id, now)
        except Exception:
            logger.exception("phone: a call could not be counted; it is tried again")
    return done


def end_silent(*, now: datetime | None = None) -> int:
    """End the calls of which nothing was heard for so long that their end must have been lost; return how many."""
    now = now or timezone.now()
    going_on = Call.objects.exclude(stage=Stage.ENDED)
    talking = going_on.filter(stage=Stage.TALKING, heard_at__lte=now - TALKING_SILENT)
    others = going_on.exclude(stage=Stage.TALKING).filter(heard_at__lte=now - WAITING_SILENT)
    ended = 0
    for sid in [*talking.values_list("sid", flat=True), *others.values_list("sid", flat=True)]:
        with transaction.atomic():
            call = locks.lock_call(sid)
            if call is not None and call.stage != Stage.ENDED:
                recording.add(call, {Piece(Kind.SILENT)}, now)
                ended += 1
    return ended


def forget_legs(*, now: datetime | None = None) -> int:
    """Forget legs that led to no call: the counsellor's device never came, or found nobody. Return how many."""
    now = now or timezone.now()
    idle = Leg.objects.filter(call__isnull=True, made_at__lte=now - LEG_STARTS)
    forgotten = 0
    for leg in list(idle.exclude(state="live").order_by("made_at")) + list(
        idle.filter(state="live", made_at__lte=now - TALKING_SILENT)
    ):
        with transaction.atomic():
            _hand_over_name(leg.sid, now)
            leg.delete()
        forgotten += 1
    return forgotten


@transaction.atomic
def _finalise(call_id: UUID, now: datetime) -> int:
    call = locks.lock_call_by_id(Call(pk=call_id))
    if call is None or call.stage != Stage.ENDED or call.ended_at is None:
        return 0  # another process was faster
    became = outcome(recording.read(call))
    if became is Outcome.ANSWERED:
        _answered(call)
    else:
        _missed(call, became)
    _count_redial(call)
    _hand_over_name(call.sid, now)
    for sid in call.legs.exclude(sid=None).values_list("sid", flat=True):
        _hand_over_name(sid, now)
    wake_desk(call.programme_id)
    call.delete()
    return 1


def _answered(call: Call) -> None:
    assert call.ended_at is not None
    if call.contact is None:
        by = call.counsellor or _who_may_have_answered(call)
        if by is None:
            # Somebody spoke with the caller, and every request that told who was lost: counted, not registered.
            _count_arrival(call, Outcome.ANSWERED)
            return
        recording.open_contact(call, by=by, now=call.answered_at or call.ended_at)
    if call.contact is not None and call.contact.state == ContactState.OPEN:
        contacts.end(contact=call.contact, now=call.ended_at)


def _missed(call: Call, became: Outcome) -> None:
    assert call.ended_at is not None
    contact = contacts.open_attempt(
        programme=call.programme, channel=Channel.PHONE, language=call.language, now=call.arrived_at
    )
    contacts.close_attempt(contact=contact, outcome=became.value, now=call.ended_at)


def _count_arrival(call: Call, became: Outcome) -> None:
    code, slug = f"{Channel.PHONE}.{became}", call.programme.slug
    day = timezone.localdate(call.arrived_at)
    counters.count_day(programme=slug, name="arrivals", day=day, code=code)
    counters.count_hour(programme=slug, name="arrivals", at=call.arrived_at, code=code)


def _count_redial(call: Call) -> None:
    """What the redial estimate needs, by month: whole minutes since the last missed call, and who pressed the key."""
    slug, month = call.programme.slug, timezone.localdate(call.arrived_at)
    if call.minutes_since_miss is not None:
        code = f"m{call.minutes_since_miss:02d}"
        counters.count_month(programme=slug, name="phone_redials", month=month, code=code)
    if call.tried_before:
        counters.count_month(programme=slug, name="phone_tried_before", month=month, code="yes")


def _who_may_have_answered(call: Call) -> User | None:
    """Of the counsellors who took somebody while this caller was there, the only one of whom we do not know whom."""
    since = call.queued_at or call.arrived_at
    legs = Leg.objects.filter(
        programme=call.programme,
        call__isnull=True,
        kind__in=[LegKind.PULL, LegKind.DESK_PHONE],
        sid__isnull=False,
        made_at__gte=since,
        made_at__lte=call.ended_at,
    ).select_related("user")[:2]
    return legs[0].user if len(legs) == 1 else None


def _hand_over_name(sid: str | None, now: datetime) -> None:
    """Put the provider's name of a call on the list of what is to be deleted there."""
    if sid:
        ProviderRecord.objects.get_or_create(sid=sid, defaults={"due_at": now})
