from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from helpline.accounts import demo, nightly, throttling
from helpline.accounts.models import Invitation, KnownBrowser, StaffSession, TryBucket, User
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue().strip()


def test_the_first_administrator_comes_in_by_a_link(client: Client, settings: Settings) -> None:
    link = said("createadmin", "ada@example.org", "Ada")
    assert link.startswith(settings.PUBLIC_URL + "/staff/invitation/")
    assert client.get(link.removeprefix(settings.PUBLIC_URL)).status_code == 200
    ada = User.objects.get(email="ada@example.org")
    assert ada.can("people.manage")
    assert not ada.has_usable_password()
    with pytest.raises(CommandError, match="--start-over"):
        said("createadmin", "ada@example.org")
    newer = said("createadmin", "ada@example.org", "--start-over")
    assert client.get(link.removeprefix(settings.PUBLIC_URL)).status_code == 410
    assert client.get(newer.removeprefix(settings.PUBLIC_URL)).status_code == 200
    User.objects.update(is_active=False)
    said("createadmin", "ada@example.org", "--start-over")
    assert User.objects.get().is_active
    with pytest.raises(CommandError, match="no administrator"):
        said("createadmin", "nobody@example.org", "--start-over")


def test_demo_accounts_exist_only_in_a_demo(settings: Settings, helpwanted: Programme) -> None:
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured):
        demo.create_demo_accounts()
    with pytest.raises(CommandError, match="DEMO=1"):
        said("demo_code", "lead@demo.test")
    assert not User.objects.exists()


def test_demo_accounts_sign_in_twice_within_half_a_minute(settings: Settings, helpwanted: Programme) -> None:
    settings.DEMO = True
    accounts = demo.create_demo_accounts()
    assert demo.create_demo_accounts() == accounts
    assert accounts[0][0] == "counsellor@demo.test"
    assert User.objects.get(email="lead@demo.test").can("chat.lead", helpwanted)
    for _ in range(2):
        client = Client()
        client.post("/staff/sign-in/", {"email": "lead@demo.test", "passphrase": demo.PASSPHRASE})
        code = said("demo_code", "lead@demo.test")
        assert client.post("/staff/second-factor/", {"code": code}).status_code == 302
    real = make_user()
    for email in (real.email, "nobody@demo.test"):
        with pytest.raises(CommandError, match="no demo account"):
            said("demo_code", email)


def test_the_night_clears_what_is_over_and_nothing_else(client: Client) -> None:
    user, gone = make_user(), Client()
    sign_in(gone, user)
    StaffSession.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    sign_in(client, user)
    make_user(enrolled=False)
    stale = make_user(enrolled=False)
    Invitation.objects.filter(user=stale).update(expires_at=timezone.now() - timedelta(days=1))
    now = timezone.now()
    throttling.take("code:strangers:1", stranger=True, now=now - timedelta(hours=13))
    KnownBrowser.objects.create(user=user, token_hash="0" * 64, expires_at=now - timedelta(days=1))
    [job] = nightly.NIGHTLY
    job.run(now)
    job.run(now)
    assert StaffSession.objects.count() == 1
    assert Session.objects.count() == 1
    assert Invitation.objects.count() == 1
    assert KnownBrowser.objects.count() == 2
    assert not TryBucket.objects.filter(key="code:strangers:1").exists()
