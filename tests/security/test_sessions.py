"""A session belongs to one browser: what a thief of its cookie, or who planted one, gets of it.

What the limits are and that they hold: tests/accounts/test_sessions.py and test_middleware.py.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts import second_factor, sessions, totp
from helpline.accounts.models import StaffSession, User
from tests.factories.accounts import PASSPHRASE, code_for, make_user, sign_in

pytestmark = pytest.mark.django_db

ACCOUNT = "/staff/account/"
COOKIE = settings.SESSION_COOKIE_NAME
NEW = "een heel andere zin"


def key_of(client: Client) -> str:
    return client.cookies[COOKIE].value


def thief_of(client: Client) -> Client:
    """Another browser with a copy of the cookie."""
    thief = Client()
    thief.cookies[COOKIE] = key_of(client)
    return thief


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_a_key_that_somebody_planted_is_not_the_one_that_signs_in(client: Client) -> None:
    """Fixation, at each of the two steps: with a made-up key, and with a real one that the planter holds open."""
    user = make_user()
    stored = SessionStore()
    stored.create()
    for planted in ("k" * 32, str(stored.session_key)):
        client.cookies[COOKIE] = planted
        client.post(reverse("accounts:sign_in"), {"email": user.email, "passphrase": PASSPHRASE})
        halfway = key_of(client)
        planter = Client()
        for key in (planted, halfway):
            assert key != planted or key != halfway
            planter.cookies[COOKIE] = key
            assert not is_in(planter)
        client.post(reverse("accounts:second_factor"), {"code": code_for(user)})
        assert len({planted, halfway, key_of(client)}) == 3
        assert is_in(client)
        for key in (planted, halfway):
            planter.cookies[COOKIE] = key
            assert not is_in(planter)
        client.post(reverse("accounts:sign_out"))


def sign_out(client: Client, user: User) -> None:
    client.post(reverse("accounts:sign_out"))


def sign_out_everywhere(client: Client, user: User) -> None:
    client.post(reverse("accounts:sign_out_everywhere"))


def end_it(client: Client, user: User) -> None:
    row = StaffSession.objects.get(session_key=key_of(client))
    client.post(reverse("accounts:end_session", args=[row.pk]))


def change_passphrase(client: Client, user: User) -> None:
    client.post(reverse("accounts:passphrase"), {"passphrase": NEW, "again": NEW})


def change_telephone(client: Client, user: User) -> None:
    client.post(reverse("accounts:new_authenticator"))
    prepared = second_factor.pending(user)
    assert prepared is not None
    code = totp.code_at(second_factor.key_of(prepared), totp.step_at(timezone.now()))
    client.post(reverse("accounts:authenticator"), {"code": code})


def confirm_again(client: Client, user: User) -> None:
    client.post(reverse("accounts:confirm"), {"code": code_for(user)})


@pytest.mark.parametrize(
    ("what", "goes_on"),
    [
        (sign_out, False),
        (sign_out_everywhere, False),
        (end_it, False),
        (change_passphrase, True),
        (change_telephone, True),
        (confirm_again, True),
    ],
)
def test_a_stolen_cookie_is_dead_after(
    what: Callable[[Client, User], None], goes_on: bool, client: Client
) -> None:
    """Also where the session itself goes on: its own browser gets another key, and the copy is worth nothing."""
    user = make_user()
    sign_in(client, user)
    thief, stolen = thief_of(client), key_of(client)
    assert is_in(thief)
    what(client, user)
    assert is_in(client) is goes_on
    assert not is_in(thief)
    assert sessions.check(stolen) is None
    assert not SessionStore().exists(stolen)


def test_a_thief_cannot_change_anything_after_the_owner_confirmed(client: Client) -> None:
    """A sensitive change asks for the second factor; that the owner gives it must not open it for the copy."""
    user = make_user()
    sign_in(client, user)
    StaffSession.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))
    thief = thief_of(client)
    confirm_again(client, user)
    assert client.get(reverse("accounts:passphrase")).status_code == 200
    assert thief.get(reverse("accounts:passphrase")).headers["Location"].startswith("/staff/sign-in/")


def test_a_thief_lasts_no_longer_than_the_limits(client: Client) -> None:
    sign_in(client, make_user())
    thief = thief_of(client)
    for field, limit in (("seen_at", sessions.IDLE_LIMIT), ("started_at", sessions.ABSOLUTE_LIMIT)):
        before = StaffSession.objects.values("seen_at", "started_at").get()
        StaffSession.objects.update(**{field: timezone.now() - limit - timedelta(seconds=1)})
        assert sessions.check(key_of(thief)) is None
        StaffSession.objects.update(**before)
    assert is_in(thief)  # and until then it would: what ends it is above


def test_the_cookie_of_a_session_goes_nowhere_else(client: Client) -> None:
    sign_in(client, make_user())
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["domain"]
    assert not cookie["max-age"]
    assert not cookie["expires"]
