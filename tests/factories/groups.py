"""Peer groups with people in them."""

from datetime import UTC, datetime, timedelta

from helpline.accounts.models import User
from helpline.groups import actions
from helpline.groups.models import Group, Meeting, Participant
from helpline.programmes.models import Programme
from tests.factories.chat import make_staff

NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)


def make_group(
    *, programme: Programme, by: User | None = None, places: int = 8, meetings: int = 0, now: datetime = NOW
) -> Group:
    """A group, with so many meetings a week apart, the first a week from now."""
    by = by or make_staff(programme)
    group = actions.open_group(programme=programme, name="Donderdagavond", places=places, by=by, now=now)
    for week in range(1, meetings + 1):
        make_meeting(group=group, starts_at=now + timedelta(weeks=week), now=now)
    group.refresh_from_db()
    return group


def make_meeting(*, group: Group, starts_at: datetime, instruction: str = "", now: datetime = NOW) -> Meeting:
    """A meeting."""
    return actions.plan_meeting(
        group=group, starts_at=starts_at, instruction=instruction, by=group.run_by, now=now
    )


def make_participant(
    *, group: Group, alias: str = "Zeepaardje", waits: bool = False, now: datetime = NOW
) -> Participant:
    """Somebody who takes part, or waits."""
    return actions.add_participant(group=group, alias=alias, waits=waits, by=group.run_by, now=now)
