"""From the desk to the visitor's side of a practice chat."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from chat import visit
from chat.models import Conversation
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, do, make_desk_user

pytestmark = pytest.mark.django_db


def test_practice_makes_this_browser_the_visitor(programme: Programme) -> None:
    browser = browser_of(make_desk_user(programme, role=Role.COUNSELLOR))
    answer = do(browser, "practice", body={"programme": programme.slug})
    host, address = answer.json()["url"].split("/" + programme.slug, 1)
    assert host == settings.PUBLIC_URL
    assert not answer.cookies  # the visitors' host gives it
    page = browser.get(f"/{programme.slug}{address}")
    cookie = page.cookies[visit.cookie_name(programme.slug)]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", "")
    made = Conversation.objects.get()
    assert made.training
    assert visit.claim(cookie.value) == visit.Claim(made.pk, made.epoch)
    talk = reverse("chat:talk", args=[programme.slug])
    assert talk in page.content.decode()
    assert browser.get(talk).status_code == 200
    # the address opens it once
    assert not Client().get(f"/{programme.slug}{address}").cookies
