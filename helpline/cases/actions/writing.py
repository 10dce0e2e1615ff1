"""Appending to the timeline: every line is a move, from which the term counts anew."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from helpline.accounts.models import User
from helpline.cases.actions.locks import lock, moment
from helpline.cases.models import Case, LineKind, TimelineLine
from helpline.cases.terms import ends_at
from helpline.vault import actions as vault


@transaction.atomic
def append(
    *,
    case: Case,
    kind: str,
    by: User | None,
    object_id: UUID | None = None,
    codes: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> TimelineLine:
    """Put a line at the end of the case's timeline, in the caller's transaction. The term counts anew from here.

    kind: one of LineKind. by: None when the person or the system did it. object_id: of what it tells of. codes: short
    codes, never words. Raises CaseGone. Whoever calls it writes the audit entry.
    """
    at = moment(now)
    lock(case, at)
    line = write_line(case, kind, by=by, object_id=object_id, codes=codes, now=at)
    touch(case, at)
    return line


def write_line(
    case: Case,
    kind: str,
    *,
    by: User | None,
    object_id: UUID | None = None,
    codes: Mapping[str, Any] | None = None,
    now: datetime,
) -> TimelineLine:
    """Write a line of a locked case that moves nothing. Raises ValueError for an unknown kind."""
    return TimelineLine.objects.create(
        case=case, kind=LineKind(kind), at=now, by=by, object_id=object_id, codes=dict(codes or {})
    )


def touch(case: Case, now: datetime) -> None:
    """The locked case moved: its term counts from now, and its key lives as long. It never gets shorter here."""
    case.moved_at = max(case.moved_at, now)
    case.expires_at = max(case.expires_at, ends_at(case.state, now))
    assert case.data_key_id is not None  # lock() saw to it
    vault.extend(case.data_key_id, expires_at=case.expires_at, now=now)
    case.save(update_fields=["moved_at", "expires_at"])
