from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.accounts.models import StaffSession, User
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> User:
    user = make_user(administrator=True, name="Ada")
    sign_in(client, user)
    return user


def address(name: str, person: User) -> str:
    return reverse(f"accounts:{name}", args=[person.public_id])


@pytest.mark.parametrize("role", list(Role))
def test_people_are_managed_by_administrators_only(client: Client, helpwanted: Programme, role: Role) -> None:
    colleague = make_user()
    sign_in(client, make_user(roles=[(helpwanted, role)]))
    for name in ("person", "roles", "deactivate", "new_link"):
        assert client.get(address(name, colleague)).status_code == 403
        assert client.post(address(name, colleague)).status_code == 403
    assert client.post(address("end_sessions", colleague)).status_code == 403
    assert client.get(reverse("accounts:people")).status_code == 403
    assert client.get(reverse("accounts:invite")).status_code == 403


def test_inviting_shows_the_link_once(
    client: Client, admin: User, helpwanted: Programme, stopitnow: Programme
) -> None:
    form = {"name": "Noor", "email": "noor@example.org", "roles_helpwanted": ["counsellor", "shift_lead"]}
    page = client.post(reverse("accounts:invite"), form)
    link = page.context["link"]
    assert link.startswith("http://testserver/staff/invitation/")
    assert link in page.content.decode()
    assert Client().get(link).status_code == 200
    noor = User.objects.get(email="noor@example.org")
    assert noor.can("chat.lead", helpwanted)
    assert not noor.can("chat.answer", stopitnow)
    again = client.post(reverse("accounts:invite"), form)
    assert again.context["form"].errors["email"]
    refused = client.post(
        reverse("accounts:invite"), {**form, "email": "b@example.org", "roles_helpwanted": "king"}
    )
    assert refused.context["form"].errors
    assert not User.objects.filter(email="b@example.org").exists()


def test_the_list_says_who_is_in_which_state(client: Client, admin: User, helpwanted: Programme) -> None:
    active = make_user(name="Active", roles=[(helpwanted, Role.COUNSELLOR)])
    make_user(name="Invited", enrolled=False)
    expired = make_user(name="Expired", enrolled=False)
    expired.invitation.expires_at = timezone.now() - timedelta(hours=1)
    expired.invitation.save()
    User.objects.filter(pk=make_user(name="Gone").pk).update(is_active=False)
    people = {person.name: person for person in client.get(reverse("accounts:people")).context["people"]}
    assert list(people)[-1] == "Gone"
    assert people["Active"].is_set_up
    assert people["Invited"].is_invited
    assert not people["Expired"].is_invited
    assert client.get(address("person", active)).status_code == 200


def test_roles_are_changed_per_programme(
    client: Client, admin: User, helpwanted: Programme, stopitnow: Programme
) -> None:
    noor = make_user(roles=[(helpwanted, Role.COUNSELLOR)])
    page = client.get(address("roles", noor))
    assert page.context["form"].initial["roles_helpwanted"] == ["counsellor"]
    client.post(address("roles", noor), {"roles_stopitnow": ["counsellor"], "administrator": "on"})
    noor = User.objects.get(pk=noor.pk)
    assert noor.is_administrator
    assert noor.can("chat.answer", stopitnow)
    assert not noor.can("chat.answer", helpwanted)
    answer = client.post(address("roles", admin), {})
    assert answer.context["form"].errors["administrator"]


def test_taking_access_away_and_giving_it_again(client: Client, admin: User) -> None:
    noor, browser = make_user(), Client()
    sign_in(browser, noor)
    assert client.get(address("deactivate", noor)).status_code == 200
    assert client.post(address("deactivate", noor)).status_code == 302
    assert browser.get(reverse("accounts:account")).status_code == 302
    assert client.get(address("new_link", noor)).status_code == 200
    page = client.post(address("new_link", noor))
    assert Client().get(page.context["link"]).status_code == 200
    assert User.objects.get(pk=noor.pk).is_active
    client.post(address("deactivate", admin))
    assert User.objects.get(pk=admin.pk).is_active
    assert client.post(address("new_link", admin)).status_code == 200
    assert User.objects.get(pk=admin.pk).has_usable_password()


def test_signing_somebody_out(client: Client, admin: User) -> None:
    noor, browser = make_user(), Client()
    sign_in(browser, noor)
    assert len(client.get(address("person", noor)).context["sessions"]) == 1
    client.post(address("end_sessions", noor))
    assert not StaffSession.objects.filter(user=noor).exists()
    answer = client.post(address("end_sessions", admin))
    assert answer.headers["Location"] == reverse("accounts:sign_in")


@pytest.mark.parametrize("name", ["roles", "deactivate", "new_link"])
def test_changes_ask_for_a_fresh_code(client: Client, admin: User, name: str) -> None:
    noor = make_user()
    StaffSession.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))
    for answer in (client.get(address(name, noor)), client.post(address(name, noor))):
        assert answer.headers["Location"].startswith(reverse("accounts:confirm"))
    assert client.get(reverse("accounts:invite")).headers["Location"].startswith(reverse("accounts:confirm"))


def test_an_unknown_person_is_not_found(client: Client, admin: User) -> None:
    assert client.get("/staff/people/3b0d4a7e-8f6e-4a39-9a6d-2f1c8e4b7a10/").status_code == 404
