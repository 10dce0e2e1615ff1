"""The short way to the safe: the same answers as by the long one, and threads that keep their connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import AsyncRequestFactory, Client

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


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_connection_and_everything_else_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, bool]] = []
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)  # as in production
    monkeypatch.setitem(lane.ROADS, "look", _note_connection(seen))
    ask = lane.short_way(lambda _request: HttpResponse("onward"))
    with ThreadPoolExecutor(max_workers=1) as threads:
        monkeypatch.setattr(lane, "_threads", threads)
        answers = [ask(AsyncRequestFactory().post(path)) for path in (LOOK, LOOK, "/stopitnow/")]
        threads.submit(connections.close_all).result()
    assert [each.getvalue() for each in answers] == [b'{"slug": "stopitnow"}'] * 2 + [b"onward"]
    assert [each.headers.get("Content-Length") for each in answers] == ["21", "21", None]
    assert [was_open for _thread, was_open in seen] == [False, True]
    assert len({thread for thread, _was_open in seen}) == 1
    assert seen[0][0] != threading.get_ident()


def _note_connection(seen: list[tuple[int, bool]]) -> Callable[[HttpRequest, str], HttpResponse]:
    def road(_request: HttpRequest, slug: str) -> HttpResponse:
        seen.append((threading.get_ident(), connection.connection is not None))
        connection.ensure_connection()
        return JsonResponse({"slug": slug})

    return road


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_and_may_be_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_request: HttpRequest, _slug: str) -> HttpResponse:
        raise OperationalError("gone")

    monkeypatch.setitem(lane.ROADS, "look", away)
    answer = client.post(LOOK, "{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (503, {"error": "away"})
