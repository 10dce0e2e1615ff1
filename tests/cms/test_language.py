import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cms.language import visitor_language
from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db


def test_dutch_unless_chosen_otherwise_whatever_the_browser_prefers() -> None:
    make_open_programme()
    response = Client().get("/helpwanted/", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert response["Content-Language"] == "nl"
    assert '<html lang="nl"' in response.text


def test_a_choice_is_remembered_until_the_browser_closes() -> None:
    make_open_programme()
    client = Client()
    response = client.get("/helpwanted/?lang=en&x=1")
    assert response.status_code == 302
    assert response["Location"] == "/helpwanted/?x=1"
    morsel = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert morsel.value == "en"
    assert morsel["max-age"] == morsel["expires"] == ""
    assert morsel["httponly"]
    assert '<html lang="en"' in client.get("/helpwanted/").text


@pytest.mark.parametrize("value", ["fr", "", "nlx", "../"])
def test_anything_else_is_not_a_language(value: str) -> None:
    response = Client().get(
        "/", {"lang": value}, headers={"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}={value}"}
    )
    assert response.status_code == 200
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies
    assert response["Content-Language"] == "nl"


def test_switching_never_leads_to_another_site() -> None:
    request = RequestFactory().get("/?lang=en")
    request.path = "//evil.example/"
    response = visitor_language(lambda request: HttpResponse())(request)
    assert response["Location"] == "/%2Fevil.example/"
