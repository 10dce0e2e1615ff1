"""How long a case lives: counted from its last move, shorter once it is closed. The time is passed in."""

from datetime import datetime, timedelta

from django.conf import settings

from helpline.cases.states import CaseState


def term_of(state: str) -> timedelta:
    """How long after its last move a case in this state is kept."""
    closed = state == CaseState.CLOSED
    return timedelta(days=settings.CASE_CLOSED_TERM_DAYS if closed else settings.CASE_TERM_DAYS)


def ends_at(state: str, moved_at: datetime) -> datetime:
    """When the term of a case ends that was last moved at that moment."""
    return moved_at + term_of(state)


def days_left(expires_at: datetime, now: datetime) -> int:
    """Whole days until the end of a term, rounded up; 0 when it has passed."""
    return max(0, -((now - expires_at) // timedelta(days=1)))
