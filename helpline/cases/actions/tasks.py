"""What is to be done for a case, by whom, and when."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import sealing
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.actions.writing import append
from helpline.cases.errors import NoText, OtherProgramme, WrongMove
from helpline.cases.models import Case, LineKind, Task, TaskKind
from helpline.cases.rules import TASK_LIMIT
from helpline.cases.states import CaseState


@transaction.atomic
def set_task(
    *,
    case: Case,
    kind: str,
    due_at: datetime,
    by: User,
    text: str = "",
    assigned_to: User | None = None,
    task_id: UUID | None = None,
    now: datetime | None = None,
) -> Task:
    """Put something to be done on the case. assigned_to: None for whoever is there. text: sealed.

    task_id: of the form that was sent; the same form sent twice is one task. Raises ValueError for an unknown kind,
    NoText when the text is too long, OtherProgramme, WrongMove on a closed case or after its term, and CaseGone.
    """
    at = moment(now)
    text = text.strip()
    if len(text) > TASK_LIMIT:
        raise NoText("a task has few words")
    _check_works(case, assigned_to)
    lock(case, at)
    if case.state == CaseState.CLOSED:
        raise WrongMove("a closed case has nothing to do")
    task_id = task_id or uuid.uuid4()
    existing = case.tasks.filter(pk=task_id, made_by=by).first()
    if existing is not None:
        return existing
    append(
        case=case, kind=LineKind.TASK, by=by, object_id=task_id, codes={"did": "set", "what": kind}, now=at
    )
    if due_at > case.expires_at:
        raise WrongMove("the case ends before this task is due")
    task = Task.objects.create(
        id=task_id,
        case=case,
        kind=TaskKind(kind),
        assigned_to=assigned_to,
        made_by=by,
        due_at=due_at,
        sealed=sealing.seal(case, text, kind=LineKind.TASK, row_id=task_id) if text else b"",
    )
    record("case.task_set", case, by, at)
    return task


def _check_works(case: Case, person: User | None) -> None:
    if person is not None and not person.can(Permission.CASES_WORK, case.programme_id):
        raise OtherProgramme("this colleague works no cases in this programme")


@transaction.atomic
def finish_task(*, task: Task, by: User, now: datetime | None = None) -> None:
    """It is done. Raises WrongMove when it was ended already, and CaseGone."""
    _end(task, by=by, dropped=False, now=moment(now))


@transaction.atomic
def drop_task(*, task: Task, by: User, now: datetime | None = None) -> None:
    """It need not be done any more. Raises WrongMove when it was ended already, and CaseGone."""
    _end(task, by=by, dropped=True, now=moment(now))


def _end(task: Task, *, by: User, dropped: bool, now: datetime) -> None:
    _lock_open(task, now)
    task.ended_at, task.dropped = now, dropped
    task.save(update_fields=["ended_at", "dropped"])
    did = "dropped" if dropped else "done"
    codes = {"did": did, "what": task.kind}
    append(case=task.case, kind=LineKind.TASK, by=by, object_id=task.pk, codes=codes, now=now)
    record(f"case.task_{did}", task.case, by, now)


@transaction.atomic
def move_task(
    *, task: Task, due_at: datetime, by: User, assigned_to: User | None = None, now: datetime | None = None
) -> None:
    """Do it at another moment, or let somebody else do it. Raises WrongMove, OtherProgramme and CaseGone."""
    at = moment(now)
    _check_works(task.case, assigned_to)
    _lock_open(task, at)
    if due_at > task.case.expires_at:
        raise WrongMove("the case ends before this task is due")
    task.due_at, task.assigned_to = due_at, assigned_to
    task.save(update_fields=["due_at", "assigned_to"])
    codes = {"did": "moved", "what": task.kind}
    append(case=task.case, kind=LineKind.TASK, by=by, object_id=task.pk, codes=codes, now=at)
    record("case.task_moved", task.case, by, at)


def _lock_open(task: Task, now: datetime) -> None:
    lock(task.case, now)
    task.refresh_from_db(fields=["ended_at", "kind"])
    if task.ended_at is not None:
        raise WrongMove("it was done already")
