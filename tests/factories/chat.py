"""Counsellors at their desks, visitors at the door, and conversations in every state."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from chat.actions import door, presence
from chat.models import Conversation, Presence
from helpline.accounts.models import Membership, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Channel, Programme
from tests.factories.programmes import make_programme

#: a Tuesday evening in summer
EVENING = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)

_numbers = count(1)


def make_open_programme(*, slug: str = "helpwanted") -> Programme:
    """A programme whose chat never closes."""
    return make_programme(slug=slug, name=slug.title(), always_open=Channel.CHAT)


def make_staff(*programmes: Programme, role: str = Role.COUNSELLOR, name: str = "") -> User:
    """Somebody with a role in these programmes."""
    number = next(_numbers)
    user = User.objects.create(email=f"staff{number}@example.test", name=name or f"Staff {number}")
    for programme in programmes:
        Membership.objects.create(user=user, programme=programme, role=role)
    return user


def make_available(
    *, user: User, programme: Programme, capacity: int = 2, now: datetime = EVENING
) -> Presence:
    """Somebody who said to be available and has a running lease."""
    return presence.say_available(user=user, programme=programme, capacity=capacity, now=now)


def knock(
    *,
    programme: Programme,
    now: datetime = EVENING,
    scripted: bool = True,
    language: str = "nl",
    pre_chat: dict[str, Sequence[str]] | None = None,
) -> Conversation:
    """A visitor at the door. Raises DoorClosed."""
    return door.knock(
        programme=programme,
        language=language,
        pre_chat=pre_chat or {},
        scripted=scripted,
        proof=scripted,
        now=now,
    )


def make_waiting(*, programme: Programme, now: datetime = EVENING) -> Conversation:
    """Somebody who waits, because the only counsellor came in full."""
    presence_row = Presence.objects.filter(programme=programme, available=True).first()
    if presence_row is None:
        make_full(programme=programme, now=now)
    return knock(programme=programme, now=now)


def make_full(*, programme: Programme, now: datetime = EVENING) -> User:
    """A counsellor who is there and has no room: a single chat at hand, and room for one."""
    user = make_staff(programme)
    make_available(user=user, programme=programme, capacity=1, now=now)
    knock(programme=programme, now=now)
    return user


def make_talking(*, programme: Programme, user: User | None = None, now: datetime = EVENING) -> Conversation:
    """A conversation that goes on, with a counsellor who is there."""
    user = user or make_staff(programme)
    make_available(user=user, programme=programme, now=now)
    conversation = knock(programme=programme, now=now)
    assert conversation.counsellor_id == user.pk
    return conversation
