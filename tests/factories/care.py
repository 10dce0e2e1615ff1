"""Risk records in every state, and the people they need. Nobody in them exists."""

import uuid
from datetime import UTC, datetime

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.care import actions
from helpline.care.meldcode import Applies, TextKind
from helpline.care.models import RiskRecord
from helpline.care.states import RiskState
from helpline.cases import actions as cases
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from tests.factories.contacts import make_counsellor, make_open

#: a Tuesday evening in summer
EVENING = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


def make_lead(programme: Programme) -> User:
    """Somebody who can be consulted."""
    return make_counsellor(programme, role=Role.SHIFT_LEAD)


def make_case(*, programme: Programme, by: User, alias: str = "de reiger", now: datetime = EVENING) -> Case:
    """A case of this person."""
    return cases.open_case(programme=programme, alias=alias, by=by, now=now)


def make_record(
    *,
    programme: Programme,
    by: User,
    lead: User | None = None,
    state: str = RiskState.OPEN,
    contact: Contact | None = None,
    case: Case | None = None,
    level: str = "serious",
    applies: str = Applies.NO,
    now: datetime = EVENING,
) -> RiskRecord:
    """A record in a state; lead: who is consulted, needed for other states than open."""
    if case is None and contact is None:
        contact = make_open(programme=programme, by=by, now=now)
    record = actions.open_record(
        level=level, said="iets ernstigs", number=uuid.uuid4(), contact=contact, case=case, applies=applies,
        by=by, now=now,
    )  # fmt: skip
    if state == RiskState.OPEN:
        return record
    assert lead is not None
    actions.consult(record=record, advice="bel elkaar morgen", number=uuid.uuid4(), by=lead, now=now)
    if state == RiskState.CONSULTED:
        return record
    decide(record, by=by, now=now)
    if state == RiskState.DECIDED:
        return record
    write(record, TextKind.INFORMED, by=by, now=now)
    actions.close(record=record, by=by, now=now)
    return record


def write(record: RiskRecord, kind: str, *, by: User, text: str = "woorden", now: datetime = EVENING) -> None:
    """Add a text."""
    actions.write(record=record, kind=kind, text=text, number=uuid.uuid4(), by=by, now=now)


def decide(record: RiskRecord, *, by: User, now: datetime = EVENING, **answers: str) -> None:
    """Decide something."""
    actions.decide(
        record=record,
        decision="wij blijven in gesprek",
        plan="",
        number=uuid.uuid4(),
        by=by,
        now=now,
        **answers,
    )
