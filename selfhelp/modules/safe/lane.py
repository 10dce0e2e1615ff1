"""The short way to the safe: past the middleware that its roads have no use for, on threads that keep their connection.

A road of the safe knows no session, no user, no language and no token of a form. Through everything that pages need, a
request costs three times as much, and each opens a connection to the database of its own: Django's server gives every
request a new thread (docs/bench.md). So a road is answered here: after the headers and the limit of a body, which hold
for everything, and after the host was looked at.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from chat.storage import StorageAway
from chat.workers import Workers
from selfhelp.modules.safe import views

_ROAD = re.compile(r"/([-a-z0-9_]{1,40})/self-help-safe/([a-z]{1,10})/")
ROADS: dict[str, Callable[[HttpRequest, str], HttpResponseBase]] = {
    "puzzle": views.puzzle, "begin": views.begin, "look": views.look, "save": views.save, "forget": views.forget,
}  # fmt: skip
#: threads of each process, and connections to the database
_THREADS = 3
_workers = Workers(_THREADS, "safe")


@sync_and_async_middleware
def short_way(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: answers the roads of the safe, and hands everything else on."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            work = _road(request)
            if work is None:
                waiting: Awaitable[HttpResponseBase] = get_response(request)
                return await waiting
            try:
                return await _workers.run(work)
            except StorageAway:
                return JsonResponse({"error": "away"}, status=503)

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        work = _road(request)
        response: HttpResponseBase = get_response(request) if work is None else work()
        return response

    return answer


def _road(request: HttpRequest) -> Callable[[], HttpResponseBase] | None:
    """The work of a road; None for any other address. Raises DisallowedHost."""
    found = _ROAD.fullmatch(request.path_info)
    view = ROADS.get(found[2]) if found else None
    if found is None or view is None:
        return None
    request.get_host()
    return lambda: view(request, found[1])
