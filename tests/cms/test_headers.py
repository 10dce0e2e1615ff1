import re
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cms import headers
from helpline.accounts.roles import Role
from tests.cms.test_editing import signed_in
from tests.factories.accounts import make_user
from tests.factories.chat import make_open_programme
from tests.factories.cms import make_site

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


def deviations(path: str) -> dict[str, str]:
    """What a path's policy says otherwise than that of the staff's pages."""
    staff, own = directives(headers.staff_policy()), directives(headers.policy_for(path))
    names = sorted(staff.keys() | own.keys())
    return {name: own.get(name, "(none)").strip() for name in names if own.get(name) != staff.get(name)}


def test_each_deviation_of_the_admins_is_one_that_was_written_down() -> None:
    """The same list stands in docs/decisions/0066-headers-of-the-admins.md."""
    assert deviations("/beheer/techniek/programmes/") == {"connect-src": "'self'"}
    of_wagtail = {
        "connect-src": "'self'",
        "frame-src": "'self'",
        "img-src": "'self' data: blob:",
        "style-src": "'self' 'unsafe-inline'",
    }
    assert deviations("/beheer/cms/pages/18/edit/") == of_wagtail
    assert deviations("/beheer/cms/workflows/edit/1/") == of_wagtail | {
        "script-src": "'self' 'unsafe-inline'"
    }
    decision = (Path(__file__).parents[2] / "docs/decisions/0066-headers-of-the-admins.md").read_text()
    for name, value in of_wagtail.items():
        assert f"`{name} {value}`" in decision, name
    for path in ("/staff/", "/staff/people/", "/helpwanted/chat/talk/", "/", "/beheer-nep/"):
        assert "unsafe" not in headers.policy_for(path), path


def test_a_screen_of_wagtail_admits_its_own_calls_and_nothing_else() -> None:
    home = make_site()
    client = signed_in(make_user(roles=[(home.programme, Role.EDITOR)]))
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    inline = re.findall(r"<script>([^<]*)</script>", answer.text)
    allowed = directives(answer["Content-Security-Policy"])["script-src"]
    assert inline
    assert "unsafe" not in allowed
    assert allowed.count("'sha256-") == len(set(inline))
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Embedder-Policy"] == "require-corp"


def test_what_a_view_set_itself_stays() -> None:
    response = HttpResponse(headers={"Cache-Control": "max-age=5"})
    headers.protect("/helpwanted/", response)
    assert response["Cache-Control"] == "max-age=5"


def test_a_visitor_who_only_reads_gets_no_cookie() -> None:
    make_open_programme()
    client = Client()
    for path in ("/", "/helpwanted/", "/helpwanted/what-we-keep/", "/bye/", "/nope/"):
        assert client.get(path).cookies == SimpleCookie(), path
