"""Cookies that only this host can have set, that no script reads, and that can be taken back."""

from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
from django.conf import settings as house
from django.http import HttpResponse
from django.test import RequestFactory

from helpline import cookies

NAMES = sorted(name for name in dir(house) if name.endswith("_COOKIE_NAME"))


@pytest.fixture
def encrypted(settings: Any) -> None:
    """As an installation on https has it (tests/house/test_settings.py reads those settings themselves)."""
    settings.COOKIES_ARE_SECURE = True


def only_morsel(response: HttpResponse) -> "Morsel[str]":
    (morsel,) = response.cookies.values()
    return morsel


@pytest.mark.usefixtures("encrypted")
@pytest.mark.parametrize("name", ["__Host-hl_staff", cookies.of_programme("__Host-hl_visit", "helpwanted")])
def test_a_browser_takes_it_and_gives_it_back(name: str) -> None:
    """What browsers ask of such a name (RFC 6265bis, 5.7): secure, for all addresses, without a domain."""
    given, taken = HttpResponse(), HttpResponse()
    cookies.give(given, name, "value")
    cookies.take_back(taken, name)
    for morsel in (only_morsel(given), only_morsel(taken)):
        assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", "")
    morsel = only_morsel(given)
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Strict")
    assert morsel["max-age"] == morsel["expires"] == "", "it ends with the window"
    assert (only_morsel(taken).value, only_morsel(taken)["max-age"]) == ("", 0)


def test_without_tls_a_cookie_is_plain() -> None:
    response = HttpResponse()
    cookies.give(response, "hl_browser", "value", kept_for=timedelta(days=1), samesite="Lax")
    morsel = only_morsel(response)
    assert (morsel["secure"], morsel["max-age"], morsel["samesite"]) == ("", 86400, "Lax")


def test_those_of_all_programmes_are_found_and_no_other() -> None:
    request = RequestFactory().get("/")
    request.COOKIES |= {"hl_visit-a": "1", "hl_visit-b-c": "2", "hl_visit": "3", "hl_visits-a": "4"}
    assert list(cookies.of_all_programmes(request, "hl_visit")) == ["1", "2"]


@pytest.mark.parametrize("kind", ["SESSION", "CSRF", "LANGUAGE"])
def test_no_setting_takes_a_name_its_place(kind: str) -> None:
    """A domain or a path beside `__Host-` would make browsers refuse the cookie without a word."""
    assert getattr(house, f"{kind}_COOKIE_DOMAIN") is None
    assert getattr(house, f"{kind}_COOKIE_PATH") == "/"


def test_each_cookie_has_a_name_of_its_own() -> None:
    assert len({getattr(house, name) for name in NAMES}) == len(NAMES) >= 7
