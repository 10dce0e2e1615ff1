import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, RequestFactory

from cms import errors
from cms.templatetags import site
from helpline.programmes import queries
from tests.factories.chat import make_open_programme
from tests.factories.desk import browser_of, make_desk_user


@pytest.mark.django_db
def test_a_missing_page_offers_help_in_both_languages() -> None:
    make_open_programme()
    dutch = Client().get("/helpwanted/nope/")
    english = Client(headers={"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"}).get("/helpwanted/nope/")
    assert dutch.status_code == english.status_code == 404
    assert 'lang="nl"' in dutch.text
    assert "This page does not exist" in english.text
    assert 'href="/helpwanted/"' in english.text
    assert "tel:112" in english.text


@pytest.mark.django_db
def test_a_token_that_does_not_fit_is_explained() -> None:
    make_open_programme()
    client = Client(enforce_csrf_checks=True, headers={"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"})
    response = client.post("/helpwanted/chat/start/")
    assert response.status_code == 403
    assert "Nothing was sent" in response.text
    assert "no-store" in response["Cache-Control"]


def test_the_page_for_our_own_faults_works_while_the_database_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(slug: str) -> None:
        raise OperationalError("away")

    monkeypatch.setattr(queries, "programme_by_slug", away)
    response = errors.broken(RequestFactory().get("/helpwanted/chat/"))
    assert response.status_code == 500
    assert "tel:112" in response.text


def test_even_without_templates_somebody_can_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> str:
        raise ValueError("broken")

    monkeypatch.setattr(errors, "render_to_string", broken)
    monkeypatch.setattr(queries, "programme_by_slug", lambda slug: None)
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "112" in response.text
    assert "In danger" in response.text


def test_staff_are_led_to_their_own_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    response = errors.forbidden(RequestFactory().get("/staff/people/"), PermissionError())
    assert response.status_code == 403
    assert 'href="/staff/"' in response.text
    assert "tel:112" not in response.text


class TestStaffWhoAreSignedIn:
    """Their pages say what they are, and keep every place one step away."""

    @pytest.mark.django_db
    def test_a_missing_page_has_a_name_and_the_bar(self) -> None:
        response = browser_of(make_desk_user(name="Noor")).get("/staff/there-is-no-such-place/")
        assert response.status_code == 404
        assert "<title>This page does not exist</title>" in response.text
        assert 'class="staff-nav"' in response.text
        assert "<title>Sign in" not in response.text

    @pytest.mark.django_db
    def test_a_page_of_another_role_too(self) -> None:
        response = browser_of(make_desk_user(name="Noor")).get("/staff/people/")
        assert response.status_code == 403
        assert "<title>You cannot open this page</title>" in response.text
        assert 'class="staff-nav"' in response.text

    @pytest.mark.django_db
    def test_a_bar_that_cannot_be_made_costs_the_page_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away(user: object) -> None:
            raise OperationalError("away")

        monkeypatch.setattr(site, "places_of", away)
        response = browser_of(make_desk_user(name="Noor")).get("/staff/there-is-no-such-place/")
        assert response.status_code == 404
        assert "<title>This page does not exist</title>" in response.text
        assert 'href="/staff/"' in response.text


@pytest.mark.django_db
def test_a_visitor_s_tab_says_nothing() -> None:
    make_open_programme()
    assert "<title>Informatie</title>" in Client().get("/helpwanted/nope/").text
