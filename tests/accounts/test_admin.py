"""Django's own admin wears the house's name and words, and leads back to the desk."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db

#: words of other packages, and English where Dutch belongs
FOREIGN = ("django", "websitebeheer", "canned", "programmes", "tags", "wagtail", "shortcut", "text nl")


@pytest.fixture
def manager(helpwanted: Programme) -> Client:
    return sign_in(
        Client(headers={"Accept-Language": "nl"}), make_user(roles=[(helpwanted, Role.PROGRAMME_MANAGER)])
    )


def words_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode().split("</head>", 1)[1]


@pytest.mark.parametrize(
    "name",
    ["index", "chat_cannedanswer_changelist", "chat_cannedanswer_add", "programmes_closure_changelist"],
)
def test_the_pages_speak_dutch_under_the_houses_name(manager: Client, name: str) -> None:
    words = words_of(manager, reverse(f"admin:{name}"))
    assert "Werkplek hulplijn: instellingen" in words
    assert "Standaardzinnen" in words
    assert "Programma&#x27;s" in words
    read = re.sub(r"<[^>]*>", " ", words).lower()
    assert [word for word in FOREIGN if word in read] == []


def test_there_is_a_way_back_and_out(manager: Client) -> None:
    words = words_of(manager, reverse("admin:index"))
    assert f'href="{reverse("desk:home")}">Terug naar de werkplek</a>' in words
    assert f'action="{reverse("accounts:sign_out")}"' in words
    # the screens of the admin's own that the staff's door leads away from
    assert "password_change" not in words


def test_only_what_is_set_up_here_can_be_edited_here() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    assert shown == {
        "chat.CannedAnswer", "contacts.RegistrationForm", "mail.LetterTemplate", "mail.Postbox", "phone.OutsideDesk",
        "phone.PhoneLine", "programmes.Programme", "programmes.Closure", "programmes.CodeList", "team.TipSheet",
    }  # fmt: skip
