from http.cookies import SimpleCookie

import pytest
from django.http import HttpResponse
from django.test import Client

from cms import headers
from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db


def directives(policy: str) -> dict[str, str]:
    return dict((part + " ").split(" ", 1) for part in policy.split("; "))


def test_a_visitor_page_gets_the_strictest_policy() -> None:
    make_open_programme()
    response = Client().get("/helpwanted/")
    policy = directives(response["Content-Security-Policy"])
    assert policy["default-src"].strip() == "'none'"
    assert policy["script-src"].strip() == policy["style-src"].strip() == "'self'"
    assert policy["frame-ancestors"].strip() == policy["base-uri"].strip() == "'none'"
    assert policy["require-trusted-types-for"].strip() == "'script'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "microphone=()" in response["Permissions-Policy"]
    assert "self" not in response["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/bye/", "/nope/", "/helpwanted/chat/", "/staff/", "/beheer/cms/"])
def test_every_answer_carries_the_headers(path: str) -> None:
    make_open_programme()
    response = Client(raise_request_exception=False).get(path)
    for name in (
        "Content-Security-Policy",
        "Permissions-Policy",
        "Cross-Origin-Opener-Policy",
        "Referrer-Policy",
    ):
        assert name in response.headers, f"{path}: {name}"


def test_sockets_are_named_with_the_scheme_of_the_public_address(settings: object) -> None:
    settings.PUBLIC_URL = "https://hulp.example"  # type: ignore[attr-defined]
    assert "connect-src 'self' wss://hulp.example" in headers.visitor_policy()


def test_only_the_two_admins_may_run_what_stands_in_the_page() -> None:
    assert "'unsafe-inline'" in headers.policy_for("/beheer/cms/pages/")
    for path in ("/staff/", "/staff/people/", "/helpwanted/chat/talk/", "/", "/beheer-nep/"):
        assert "unsafe" not in headers.policy_for(path), path


def test_what_a_view_set_itself_stays() -> None:
    response = HttpResponse(headers={"Cache-Control": "max-age=5"})
    headers.protect("/helpwanted/", response)
    assert response["Cache-Control"] == "max-age=5"


def test_a_visitor_who_only_reads_gets_no_cookie() -> None:
    make_open_programme()
    client = Client()
    for path in ("/", "/helpwanted/", "/helpwanted/what-we-keep/", "/bye/", "/nope/"):
        assert client.get(path).cookies == SimpleCookie(), path
