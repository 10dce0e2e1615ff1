"""What was refused to somebody who is signed in: an entry in the audit log with who, which view, and why.

Never an address, an id or what was typed: the view's own name says what was tried. One person hammering on one view
is one entry an hour, and no more than `MOST_AN_HOUR` entries come of one person, so that nobody can bury in the chain
what else happened. Sockets and roads, which have no view, are named by whoever refuses there.
"""

import re
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from helpline.accounts import sessions
from helpline.accounts.models import Refusal, User
from helpline.audit import actions as audit

ACTION = "access.refused"
#: between two entries about one person, one view and one reason
EVERY = timedelta(hours=1)
#: entries about one person within an hour
MOST_AN_HOUR = 60
#: characters that the audit log takes for a detail
_LONGEST = 40
_VIEW = re.compile(r"[a-z][a-z0-9_]*([.:/-][a-z0-9_]+)*")
#: a view whose name is no code
OTHER = "other"


class Why(StrEnum):
    """Why it was refused. What somebody may not know of is as if it were not there: the two are told apart nowhere."""

    NOT_ALLOWED = "not_allowed"
    NOT_THERE = "not_there"
    FORM_TOKEN = "form_token"  # noqa: S105  (no secret: the form's token was missing or another's)


@transaction.atomic
def note(*, by: User, view: str, why: Why, now: datetime, programme: str = "") -> bool:
    """Record that this was refused to this person, unless it was within the hour. Returns whether it was recorded.

    view: the name by which the address is reversed. programme: the short name of the programme it was tried in.
    """
    view = code_of(view)
    since = now - EVERY
    row, _ = Refusal.objects.get_or_create(user=by, view=view, why=why)
    row = Refusal.objects.select_for_update().get(pk=row.pk)
    if row.noted_at is not None and row.noted_at > since:
        return False
    if Refusal.objects.filter(user=by, noted_at__gt=since).count() >= MOST_AN_HOUR:
        return False
    row.noted_at = now
    row.save(update_fields=["noted_at"])
    audit.record(
        by=by.audit_id, action=ACTION, programme=programme, detail={"view": view, "why": why.value}, now=now
    )
    return True


def note_session(session_key: str, *, view: str, why: Why, now: datetime) -> bool:
    """The same for a socket or a road, which know the session alone. False also when it is over."""
    state = sessions.check(session_key, now)
    return state is not None and note(by=state.user, view=view, why=why, now=now)


def code_of(view: str) -> str:
    """The view's name as the audit log takes it: shortened, or "other"."""
    short = view.lower()[:_LONGEST].rstrip(".:/-")
    return short if _VIEW.fullmatch(short) else OTHER


def sweep(*, now: datetime) -> int:
    """Delete what no longer keeps an entry back. Returns how many."""
    return Refusal.objects.exclude(noted_at__gt=now - EVERY).delete()[0]
