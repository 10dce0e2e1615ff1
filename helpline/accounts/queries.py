"""What the people screens read."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from helpline.accounts.models import Authenticator, Invitation, Membership, StaffSession, User
from helpline.accounts.sessions import live


def people(now: datetime) -> QuerySet[User]:
    """Everybody, active people first, with their roles and whether they are set up, invited and signed in."""
    return (
        User.objects.annotate(
            is_set_up=Exists(Authenticator.objects.filter(user=OuterRef("pk"), confirmed=True)),
            is_invited=Exists(
                Invitation.objects.filter(user=OuterRef("pk"), used_at=None, expires_at__gt=now)
            ),
        )
        .prefetch_related(
            Prefetch(
                "memberships",
                Membership.objects.select_related("programme").order_by(
                    "programme__order", "programme_id", "role"
                ),
            )
        )
        .order_by("-is_active", "name", "pk")
    )


def person(public_id: UUID, now: datetime) -> User:
    """One person of `people`. Raises User.DoesNotExist."""
    return people(now).get(public_id=public_id)


def sessions_of(user: User, now: datetime) -> list[StaffSession]:
    """This person's good sessions, newest first."""
    return list(live(user, now))
