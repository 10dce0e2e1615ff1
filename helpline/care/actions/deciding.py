"""Deciding what is done, and whether the Meldcode applies."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from helpline.accounts.models import User
from helpline.care.actions.common import add_text, lock, moment, standing_of, tell
from helpline.care.errors import NotYet, WrongMove
from helpline.care.meldcode import Applies, TextKind
from helpline.care.models import RiskRecord
from helpline.care.rules import Lack, asks_for_reason, lacks_to_decide
from helpline.care.states import RiskState, check_is_open, check_move


@transaction.atomic
def answer_meldcode(*, record: RiskRecord, applies: str, by: User, now: datetime | None = None) -> None:
    """Say whether the Meldcode applies. Once it is decided, its steps do not change under the decision.

    Raises WrongMove when it is decided or closed, and Gone.
    """
    lock(record)
    check_is_open(record.state)
    if record.state == RiskState.DECIDED:
        raise WrongMove("consult again before the steps change")
    record.applies = Applies(applies)
    record.save(update_fields=["applies"])
    tell(record, "meldcode_answered", by=by, at=moment(now), on_timeline=False)


@transaction.atomic
def decide(
    *,
    record: RiskRecord,
    decision: str,
    plan: str,
    number: UUID,
    by: User,
    report: str = "",
    help_given: str = "",
    why_not_reported: str = "",
    now: datetime | None = None,
) -> None:
    """Decide what is done, and how. report, help_given: the two questions of step 5, where the Meldcode applies.

    Raises NotYet with what is missing (Lack.QUESTIONS: an answer, or the reason that goes with it), WrongMove, Gone.
    """
    lock(record)
    if record.state == RiskState.DECIDED and record.texts.filter(pk=number).exists():
        return  # the same form, sent twice
    lacks = list(lacks_to_decide(standing_of(record)))
    if record.applies == Applies.YES:
        if not report or not help_given or (asks_for_reason(report) and not why_not_reported):
            lacks.append(Lack.QUESTIONS)
    else:
        report = help_given = why_not_reported = ""
    if lacks:
        raise NotYet(lacks)
    check_move(record.state, RiskState.DECIDED)
    at = moment(now)
    add_text(record, TextKind.DECISION, decision, number=number, by=by, at=at)
    if plan:
        add_text(record, TextKind.PLAN, plan, number=uuid5(number, "plan"), by=by, at=at)
    if asks_for_reason(report):
        add_text(
            record, TextKind.NOT_REPORTED, why_not_reported, number=uuid5(number, "report"), by=by, at=at
        )
    record.state, record.decided_at = RiskState.DECIDED, at
    record.report, record.help_given = report, help_given
    record.save(update_fields=["state", "decided_at", "report", "help_given"])
    tell(record, "decided", by=by, at=at)
