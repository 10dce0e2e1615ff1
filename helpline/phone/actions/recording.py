"""Writing down what the provider tells: the evidence grows, and what follows from it is done once.

Every request may come twice, late, or in another order. So each function here adds pieces to a set, reads the whole
set, and does what its new stage asks for and was not done yet.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.cases import actions as cases
from helpline.cases.errors import CaseError
from helpline.contacts import actions as contacts
from helpline.contacts.states import ContactState
from helpline.phone import locks, tally
from helpline.phone.evidence import Kind, Piece, Plan
from helpline.phone.models import Call, Evidence, PhoneLine, ProviderRecord
from helpline.phone.outcome import Outcome, Stage, is_missed, outcome, stage
from helpline.phone.rules import REDIAL_MINUTES
from helpline.programmes.models import Channel, Programme

DEFAULT_LANGUAGE = "nl"


def arrive(*, sid: str, programme: Programme, now: datetime) -> Call | None:
    """The call of this name, made when it is heard of for the first time.

    None for a call that was counted already: what comes so late changes nothing. The caller is in a transaction.
    """
    call = locks.lock_call(sid)
    if call is not None:
        return call
    if ProviderRecord.objects.filter(sid=sid).exists():
        tally.note("late", day=timezone.localdate(now))
        return None
    line = locks.lock_line(programme.pk)
    try:
        with transaction.atomic():
            Call.objects.create(
                sid=sid,
                programme=programme,
                language=DEFAULT_LANGUAGE,
                minutes_since_miss=_minutes_since_miss(line, now),
                arrived_at=now,
                heard_at=now,
            )
    except IntegrityError:
        pass  # a repeat was faster
    return locks.lock_call(sid)


def add(call: Call, pieces: Iterable[Piece], now: datetime) -> frozenset[Piece]:
    """Add pieces to a locked call, do what follows, and return all there are."""
    Evidence.objects.bulk_create(
        (Evidence(call=call, kind=piece.kind, code=piece.code, seconds=piece.seconds) for piece in pieces),
        ignore_conflicts=True,
    )
    found = read(call)
    _follow(call, found, now)
    return found


def read(call: Call) -> frozenset[Piece]:
    """The evidence of a call."""
    rows = Evidence.objects.filter(call=call).values_list("kind", "code", "seconds")
    return frozenset(Piece(Kind(kind), code, seconds) for kind, code, seconds in rows)


@transaction.atomic
def heard(
    *, sid: str, programme: Programme, pieces: Iterable[Piece], now: datetime, makes: bool = True
) -> Call | None:
    """Something was told of a call. makes: a call that was never heard of is made (its first request was lost)."""
    call = arrive(sid=sid, programme=programme, now=now) if makes else locks.lock_call(sid)
    if call is not None:
        add(call, pieces, now)
    return call


def open_contact(call: Call, *, by: User, now: datetime) -> None:
    """Caller and counsellor are connected: the contact begins, or goes on with who has the call now."""
    if call.contact is None:
        call.contact = contacts.open_attempt(
            programme=call.programme, channel=Channel.PHONE, language=call.language, now=call.arrived_at
        )
        call.save(update_fields=["contact"])
    if call.contact.state in {ContactState.AT_THE_DOOR, ContactState.OPEN} and (
        call.contact.counsellor_id != by.pk
    ):
        contacts.answer(contact=call.contact, by=by, now=now)
        _link(call, now)


def _link(call: Call, now: datetime) -> None:
    """The caller keyed in the code of a case: the contact belongs to it. A case that is gone by now links nothing."""
    if call.case is not None and call.contact is not None:
        with suppress(CaseError):
            cases.link(contact=call.contact, case=call.case, by=None, by_code=True, now=now)


def plan_of(found: Iterable[Piece]) -> Plan | None:
    """What the door decided about a call; None when it was not asked yet."""
    return next((Plan(piece.code) for piece in found if piece.kind is Kind.PLAN), None)


def note_miss(line: PhoneLine, now: datetime) -> None:
    """A call was missed just now: whoever calls within the hour may be the same person."""
    if line.last_missed_at is None or line.last_missed_at < now:
        line.last_missed_at = now
        line.save(update_fields=["last_missed_at"])


def _minutes_since_miss(line: PhoneLine, now: datetime) -> int | None:
    if line.last_missed_at is None or line.last_missed_at > now:
        return None
    minutes = int((now - line.last_missed_at) / timedelta(minutes=1))
    return minutes if minutes <= REDIAL_MINUTES else None


def _follow(call: Call, found: frozenset[Piece], now: datetime) -> None:
    """Bring a locked call in step with its evidence. Each thing is done once, whatever came how often."""
    was, call.stage = call.stage, stage(found)
    call.heard_at = max(call.heard_at, now)
    if call.stage in (Stage.WAITING, Stage.TALKING) and call.queued_at is None:
        call.queued_at = now
    connected = outcome(found) is Outcome.ANSWERED
    if connected and call.answered_at is None:
        call.answered_at = now
    if call.stage == Stage.ENDED and call.ended_at is None:
        call.ended_at = now
    call.save(update_fields=["stage", "heard_at", "queued_at", "answered_at", "ended_at"])
    if connected and call.counsellor is not None:
        open_contact(call, by=call.counsellor, now=now)
    if call.stage != Stage.ENDED:
        if was != call.stage:
            wake_desk(call.programme_id)
        return
    if call.contact is not None and call.contact.state == ContactState.OPEN:
        contacts.end(contact=call.contact, now=now)
    if was != Stage.ENDED:
        wake_desk(call.programme_id)
        if is_missed(found):
            note_miss(locks.lock_line(call.programme_id), now)
