"""Pages are made in threads that stay: with their connection, each for one request at a time, and nobody waits."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from helpline.page_threads import PagesHandler
from tests.factories.programmes import make_programme

seen: list[tuple[str, bool]] = []
go_on = threading.Event()
began = threading.Event()


def note(request: HttpRequest) -> HttpResponse:
    seen.append((threading.current_thread().name, connection.connection is not None))
    connection.ensure_connection()
    return HttpResponse(threading.current_thread().name)


def stay(request: HttpRequest) -> HttpResponse:
    began.set()
    assert go_on.wait(20)
    return note(request)


urlpatterns = [path("note", note), path("stay", stay)]


def in_thread(get_response):  # type: ignore[no-untyped-def]
    """Middleware that says in which thread it was asked."""

    def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        response["X-Thread"] = threading.current_thread().name
        return response

    return answer


@pytest.fixture
def handler(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PagesHandler]:
    seen.clear()
    go_on.clear()
    began.clear()
    make_programme(slug="helpwanted")
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)  # as in production
    here = f"{__name__}.in_thread"
    with override_settings(
        ROOT_URLCONF=__name__, MIDDLEWARE=[here, "django.middleware.common.CommonMiddleware", here]
    ):
        pages = PagesHandler()
        pages.keep_threads(1)
        yield pages
        pages.close()


async def ask(pages: PagesHandler, name: str) -> tuple[str, str]:
    """Ask for a page: the thread in which its view ran, and the one of the outermost middleware."""
    scope = {
        "type": "http", "method": "GET", "path": f"/{name}", "query_string": b"", "headers": [(b"host", b"localhost")],
    }  # fmt: skip
    asked = ApplicationCommunicator(pages, scope)
    await asked.send_input({"type": "http.request"})
    start = await asked.receive_output(20)
    assert start["status"] == 200
    body = await asked.receive_output(20)
    await asked.wait(20)
    return body["body"].decode(), dict(start["headers"])[b"X-Thread"].decode()


@pytest.mark.asyncio
async def test_a_page_is_made_in_one_thread_that_stays_and_keeps_its_connection(
    handler: PagesHandler,
) -> None:
    answers = [await ask(handler, "note") for _ in range(3)]
    assert [was_open for _, was_open in seen] == [False, True, True]
    assert {name for answer in answers for name in answer} == {seen[0][0]}
    assert seen[0][0].startswith("page_")


@pytest.mark.asyncio
async def test_who_comes_while_all_threads_are_lent_waits_for_nobody(handler: PagesHandler) -> None:
    assert not handler.is_busy
    slow = asyncio.create_task(ask(handler, "stay"))
    await asyncio.to_thread(began.wait, 20)
    quick = await ask(handler, "note")
    assert handler.is_busy
    go_on.set()
    assert (await slow)[0].startswith("page_")
    assert not handler.is_busy
    assert quick[0].startswith("page-for-once")
    assert quick[0] == quick[1]
    assert (await ask(handler, "note"))[0] == (await slow)[0]
