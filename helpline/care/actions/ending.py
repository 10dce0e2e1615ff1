"""Closing a record and opening it again; and its end."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.care import sealing, terms
from helpline.care.actions.common import ROUND_FIELDS, TIMELINE, begin_round, lock, moment, standing_of, tell
from helpline.care.errors import NoPlace, NotYet, WrongMove
from helpline.care.models import RiskRecord, RiskText
from helpline.care.rules import lacks_to_close
from helpline.care.states import RiskState, check_is_open, check_move
from helpline.cases import actions as cases
from helpline.cases.models import Case
from helpline.vault.actions import extend, new_data_key, shred
from helpline.vault.errors import VaultError
from helpline.vault.models import TermClass


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

    Its texts are sealed anew with the case's key and its own is shredded, so that shredding the case leaves nothing.
    Raises NoPlace for a case of another programme and for a record that belongs to a case, and Gone.
    """
    lock(record)
    if record.case_id is not None or case.programme_id != record.programme_id:
        raise NoPlace("a record goes with one case, of its own programme")
    at = moment(now)
    own_key, rows = record.data_key_id, list(record.texts.all())
    texts = sealing.open_texts(record, rows)
    record.case, record.expires_at, record.data_key = case, None, None
    record.save(update_fields=["case", "expires_at", "data_key"])
    for row in rows:
        row.nonce, row.ciphertext = sealing.seal(record, text_id=row.pk, kind=row.kind, text=texts[row.pk])
    RiskText.objects.bulk_update(rows, ["nonce", "ciphertext"])
    if own_key is not None:
        shred(own_key)
    tell(record, "attached", by=by, at=at)


@transaction.atomic
def detach(*, record: RiskRecord, by: User, now: datetime | None = None) -> None:
    """Take a record from the case that its contact does not belong to after all: it has a key and a term of its own.

    Raises NoPlace for one that is of no contact or no case, and Gone.
    """
    lock(record)
    if record.case_id is None or record.contact_id is None:
        raise NoPlace("only a contact's record can be without a case")
    at = moment(now)
    rows = list(record.texts.all())
    texts = sealing.open_texts(record, rows)
    tell(record, "detached", by=by, at=at)  # while the case can still be told
    is_closed = record.state == RiskState.CLOSED
    record.expires_at = terms.ends_at(at) if is_closed else None
    record.data_key, _key = new_data_key(
        term_class=TermClass.CASE, expires_at=record.expires_at or terms.key_ends_at(at), now=at
    )
    record.case = None
    record.save(update_fields=["case", "expires_at", "data_key"])
    for row in rows:
        row.nonce, row.ciphertext = sealing.seal(record, text_id=row.pk, kind=row.kind, text=texts[row.pk])
    RiskText.objects.bulk_update(rows, ["nonce", "ciphertext"])


@transaction.atomic
def renew(record_id: UUID, *, now: datetime) -> bool:
    """See to it that a record which is open can be read next week, too; False when nothing had to be done.

    Its own key is moved on; or its case is, which gets a line that says why it is kept.
    """
    record = (
        RiskRecord.objects.select_for_update(of=("self",))
        .select_related("case", "programme")
        .filter(pk=record_id)
        .exclude(state=RiskState.CLOSED)
        .first()
    )
    if record is None:
        return False
    if record.case is None:
        until = terms.key_ends_at(now)
        key = record.data_key
        is_near = key is not None and key.expires_on_date < (until - terms.MARGIN).astimezone(UTC).date()
        return is_near and _extend(record, until, now)
    if not now < record.case.expires_at <= now + terms.MARGIN:
        return False
    codes = {"did": "still_open"}
    cases.append(case=record.case, kind=TIMELINE, by=None, object_id=record.pk, codes=codes, now=now)
    audit.record(
        by=audit.SYSTEM, action="risk.case_kept", programme=record.programme.slug, day_only=True, now=now
    )
    return True


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
