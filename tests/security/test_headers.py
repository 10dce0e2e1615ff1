"""The headers of every answer that visitors get, of refusals and faults, of sockets' roads, and over https.

The answers of the staff's pages are looked at where they are asked for: test_permissions.py.
"""

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import SuspiciousOperation
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from cms import views
from tests.factories.cms import make_site
from tests.factories.phone import ACCOUNT
from tests.security import dressed
from tests.security.visitors import WORDS
from tests.security.walk import routes
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db

site = once_a_file(lambda: make_site(slug="stopitnow").pk)
VISITORS = [each for each in routes() if not each.is_staffs]


def test_every_answer_of_a_visitors_address(site: int, settings: Settings) -> None:
    settings.PHONE = ACCOUNT
    client = Client()
    found: list[str] = []
    for route in VISITORS:
        path = (
            "/nergens/"
            if route.name == "wagtail_serve"
            else reverse(route.name, kwargs={name: WORDS[name] for name in route.arguments})
        )
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code < 500, path
            found += dressed.faults(answer, path)
    assert not found, "\n".join(sorted(set(found)))


@pytest.mark.parametrize(
    ("path", "status"), [("/nergens/", 404), ("/stopitnow/nergens/", 404), ("/bye/", 405)]
)
def test_refusals_are_dressed_like_pages(site: int, path: str, status: int) -> None:
    answer = Client().get(path) if status != 405 else Client().delete(path)
    assert answer.status_code == status
    assert not list(dressed.faults(answer, path))


@pytest.mark.parametrize("path", ["/leave/", "/stopitnow/chat/start/", "/staff/sign-in/"])
def test_a_form_that_is_not_ours_and_one_that_is_too_large(site: int, path: str) -> None:
    for client, body, status in (
        (Client(enforce_csrf_checks=True), {}, 403),
        (Client(), {"text": "x" * (django_settings.LARGEST_FORM + 1)}, 413),
    ):
        answer = client.post(path, body)
        if answer.status_code == status:
            assert not list(dressed.faults(answer, path)), status
        else:
            assert (path, status) == ("/leave/", 403), answer.status_code  # leaving needs no form of ours


@pytest.mark.parametrize(
    ("error", "status"), [(SuspiciousOperation("odd"), 400), (RuntimeError("broken"), 500)]
)
def test_faults_are_dressed_like_pages(
    site: int, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fails(*_args: object) -> None:
        raise error

    monkeypatch.setattr(views, "chosen", fails)
    monkeypatch.setattr(views, "render", fails)
    answer = Client(raise_request_exception=False).get("/bye/")
    assert answer.status_code == status
    assert not list(dressed.faults(answer, "/bye/"))


def test_a_wrong_host_is_refused_and_dressed() -> None:
    answer = Client(raise_request_exception=False).get("/bye/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert not list(dressed.faults(answer, "/bye/"))


def test_over_https_a_browser_is_told_to_stay_there(settings: Settings) -> None:
    """What the settings of a production start make of it; tests/house/test_settings.py says that they are so."""
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = settings.SECURE_SSL_REDIRECT = (
        True
    )
    answer = Client().get("/bye/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    leads = Client().get("/bye/")
    assert (leads.status_code, leads.headers["Location"]) == (301, "https://testserver/bye/")
    assert not list(dressed.faults(leads, "/bye/"))
