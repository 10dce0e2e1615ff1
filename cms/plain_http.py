"""What is asked without TLS where the house is on https: pages lead on to their encrypted address, the rest is refused.

A program that was given the wrong address has to notice, and a form was readable on its way already: sending either on
would hide that (ASVS 4.1.2). nginx says the same before it comes here (deploy/nginx/nobody.conf).
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from helpline import kinds
from helpline.metrics import Route

#: what no person opens in a browser
PROGRAMS = frozenset({Route.PHONE, Route.WATCH, Route.CHAT_ROAD, Route.STAFF_ROAD, Route.SAFE})


@sync_and_async_middleware
def only_pages_lead_on(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Refuse (403) what is no page asked for without TLS. Django's own middleware redirects the others."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            if _is_refused(request):
                return HttpResponse(status=403)
            waiting: Awaitable[HttpResponseBase] = get_response(request)
            return await waiting

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = (
            HttpResponse(status=403) if _is_refused(request) else get_response(request)
        )
        return response

    return answer


def _is_refused(request: HttpRequest) -> bool:
    if not settings.SECURE_SSL_REDIRECT or request.is_secure():
        return False
    return request.method not in ("GET", "HEAD") or kinds.route(request.path) in PROGRAMS
