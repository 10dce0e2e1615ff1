"""Peer groups as the demo shows them: one that gathers people."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.groups import actions
from helpline.groups.models import Group, PlaceKind
from helpline.groups.terms import MEETINGS
from helpline.programmes.models import Programme

#: words that nobody is called
_ALIASES = ("Zeepaardje", "Kompas", "Donderwolk")


def create_demo_content() -> None:
    """Make one group with its meetings, where there is none. May be called again."""
    programme = Programme.objects.filter(slug="stopitnow").first()
    by = (
        User.objects.filter(
            memberships__role=Role.COUNSELLOR, memberships__programme=programme, is_active=True
        )
        .order_by("pk")
        .first()
    )
    if programme is None or by is None or Group.objects.filter(programme=programme).exists():
        return
    group = actions.open_group(programme=programme, name="Donderdagavond", places=6, by=by)
    today = timezone.localdate()
    thursday = today + timedelta(days=(3 - today.weekday()) % 7 + 7)
    for week in range(MEETINGS):
        starts_at = timezone.make_aware(datetime.combine(thursday + timedelta(weeks=week), time(19, 30)))
        actions.plan_meeting(
            group=group,
            starts_at=starts_at,
            place=PlaceKind.ONLINE,
            instruction="De code van de bijeenkomst krijgt iedereen een uur van tevoren in de post.",
            by=by,
        )
    for alias in _ALIASES[:2]:
        actions.add_participant(group=group, alias=alias, by=by)
    actions.add_participant(group=group, alias=_ALIASES[2], waits=True, by=by)
    actions.note_interest(programme=programme, group=group, by=by)
