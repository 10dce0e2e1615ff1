from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts import actions, second_factor, throttle, totp
from helpline.accounts.models import Authenticator, KnownBrowser, StaffSession, TryBucket, User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from tests.factories.accounts import PASSPHRASE, code_for, make_user, sign_in

pytestmark = pytest.mark.django_db

SIGN_IN, SECOND = "/staff/sign-in/", "/staff/second-factor/"


def test_both_steps_lead_to_where_one_wanted_to_go(client: Client) -> None:
    user = make_user(administrator=True)
    answer = client.post(
        SIGN_IN, {"email": user.email.upper(), "passphrase": PASSPHRASE, "next": "/staff/people/"}
    )
    assert answer.headers["Location"] == SECOND + "?next=%2Fstaff%2Fpeople%2F"
    answer = client.get(answer.headers["Location"])
    assert b'value="/staff/people/"' in answer.content
    answer = client.post(SECOND, {"code": code_for(user), "next": "/staff/people/"})
    assert answer.headers["Location"] == "/staff/people/"
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("Strict", True, "")
    known = answer.cookies[settings.BROWSER_COOKIE_NAME]
    assert (known["samesite"], known["httponly"], known["path"]) == ("Strict", True, "/")
    assert Entry.objects.filter(action="signin.succeeded", actor=user.audit_id).count() == 1


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/staff/", "/", "javascript:alert(1)", "/staffx"]
)
def test_next_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    user = make_user()
    client.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE, "next": elsewhere})
    answer = client.post(SECOND, {"code": code_for(user), "next": elsewhere})
    assert answer.headers["Location"] == reverse("accounts:landing")


def test_unknown_addresses_and_wrong_passphrases_look_and_cost_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, invited = make_user(), make_user(enrolled=False)
    out = make_user()
    User.objects.filter(pk=out.pk).update(is_active=False)
    work: list[str] = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher), "encode", lambda self, *args: work.append("hash") or encode(self, *args)
    )
    pages = set()
    for email, passphrase in (
        (user.email, "niet de goede zin"),
        ("nobody@example.org", "niet de goede zin"),
        (out.email, PASSPHRASE),
        (invited.email, PASSPHRASE),
    ):
        work.clear()
        answer = client.post(SIGN_IN, {"email": email, "passphrase": passphrase})
        assert answer.status_code == 200
        assert len(work) == 1, email
        text = answer.content.decode().replace(email, "")
        pages.add("".join(line for line in text.splitlines() if "csrf" not in line))
    assert len(pages) == 1
    assert Entry.objects.filter(action="signin.failed").count() == 4


