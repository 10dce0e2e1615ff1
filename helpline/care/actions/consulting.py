"""The consultation: somebody who leads in the programme advises, and signs for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.care.actions.common import add_text, lock, moment, tell
from helpline.care.errors import CannotBeConsulted, WrongMove
from helpline.care.meldcode import TextKind
from helpline.care.models import RiskRecord
from helpline.care.policies import may_be_consulted
from helpline.care.states import RiskState, check_is_open, check_move


def _begin(record: RiskRecord, consulted: User) -> None:
    lock(record)
    check_is_open(record.state)
    if not may_be_consulted(consulted, record):
        raise CannotBeConsulted("this person wrote the record, or does not lead in its programme")
    if record.state != RiskState.CONSULTED:
        check_move(record.state, RiskState.CONSULTED)


def _save(record: RiskRecord, consulted: User, at: datetime, signed_at: datetime | None) -> None:
    record.state = RiskState.CONSULTED
    record.consulted, record.consulted_at, record.signed_at = consulted, at, signed_at
    # what was decided was decided without this advice
    record.decided_at, record.report, record.help_given = None, "", ""
    record.save(
        update_fields=[
            "state", "consulted", "consulted_at", "signed_at", "decided_at", "report", "help_given",
        ]
    )  # fmt: skip


@transaction.atomic
def consult(*, record: RiskRecord, advice: str, number: UUID, by: User, now: datetime | None = None) -> None:
    """The shift lead advises, and signs with it. Raises CannotBeConsulted, WrongMove when closed, and Gone."""
    _begin(record, by)
    at = moment(now)
    add_text(record, TextKind.ADVICE, advice, number=number, by=by, at=at, consulted=by)
    _save(record, by, at, at)
    tell(record, "consulted", by=by, at=at)


@transaction.atomic
def note_consultation(
    *,
    record: RiskRecord,
    consulted: User,
    consulted_at: datetime,
    advice: str,
    number: UUID,
    by: User,
    now: datetime | None = None,
) -> None:
    """Write down what a shift lead advised in person or by phone. The work goes on; it closes once it is signed.

    Raises CannotBeConsulted, WrongMove when closed or for a moment that is still to come, and Gone.
    """
    _begin(record, consulted)
    at = moment(now)
    if consulted_at > at:
        raise WrongMove("nobody was consulted in the future")
    add_text(record, TextKind.ADVICE, advice, number=number, by=by, at=at, consulted=consulted)
    _save(record, consulted, consulted_at, at if consulted.pk == by.pk else None)
    tell(record, "consultation_noted", by=by, at=at)


@transaction.atomic
def sign(*, record: RiskRecord, by: User, now: datetime | None = None) -> None:
    """The shift lead says: this is what I advised. Raises CannotBeConsulted for anybody else, WrongMove, and Gone."""
    lock(record)
    check_is_open(record.state)
    if record.consulted_id != by.pk or not may_be_consulted(by, record):
        raise CannotBeConsulted("who was consulted signs, and nobody else")
    if record.signed_at is not None:
        raise WrongMove("it is signed already")
    at = moment(now)
    record.signed_at = at
    record.save(update_fields=["signed_at"])
    tell(record, "signed", by=by, at=at)
