from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from helpline.accounts import sessions
from helpline.accounts.models import Authenticator, StaffSession, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db


def key_of(client: Client) -> str:
    key = client.session.session_key
    assert key
    return key


def test_a_signed_in_session_is_good_and_says_until_when(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    state = sessions.check(key_of(client))
    assert state is not None
    assert state.user == user
    assert state.expires_at == state.seen_at + sessions.IDLE_LIMIT


@pytest.mark.parametrize("key", [None, "", "unknown", "a" * 40])
def test_no_session_no_state(key: str | None) -> None:
    assert sessions.check(key) is None


def test_the_idle_limit_moves_with_activity_and_the_absolute_one_does_not(client: Client) -> None:
    sign_in(client, make_user())
    key, now = key_of(client), timezone.now()
    assert sessions.check(key, now + timedelta(minutes=59)) is not None
    assert sessions.check(key, now + timedelta(minutes=61)) is None
    for _ in range(24):
        state = sessions.check(key, now)
        if state is None:
            break
        sessions.touch(state, now)
        now += timedelta(minutes=45)
    started_at = StaffSession.objects.get(session_key=key).started_at
    assert timedelta(hours=12) <= now - started_at < timedelta(hours=13)


def test_activity_is_written_at_most_once_a_minute(client: Client) -> None:
    sign_in(client, make_user())
    state = sessions.check(key_of(client))
    assert state is not None
    sessions.touch(state, state.seen_at + timedelta(seconds=59))
    assert StaffSession.objects.get().seen_at == state.seen_at
    sessions.touch(state, state.seen_at + timedelta(seconds=60))
    assert StaffSession.objects.get().seen_at == state.seen_at + timedelta(seconds=60)


def test_check_asks_for_the_permission_too(
    client: Client, helpwanted: Programme, stopitnow: Programme
) -> None:
    sign_in(client, make_user(roles=[(helpwanted, Role.COUNSELLOR)]))
    key = key_of(client)
    assert sessions.check(key, permission="chat.answer") is not None
    assert sessions.check(key, permission="chat.answer", programme=helpwanted.pk) is not None
    assert sessions.check(key, permission="chat.answer", programme=stopitnow) is None
    assert sessions.check(key, permission="chat.lead") is None


def test_a_session_that_lacks_the_second_factor_is_not_good(client: Client) -> None:
    """Sockets have no middleware that would notice: the row alone, or somebody else's factor, must not be enough."""
    user, other = make_user(), make_user()
    sign_in(client, user)
    key = key_of(client)
    named = client.session[DEVICE_ID_SESSION_KEY]
    theirs = Authenticator.objects.get(user=other)
    for wrong in (None, "", "nonsense", theirs.persistent_id, f"{named}0"):
        note_factor(key, wrong)
        assert StaffSession.objects.filter(session_key=key).exists()
        assert sessions.check(key) is None, wrong
    note_factor(key, named)
    assert sessions.check(key) is not None
    Authenticator.objects.filter(user=user).update(confirmed=False)
    assert sessions.check(key) is None


def test_many_sessions_are_asked_together_and_each_is_judged_by_itself(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]], helpwanted: Programme
) -> None:
    """Three questions, and a fourth for all their roles; whatever one session lacks is no other one's loss."""
    users = [make_user(roles=[(helpwanted, Role.COUNSELLOR)]) for _ in range(7)]
    clients = [Client() for _ in users]
    for client, user in zip(clients, users, strict=True):
        sign_in(client, user)
    keys = [key_of(client) for client in clients]
    now = timezone.now()
    StaffSession.objects.filter(session_key=keys[1]).update(started_at=now - sessions.ABSOLUTE_LIMIT)
    User.objects.filter(pk=users[2].pk).update(is_active=False)
    Authenticator.objects.filter(user=users[3]).delete()
    note_factor(keys[4], Authenticator.objects.get(user=users[0]).persistent_id)
    SessionStore.get_model_class().objects.filter(session_key=keys[5]).delete()
    with django_assert_num_queries(4):
        states = sessions.check_all([*keys, "nobody's"], now)
        User.look_up_roles([state.user for state in states.values()])
        assert all(state.user.can("chat.answer", helpwanted) for state in states.values())
    assert {key: state.user for key, state in states.items()} == {keys[0]: users[0], keys[6]: users[6]}
    assert set(states) == {key for key in keys if sessions.check(key, now) is not None}


def test_starting_a_session_names_the_authenticator() -> None:
    """Also for a request that nobody gave a user: django-otp would note nothing, without a word."""
    user = make_user()
    request = RequestFactory().get("/staff/")
    request.session = SessionStore()
    sessions.start(request, user=user, authenticator=Authenticator.objects.get(user=user))
    assert sessions.check(request.session.session_key) is not None


def note_factor(key: str, persistent_id: str | None) -> None:
    """Write into a stored session which authenticator opened it."""
    stored = SessionStore(session_key=key)
    stored.pop(DEVICE_ID_SESSION_KEY, None)
    if persistent_id is not None:
        stored[DEVICE_ID_SESSION_KEY] = persistent_id
    stored.save()


def test_whatever_takes_access_away_ends_the_session_for_sockets_too(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    key = key_of(client)
    user.is_active = False
    user.save()
    assert sessions.check(key) is None
    user.is_active = True
    user.save()
    assert sessions.check(key) is not None
    Authenticator.objects.filter(user=user).update(confirmed=False)
    assert sessions.check(key) is None
    Authenticator.objects.filter(user=user).update(confirmed=True)
    user.set_password("een heel andere zin")
    user.save()
    assert sessions.check(key) is None


def test_listeners_hear_after_commit_and_one_failing_keeps_nobody_from_hearing(
    client: Client,
    django_capture_on_commit_callbacks: "object",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[str] = []

    def failing(_key: str) -> None:
        raise RuntimeError("a listener of another room")

    monkeypatch.setattr(sessions, "_listeners", [])
    sessions.on_revoked(failing)
    sessions.on_revoked(heard.append)
    sessions.on_revoked(failing)  # said twice, kept once
    user = make_user()
    sign_in(client, user)
    key = key_of(client)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert sessions.end_all(StaffSession.objects.filter(user=user), by=user) == 1
        assert heard == []
    assert heard == [key]
    assert not Session.objects.filter(session_key=key).exists()
    assert sessions.end_all(StaffSession.objects.filter(user=user), by=user) == 0


def test_signing_in_again_in_the_same_browser_ends_the_earlier_session(client: Client) -> None:
    user, colleague = make_user(), make_user()
    sign_in(client, user)
    earlier = key_of(client)
    answer = client.get("/staff/sign-in/")
    assert answer.status_code == 302  # already in
    client.post("/staff/sign-out/")
    assert sessions.check(earlier) is None
    sign_in(client, colleague)
    assert key_of(client) != earlier
