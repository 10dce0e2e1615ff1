"""How a case ends: at its term, or before it when who leads cases says so. The key first, then the rows."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases.actions.locks import lock, moment, record
from helpline.cases.models import Case
from helpline.vault import actions as vault


@transaction.atomic
def shred(*, case: Case, by: User, now: datetime | None = None) -> None:
    """Erase the case now, before its term: nothing that was written about it can be read again. Raises CaseGone."""
    at = moment(now)
    lock(case, at)
    _erase(case)
    record("case.shredded", case, by, at)


@transaction.atomic
def erase_if_due(case_id: UUID, *, now: datetime) -> bool:
    """Erase a case whose term has passed; False when it is not (any more) due. Writes no audit entry."""
    case = Case.objects.select_for_update().filter(pk=case_id, expires_at__lte=now).first()
    if case is None:
        return False
    _erase(case)
    return True


def _erase(case: Case) -> None:
    if case.data_key_id is not None:
        vault.shred(case.data_key_id)
    Case.objects.filter(pk=case.pk).delete()
