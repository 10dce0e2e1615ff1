"""A conversation and its counsellor, signed in."""

import pytest

from chat import limits
from chat.models import Conversation
from helpline.accounts.models import User
from helpline.accounts.roles import Role
from tests.chat.sockets import now, session_of
from tests.factories.accounts import make_user
from tests.factories.chat import make_open_programme, make_talking


@pytest.fixture
def counsellor() -> User:
    return make_user(roles=[(make_open_programme(), Role.COUNSELLOR)])


@pytest.fixture
def conversation(counsellor: User) -> Conversation:
    programme = counsellor.memberships.get().programme
    made = make_talking(programme=programme, user=counsellor, now=now())
    return Conversation.objects.select_related("programme").get(pk=made.pk)


@pytest.fixture
def session(counsellor: User) -> str:
    return session_of(counsellor)


@pytest.fixture
def in_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the limits all happens in the same moment, however long the machine takes for it."""
    refill = limits.Bucket._refill
    monkeypatch.setattr(limits.Bucket, "_refill", lambda bucket, _now: refill(bucket, 0.0))
