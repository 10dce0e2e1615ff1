"""Opening a record, adding to it, reading it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.care import sealing, terms
from helpline.care.actions.common import ROUND_FIELDS, add_text, begin_round, lock, moment, tell
from helpline.care.errors import NoPlace, NotForPractice, UnknownLevel
from helpline.care.levels import LIST, is_more_serious
from helpline.care.meldcode import Applies, TextKind
from helpline.care.models import RiskRecord
from helpline.care.states import RiskState, check_is_open
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.programmes.queries import codes
from helpline.vault.actions import new_data_key
from helpline.vault.models import TermClass

#: what anybody who writes in a record may add by itself, whatever its state
FREE_KINDS = frozenset(
    {
        TextKind.SAID,
        TextKind.VEILIG_THUIS,
        TextKind.TALKED,
        TextKind.NOT_TALKED,
        TextKind.WEIGHED,
        TextKind.INFORMED,
        TextKind.NOT_INFORMED,
    }
)


def _check_level(programme: Programme, level: str, at: datetime) -> None:
    if level not in {code.code for code in codes(programme, LIST, timezone.localdate(at))}:
        raise UnknownLevel(level)


@transaction.atomic
def open_record(
    *,
    level: str,
    said: str,
    number: UUID,
    by: User,
    contact: Contact | None = None,
    case: Case | None = None,
    applies: str = Applies.UNKNOWN,
    now: datetime | None = None,
) -> RiskRecord:
    """Open a record of a contact or a case, with what was said.

    number: of the form that was sent; it becomes the record's, so that a form which comes twice is one record. Its
    texts are sealed with the key of the case, else with a key of its own. Raises UnknownLevel, NotForPractice,
    NoPlace, and Gone when the case's key is.
    """
    at = moment(now)
    programme = case.programme if case is not None else contact.programme if contact is not None else None
    if programme is None or (contact is not None and contact.programme_id != programme.pk):
        raise NoPlace("a record stands with a contact or a case, and both are of one programme")
    if contact is not None and contact.training:
        raise NotForPractice("nobody is at risk in a practice contact")
    earlier = RiskRecord.objects.filter(pk=number, author=by).first()
    if earlier is not None:
        return earlier
    _check_level(programme, level, at)
    data_key = None
    if case is None:
        data_key, _key = new_data_key(term_class=TermClass.CASE, expires_at=terms.key_ends_at(at), now=at)
    record = RiskRecord.objects.create(
        id=number,
        programme_id=programme.pk,
        contact=contact,
        case=case,
        level=level,
        applies=applies,
        author=by,
        opened_at=at,
        data_key=data_key,
    )
    # the form's number is the record's; its first text takes the same one, in a table of its own
    add_text(record, TextKind.SAID, said, number=number, by=by, at=at)
    tell(record, "opened", by=by, at=at)
    return record


@transaction.atomic
def write(
    *, record: RiskRecord, kind: str, text: str, number: UUID, by: User, now: datetime | None = None
) -> None:
    """Add a text of one of the FREE_KINDS. number: of the form; one that comes twice is added once.

    Raises WrongMove for a closed record, and Gone.
    """
    if kind not in FREE_KINDS:
        raise ValueError(f"{kind} is written by an action of its own")
    lock(record)
    check_is_open(record.state)
    at = moment(now)
    add_text(record, kind, text, number=number, by=by, at=at)
    tell(record, "written", by=by, at=at, on_timeline=False)


@transaction.atomic
def change_level(*, record: RiskRecord, level: str, by: User, now: datetime | None = None) -> bool:
    """Say that it is more or less serious; True when it must be consulted about again.

    What was advised about less does not hold for more, so a higher level begins anew. Raises UnknownLevel, WrongMove
    for a closed record, and Gone.
    """
    lock(record)
    check_is_open(record.state)
    at = moment(now)
    _check_level(record.programme, level, at)
    if level == record.level:
        return False
    anew = record.state != RiskState.OPEN and is_more_serious(record.programme, level, than=record.level)
    record.level = level
    if anew:
        record.state = RiskState.OPEN
        begin_round(record)
    record.save(update_fields=["level", "state", *ROUND_FIELDS])
    tell(record, "level_changed", by=by, at=at)
    return anew


@transaction.atomic
def plan_follow_up(
    *, record: RiskRecord, due_at: datetime, text: str, number: UUID, by: User, now: datetime | None = None
) -> None:
    """Say what is to follow, and when; one that was planned before moves. Raises WrongMove when closed, and Gone."""
    lock(record)
    check_is_open(record.state)
    at = moment(now)
    add_text(record, TextKind.FOLLOW_UP, text, number=number, by=by, at=at)
    record.follow_up_at = due_at
    record.save(update_fields=["follow_up_at"])
    tell(record, "follow_up_planned", by=by, at=at)


@transaction.atomic
def finish_follow_up(
    *, record: RiskRecord, text: str, number: UUID, by: User, now: datetime | None = None
) -> None:
    """Say what came of what was to follow. Raises WrongMove when closed, and Gone."""
    lock(record)
    check_is_open(record.state)
    at = moment(now)
    add_text(record, TextKind.FOLLOWED_UP, text, number=number, by=by, at=at)
    record.follow_up_at = None
    record.save(update_fields=["follow_up_at"])
    tell(record, "followed_up", by=by, at=at)


@transaction.atomic
def read(*, record: RiskRecord, by: User, now: datetime | None = None) -> dict[UUID, str]:
    """Every text of a record by its id; that somebody looked is recorded. Raises Gone, and the vault's SealBroken."""
    texts = sealing.open_texts(record, list(record.texts.all()))
    see(record=record, by=by, now=now)
    return texts


@transaction.atomic
def see(*, record: RiskRecord, by: User, now: datetime | None = None) -> None:
    """Record that somebody looked."""
    tell(record, "read", by=by, at=moment(now), on_timeline=False)