@pytest.fixture
def _no_wait_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the machine takes for a few tries: the first wait is not over meanwhile."""
    monkeypatch.setattr(throttle, "FIRST_WAIT", throttle.LONGEST_WAIT)


@pytest.mark.usefixtures("_no_wait_passes")
def test_a_strangers_tries_slow_down_strangers_and_never_the_owners_browser(client: Client) -> None:
    user, stranger = make_user(), Client()
    sign_in(client, user)
    client.post("/staff/sign-out/")
    statuses = [
        stranger.post(SIGN_IN, {"email": user.email, "passphrase": "geraden zin"}).status_code
        for _ in range(throttle.FREE_TRIES + 3)
    ]
    assert statuses == [200] * throttle.FREE_TRIES + [429] * 3
    refused = stranger.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE})
    assert refused.status_code == 429  # even the right one: a guesser learns nothing
    sign_in(client, user)


@pytest.mark.usefixtures("_no_wait_passes")
def test_the_second_step_is_throttled_likewise(client: Client) -> None:
    user, thief = make_user(), Client()
    sign_in(client, user)
    client.post("/staff/sign-out/")
    thief.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE})
    statuses = [thief.post(SECOND, {"code": "000000"}).status_code for _ in range(throttle.FREE_TRIES + 2)]
    assert statuses == [200] * throttle.FREE_TRIES + [429] * 2
    assert thief.post(SECOND, {"code": code_for(user)}).status_code == 429
    sign_in(client, user)


def test_strangers_together_meet_a_limit_that_known_browsers_do_not(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    client.post("/staff/sign-out/")
    TryBucket.objects.update_or_create(key="strangers", defaults={"left": 0.0, "last_at": timezone.now()})
    assert Client().post(SIGN_IN, {"email": "x@example.org", "passphrase": "geraden"}).status_code == 429
    sign_in(client, user)


def test_what_is_kept_of_a_strangers_try_names_nobody() -> None:
    Client().post(
        SIGN_IN,
        {"email": "wrong.person@example.org", "passphrase": "geraden zin"},
        headers={"user-agent": "Canary/1"},
        REMOTE_ADDR="198.51.100.77",
    )
    kept = str(list(TryBucket.objects.values())) + str(list(Entry.objects.values()))
    assert "signin.failed" in kept
    assert not any(trace in kept for trace in ("wrong.person", "Canary", "198.51.100.77", "geraden"))


def test_the_first_step_is_good_for_ten_minutes(client: Client) -> None:
    user = make_user()
    client.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE})
    session = client.session
    session["pending"] = {**session["pending"], "at": session["pending"]["at"] - 601}
    session.save()
    assert client.post(SECOND, {"code": code_for(user)}).headers["Location"] == SIGN_IN
    assert client.get(SECOND).headers["Location"] == SIGN_IN


def test_colleagues_share_a_browser_and_it_gets_a_new_token_each_time(client: Client) -> None:
    one, other = make_user(), make_user()
    sign_in(client, one)
    first = client.cookies[settings.BROWSER_COOKIE_NAME].value
    client.post("/staff/sign-out/")
    sign_in(client, other)
    assert client.cookies[settings.BROWSER_COOKIE_NAME].value != first
    assert KnownBrowser.objects.values("token_hash").distinct().count() == 1
    assert set(KnownBrowser.objects.values_list("user", flat=True)) == {one.pk, other.pk}
    KnownBrowser.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.post("/staff/sign-out/")
    strangers_before = TryBucket.objects.get(key="strangers").left
    sign_in(client, other)
    assert TryBucket.objects.get(key="strangers").left != strangers_before  # forgotten after its term


def test_opening_an_invitation_changes_nothing_and_sending_it_does(
    client: Client, helpwanted: Programme
) -> None:
    user, token = actions.invite(
        email="new@example.org", name="Nieuw", roles=[(helpwanted.pk, Role.EDITOR)], by=None
    )
    link = reverse("accounts:invitation", args=[token])
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200
    assert not Authenticator.objects.exists()
    answer = client.post(link, {"passphrase": "te kort", "again": "te kort"})
    assert answer.status_code == 200
    assert "12" in answer.content.decode()
    answer = client.post(link, {"passphrase": PASSPHRASE, "again": PASSPHRASE + "!"})
    assert answer.status_code == 200
    answer = client.post(link, {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert answer.headers["Location"] == reverse("accounts:set_up")
    page = client.get(reverse("accounts:set_up"))
    picture = client.get(reverse("accounts:set_up_qr"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    prepared = second_factor.pending(user)
    assert prepared is not None
    key = second_factor.key_of(prepared)
    assert totp.spoken_key(key) in page.content.decode()
    assert client.post(reverse("accounts:set_up"), {"code": "abc"}).status_code == 200
    assert not StaffSession.objects.exists()
    answer = client.post(
        reverse("accounts:set_up"), {"code": totp.code_at(key, totp.step_at(timezone.now()))}
    )
    assert len(answer.context["codes"]) == 10
    assert client.get(reverse("accounts:landing")).status_code == 200
    assert client.get(link).status_code == 410
    assert client.get(reverse("accounts:set_up")).headers["Location"] == SIGN_IN
    assert mail.outbox == []


def test_set_up_is_shut_without_an_invitation(client: Client) -> None:
    assert client.get(reverse("accounts:set_up")).headers["Location"] == SIGN_IN
    assert client.get(reverse("accounts:set_up_qr")).status_code == 404
    user = make_user()
    client.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE})
    assert client.get(reverse("accounts:set_up")).headers["Location"] == SIGN_IN


def test_a_backup_code_signs_in(client: Client) -> None:
    user = make_user()
    codes = second_factor.new_backup_codes(user=user)
    client.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE})
    assert client.post(SECOND, {"code": codes[3]}).status_code == 302
    assert client.get(reverse("accounts:account")).context["codes_left"] == 9


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    sign_in(client, make_user())
    assert client.get("/staff/sign-out/").status_code == 405
    assert client.post("/staff/sign-out/").headers["Location"] == SIGN_IN
    assert not StaffSession.objects.exists()


def test_forms_from_elsewhere_are_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    user = make_user()
    assert strict.post(SIGN_IN, {"email": user.email, "passphrase": PASSPHRASE}).status_code == 403
