"""Locking a case, and the audit entry of what was done to it."""

from datetime import datetime

from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case


def moment(now: datetime | None) -> datetime:
    """The moment given, or this one."""
    return now or timezone.now()


def lock(case: Case, now: datetime) -> None:
    """Lock the case's row until the transaction ends and read it again. Raises CaseGone, also when it is due."""
    try:
        case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    except Case.DoesNotExist:
        raise CaseGone("the case was erased") from None
    if case.expires_at <= now or case.data_key_id is None:
        raise CaseGone("the case's term has passed")


def record(action: str, case: Case, by: User | None, now: datetime) -> None:
    """Write the audit entry, last in an action: the day, the programme, and not which case.

    Who did what to which case stands in the case's own timeline, and ends with it.
    """
    audit.record(
        by=by.audit_id if by else audit.SYSTEM,
        action=action,
        programme=case.programme.slug,
        day_only=True,
        now=now,
    )
