"""The short way to the safe: past the middleware that its roads have no use for.

A road of the safe knows no session, no user, no language and no token of a form. Through everything that pages need, a
request costs three times as much (docs/decisions/0093). So a road is answered here: after the headers and the limit of
a body, which hold for everything, and after the host was looked at.
"""

import re
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from selfhelp.modules.safe import views

_ROAD = re.compile(r"/([-a-z0-9_]{1,40})/self-help-safe/([a-z]{1,10})/")
ROADS: dict[str, Callable[[HttpRequest, str], HttpResponse]] = {
    "puzzle": views.puzzle, "begin": views.begin, "look": views.look, "save": views.save, "forget": views.forget,
}  # fmt: skip

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
            response = work()
        except (OperationalError, InterfaceError):
            response = JsonResponse({"error": "away"}, status=503)
        response.headers["Content-Length"] = str(len(response.content))  # or it would go in chunks
        return response

    return answer


def _road(request: HttpRequest) -> Work | None:
    """The work of a road; None for any other address. Raises DisallowedHost."""
    found = _ROAD.fullmatch(request.path_info)
    view = ROADS.get(found[2]) if found else None
    if found is None or view is None:
        return None
    request.get_host()
    return lambda: view(request, found[1])
