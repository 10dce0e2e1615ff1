"""The short way to the safe: the same answers as by the long one."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from selfhelp.modules.safe import lane, urls
from tests.factories.programmes import make_programme

LOOK = "/stopitnow/self-help-safe/look/"


def test_every_road_has_it() -> None:
    assert {each.name: each.callback for each in urls.urlpatterns} == lane.ROADS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (LOOK, {}, 400),
        (LOOK, {"Host": "elsewhere.example"}, 400),
        (LOOK, {"Sec-Fetch-Site": "cross-site"}, 403),
        ("/nobody/self-help-safe/look/", {}, 404),
    ],
)
def test_what_is_refused_is_refused_as_everywhere(path: str, headers: dict[str, str], status: int) -> None:
    make_programme(slug="stopitnow")
    client = Client(raise_request_exception=False)
    answer = client.post(path, "{}", content_type="application/json", headers=headers)
    assert answer.status_code == status
    assert answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert client.get(LOOK).status_code == 405
    assert client.get("/stopitnow/self-help-safe/nothing/").status_code == 404


def test_a_road_is_answered_at_once_and_everything_else_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lane.ROADS, "look", lambda _request, slug: JsonResponse({"slug": slug}))
    ask = lane.short_way(lambda _request: HttpResponse("onward"))
    answers = [ask(RequestFactory().post(path)) for path in (LOOK, "/stopitnow/")]
    assert [each.getvalue() for each in answers] == [b'{"slug": "stopitnow"}', b"onward"]
    assert [each.headers.get("Content-Length") for each in answers] == ["21", None]


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_and_may_be_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_request: HttpRequest, _slug: str) -> HttpResponse:
        raise OperationalError("gone")

    monkeypatch.setitem(lane.ROADS, "look", away)
    answer = client.post(LOOK, "{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (503, {"error": "away"})
