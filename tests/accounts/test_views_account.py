from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts import second_factor, totp
from helpline.accounts.models import KnownBrowser, StaffSession
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.accounts import PASSPHRASE, code_for, make_user, sign_in

pytestmark = pytest.mark.django_db

SENSITIVE = ["passphrase", "backup_codes", "new_authenticator", "authenticator", "authenticator_qr"]


def stale(client: Client) -> None:
    StaffSession.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))


@pytest.mark.parametrize("name", SENSITIVE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_sensitive_pages_ask_for_a_code_again_after_ten_minutes(
    client: Client, name: str, method: str
) -> None:
    user = make_user()
    sign_in(client, user)
    stale(client)
    answer = getattr(client, method)(reverse(f"accounts:{name}"))
    assert answer.headers["Location"].startswith(reverse("accounts:confirm") + "?next=")


def test_confirming_leads_back(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    stale(client)
    confirm = client.get(reverse("accounts:passphrase")).headers["Location"]
    assert client.get(confirm).status_code == 200
    assert client.post(confirm, {"code": "000000"}).status_code == 200
    assert client.post(confirm, {"code": code_for(user)}).headers["Location"] == reverse(
        "accounts:passphrase"
    )
    assert client.get(reverse("accounts:passphrase")).status_code == 200


def test_a_new_passphrase_keeps_this_session_and_ends_the_others(client: Client) -> None:
    user, elsewhere = make_user(), Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    earlier = client.session.session_key
    answer = client.post(reverse("accounts:passphrase"), {"passphrase": "kort", "again": "kort"})
    assert answer.status_code == 200
    new = "een heel andere zin"
    answer = client.post(reverse("accounts:passphrase"), {"passphrase": new, "again": new}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("accounts:account")
    assert len(answer.context["messages"]) == 1
    assert client.session.session_key != earlier
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    assert StaffSession.objects.count() == KnownBrowser.objects.count() == 1
    assert (
        Client().post("/staff/sign-in/", {"email": user.email, "passphrase": PASSPHRASE}).status_code == 200
    )
    sign_in(Client(), user, passphrase=new)


def test_new_backup_codes_are_shown_once(client: Client) -> None:
    sign_in(client, make_user())
    assert client.get(reverse("accounts:backup_codes")).status_code == 200
    answer = client.post(reverse("accounts:backup_codes"))
    assert all(code in answer.content.decode() for code in answer.context["codes"])
    assert client.get(reverse("accounts:account")).context["codes_left"] == 10


def test_another_telephone(client: Client) -> None:
    user = make_user()
    sign_in(client, user)
    assert client.get(reverse("accounts:authenticator")).headers["Location"] == reverse(
        "accounts:new_authenticator"
    )
    assert client.get(reverse("accounts:authenticator_qr")).status_code == 404
    assert client.get(reverse("accounts:new_authenticator")).status_code == 200
    assert second_factor.pending(user) is None
    client.post(reverse("accounts:new_authenticator"))
    assert client.get(reverse("accounts:authenticator")).status_code == 200
    assert client.get(reverse("accounts:authenticator_qr")).status_code == 200
    assert client.post(reverse("accounts:authenticator"), {"code": "nothing"}).status_code == 200
    prepared = second_factor.pending(user)
    assert prepared is not None
    code = totp.code_at(second_factor.key_of(prepared), totp.step_at(timezone.now()))
    client.post(reverse("accounts:authenticator"), {"code": code})
    assert client.get(reverse("accounts:account")).status_code == 200  # this session goes on
    client.post("/staff/sign-out/")
    sign_in(client, user)


def test_sessions_are_listed_and_ended(client: Client) -> None:
    user, elsewhere = make_user(), Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    page = client.get(reverse("accounts:account"))
    assert len(page.context["sessions"]) == 2
    other = StaffSession.objects.get(session_key=elsewhere.session.session_key)
    client.post(reverse("accounts:end_session", args=[other.pk]))
    assert elsewhere.get(reverse("accounts:account")).status_code == 302
    mine = StaffSession.objects.get()
    assert Client().post(reverse("accounts:end_session", args=[mine.pk])).status_code == 302
    assert StaffSession.objects.filter(pk=mine.pk).exists()
    answer = client.post(reverse("accounts:end_session", args=[mine.pk]))
    assert answer.headers["Location"] == reverse("accounts:sign_in")
    assert client.get(reverse("accounts:account")).status_code == 302


def test_nobody_ends_somebody_elses_session_here(client: Client) -> None:
    colleague = Client()
    sign_in(colleague, make_user())
    theirs = StaffSession.objects.get()
    sign_in(client, make_user())
    assert client.post(reverse("accounts:end_session", args=[theirs.pk])).status_code == 404
    assert colleague.get(reverse("accounts:account")).status_code == 200


def test_signing_out_everywhere(client: Client) -> None:
    user, elsewhere = make_user(), Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    client.post(reverse("accounts:sign_out_everywhere"))
    for browser in (client, elsewhere):
        assert browser.get(reverse("accounts:account")).status_code == 302
    assert not KnownBrowser.objects.exists()


def test_the_start_page_lists_what_one_may_open(client: Client, helpwanted: Programme) -> None:
    sign_in(client, make_user(roles=[(helpwanted, Role.EDITOR)]))
    page = client.get(reverse("accounts:landing"))
    assert [place.url_name for place, _ in page.context["places"]] == ["wagtailadmin_home"]
    client.post("/staff/sign-out/")
    sign_in(client, make_user())
    assert client.get(reverse("accounts:landing")).context["places"] == []
