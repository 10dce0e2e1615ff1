from typing import Any

import pytest
from django.test import Client

from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db

PROGRAMS = (
    "/phone/in/helpwanted/voice",
    "/helpwanted/self-help-safe/",
    "/healthz",
    "/staff/chat/x/road/send",
)


@pytest.fixture
def encrypted(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["testserver"]


@pytest.mark.usefixtures("encrypted")
def test_a_page_leads_on_and_nothing_else_does() -> None:
    make_open_programme()
    page = Client().get("/helpwanted/")
    assert (page.status_code, page["Location"]) == (301, "https://testserver/helpwanted/")
    for path in PROGRAMS:
        for method in ("get", "post"):
            answer = getattr(Client(), method)(path)
            assert answer.status_code == 403, (method, path)
            assert "Location" not in answer
    assert Client().post("/helpwanted/leave/").status_code == 403
    assert Client().get("/helpwanted/", secure=True).status_code == 200


def test_the_demo_without_tls_refuses_nothing() -> None:
    make_open_programme()
    assert Client().get("/helpwanted/").status_code == 200
    assert Client().post("/helpwanted/leave/").status_code == 303
