"""Closing a record and opening it again; and its end."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.care import terms
from helpline.care.actions.common import ROUND_FIELDS, TIMELINE, begin_round, lock, moment, standing_of, tell
from helpline.care.errors import NoPlace, NotYet, WrongMove
from helpline.care.models import RiskRecord
from helpline.care.rules import lacks_to_close
from helpline.care.states import RiskState, check_is_open, check_move
from helpline.cases import actions as cases
from helpline.cases.models import Case
from helpline.vault.actions import extend, shred
from helpline.vault.errors import VaultError


@transaction.atomic
def close(*, record: RiskRecord, by: User, now: datetime | None = None) -> None:
    """Close it. Raises NotYet with what is missing (a consultation that is signed, above all), WrongMove, and Gone."""
    lock(record)
    check_is_open(record.state)
    lacks = lacks_to_close(standing_of(record))
    if lacks:
        raise NotYet(lacks)
    check_move(record.state, RiskState.CLOSED)
    at = moment(now)
    record.state, record.closed_at = RiskState.CLOSED, at
    if record.case is None:
        record.expires_at = terms.ends_at(at)
        _extend(record, record.expires_at, at)
    record.save(update_fields=["state", "closed_at", "expires_at"])
    tell(record, "closed", by=by, at=at)


@transaction.atomic
def reopen(*, record: RiskRecord, by: User, now: datetime | None = None) -> None:
    """It goes on after all: it begins with a consultation. Raises WrongMove, and Gone."""
    lock(record)
    if record.state != RiskState.CLOSED:
        raise WrongMove("only a closed record is opened again")
    at = moment(now)
    record.state, record.closed_at, record.expires_at = RiskState.OPEN, None, None
    begin_round(record)
    record.save(update_fields=["state", "closed_at", "expires_at", *ROUND_FIELDS])
    if record.case is None:
        _extend(record, terms.key_ends_at(at), at)
    tell(record, "reopened", by=by, at=at)


@transaction.atomic
def attach(*, record: RiskRecord, case: Case, by: User, now: datetime | None = None) -> None:
    """Put a record of a contact with the case that was made of it: from now on it ends with the case.

    It keeps its own key, which lives as long as the case does. Raises NoPlace for a case of another programme and for
    a record that belongs to a case, and Gone.
    """
    lock(record)
    if record.case_id is not None or case.programme_id != record.programme_id:
        raise NoPlace("a record goes with one case, of its own programme")
    at = moment(now)
    record.case, record.expires_at = case, None
    record.save(update_fields=["case", "expires_at"])
    _extend(record, max(case.expires_at, terms.key_ends_at(at)), at)
    tell(record, "attached", by=by, at=at)


@transaction.atomic
def renew(record_id: UUID, *, now: datetime) -> bool:
    """See to it that a record which is open can be read next week, too; False when nothing had to be done.

    Its own key is moved on, or its case, which gets a line that says why it is kept. A closed one that goes with a
    case and has a key of its own can be read as long as the case.
    """
    record = (
        RiskRecord.objects.select_for_update(of=("self",)).select_related("case").filter(pk=record_id).first()
    )
    if record is None:
        return False
    is_open = record.state != RiskState.CLOSED
    case, moved = record.case, False
    if is_open and case is not None and now < case.expires_at <= now + terms.MARGIN:
        codes = {"did": "still_open"}
        cases.append(case=case, kind=TIMELINE, by=None, object_id=record.pk, codes=codes, now=now)
        moved = True
    if case is not None:
        until = needed = case.expires_at
    elif is_open:
        until = terms.key_ends_at(now)
        needed = until - terms.MARGIN
    else:
        return moved
    key = record.data_key
    if key is not None and key.expires_on_date < needed.astimezone(UTC).date() and until > now:
        return _extend(record, until, now)
    return moved


@transaction.atomic
def erase_if_due(record_id: UUID, *, now: datetime) -> bool:
    """Erase a record whose term is over, or whose case's is; False when it is not (any more) due. No audit entry."""
    record = (
        RiskRecord.objects.select_for_update(of=("self",)).select_related("case").filter(pk=record_id).first()
    )
    if record is None:
        return False
    ends_at = record.case.expires_at if record.case is not None else record.expires_at
    if ends_at is None or ends_at > now:
        return False
    if record.data_key_id is not None:
        shred(record.data_key_id)
    record.delete()
    return True


def _extend(record: RiskRecord, until: datetime, now: datetime) -> bool:
    """Let its own key live until then; False when it has none, or none any more."""
    if record.data_key_id is None:
        return False
    try:
        extend(record.data_key_id, expires_at=until, now=now)
    except VaultError:
        return False
    return True
