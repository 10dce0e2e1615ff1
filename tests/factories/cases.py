"""Cases, with the programmes and staff they need."""

from datetime import UTC, datetime
from typing import Any

from helpline.accounts.models import User
from helpline.cases import actions
from helpline.cases.models import Case
from helpline.programmes.models import Programme

#: a Tuesday evening in summer
EVENING = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


def make_case(*, programme: Programme, by: User, now: datetime = EVENING, **fields: Any) -> Case:
    """An open case of `by`."""
    return actions.open_case(programme=programme, by=by, now=now, **fields)
