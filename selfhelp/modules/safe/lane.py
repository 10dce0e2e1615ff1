"""The short way to the safe: past the middleware that its roads have no use for, on threads that keep their connection.

A road of the safe knows no session, no user, no language and no token of a form. Through everything that pages need, a
request costs three times as much (docs/decisions/0093). So a road is answered here, in threads of its own: after the
headers and the limit of a body, which hold for everything, and after the host was looked at.
"""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.handlers.asgi import ASGIRequest
from django.db import InterfaceError, OperationalError, close_old_connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from selfhelp.modules.safe import views

_ROAD = re.compile(r"/([-a-z0-9_]{1,40})/self-help-safe/([a-z]{1,10})/")
ROADS: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "puzzle": views.puzzle, "begin": views.begin, "look": views.look, "save": views.save, "forget": views.forget,
}  # fmt: skip
#: threads of each process, and connections to the database
_THREADS = 3
_threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="safe")

Work = Callable[[], HttpResponse]


def short_way(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: answers the roads of the safe, and hands everything else on."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        work = _road(request)
        if work is None:
            return get_response(request)
        try:
            # a request of the server; a test's client has a thread and a transaction that it stays in
            response = (
                _threads.submit(_in_thread, work).result() if isinstance(request, ASGIRequest) else work()
            )
        except (OperationalError, InterfaceError):
            response = JsonResponse({"error": "away"}, status=503)
        response.headers["Content-Length"] = str(len(response.content))  # or it would go in chunks
        return response

    return answer


def _in_thread(work: Work) -> HttpResponse:
    """The work in a thread that stays; a connection that broke or grew old is not used again."""
    close_old_connections()
    try:
        return work()
    finally:
        close_old_connections()


def _road(request: HttpRequest) -> Work | None:
    """The work of a road; None for any other address. Raises DisallowedHost."""
    found = _ROAD.fullmatch(request.path_info)
    view = ROADS.get(found[2]) if found else None
    if found is None or view is None:
        return None
    request.get_host()
    return lambda: view(request, found[1])
