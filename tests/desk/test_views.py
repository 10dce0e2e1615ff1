"""The desk's page, and what it asks the server by itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chat.models import CannedAnswer, Presence
from helpline.accounts.models import StaffSession
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.chat import make_available
from tests.factories.desk import browser_of, do, make_desk_user

pytestmark = pytest.mark.django_db
BACKGROUND = {"X-Background": "1", "Accept": "application/json"}


def test_who_has_no_chats_is_led_on(programme: Programme) -> None:
    for role in (Role.PROGRAMME_MANAGER, Role.EDITOR, Role.THERAPIST):
        browser = browser_of(make_desk_user(programme, role=role))
        answer = browser.get(reverse("desk:home"))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("accounts:landing"))
        assert browser.get(reverse("desk:board"), headers=BACKGROUND).status_code == 403


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_stands_without_scripts_and_brings_all_they_need(
    programme: Programme, other: Programme, language: str
) -> None:
    CannedAnswer.objects.create(programme=programme, shortcut="hoi", text_nl="Hoi", text_en="Hi")
    user = make_desk_user(programme, other, role=Role.COUNSELLOR)
    answer = browser_of(user, language=language).get(reverse("desk:home"))
    page = answer.content.decode()
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    for name in ("desk-words", "desk-addresses", "desk-canned", "desk-board"):
        assert f'<script id="{name}" type="application/json">' in page
    assert "<noscript>" in page
    assert " style=" not in page
    closings = answer.context["addresses"]["closings"]
    assert set(closings) == {"helpwanted", "stopitnow"}
    kinds = {closing["code"] for closing in closings["helpwanted"]}
    assert {"silent", "joke", "wrong_number", "hung_up", "abusive"} <= kinds
    assert "counselling" not in kinds
    assert answer.context["canned"] == [
        {"programme": programme.slug, "shortcut": "hoi", "nl": "Hoi", "en": "Hi"}
    ]


def test_what_cannot_wait_and_the_own_chats_stand_before_what_can(programme: Programme) -> None:
    page = (
        browser_of(make_desk_user(programme, role=Role.COUNSELLOR)).get(reverse("desk:home")).content.decode()
    )
    blocks = [
        "presence",
        "offers",
        "returns",
        "urgent",
        "mine",
        "waiting",
        "matters",
        "unfinished",
        "tasks",
        "team",
    ]
    assert sorted(blocks, key=lambda block: page.index(f'id="{block}-title"')) == blocks


def test_asking_for_the_board_proves_presence_but_not_that_somebody_works(programme: Programme) -> None:
    """A desk that asks by itself, all night, keeps its chats; the sign-in still ends when nobody touches it."""
    user = make_desk_user(programme, role=Role.COUNSELLOR)
    earlier = timezone.now() - timedelta(minutes=9)
    make_available(user=user, programme=programme, now=timezone.now() - timedelta(seconds=50))
    browser = browser_of(user)
    StaffSession.objects.filter(user=user).update(seen_at=earlier)
    answer = browser.get(reverse("desk:board"), headers=BACKGROUND)
    assert answer.json()["me"]["id"] == user.pk
    assert _lease_of(user) > timezone.now() + timedelta(seconds=50)
    assert StaffSession.objects.get(user=user).seen_at == earlier
    assert do(browser, "here").json() == {}
    assert StaffSession.objects.get(user=user).seen_at > earlier


def test_nobody_reads_a_board_without_signing_in(programme: Programme) -> None:
    answer = Client().get(reverse("desk:board"), headers=BACKGROUND)
    assert (answer.status_code, answer.json()["why"]) == (401, "signed_out")
    assert do(Client(), "here").status_code == 401
    assert Client().get(reverse("desk:home")).status_code == 302


def test_here_is_only_posted(programme: Programme) -> None:
    browser = browser_of(make_desk_user(programme, role=Role.COUNSELLOR))
    assert browser.get(reverse("desk:here")).status_code == 405
    assert browser.post(reverse("desk:board")).status_code == 405


def _lease_of(user: Any) -> Any:
    return Presence.objects.get(user=user).leased_until
