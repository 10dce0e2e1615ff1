"""A middleware that answers some requests with a bare status, before anything is read or made for them."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Middleware = Callable[[Callable[[HttpRequest], Any]], Callable[[HttpRequest], Any]]


def refusing(status: int, is_refused: Callable[[HttpRequest], bool]) -> Middleware:
    """The middleware that answers `status` to every request of which `is_refused` says so."""

    @sync_and_async_middleware
    def middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
        if iscoroutinefunction(get_response):

            async def answer_async(request: HttpRequest) -> HttpResponseBase:
                if is_refused(request):
                    return HttpResponse(status=status)
                waiting: Awaitable[HttpResponseBase] = get_response(request)
                return await waiting

            return answer_async

        def answer(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = (
                HttpResponse(status=status) if is_refused(request) else get_response(request)
            )
            return response

        return answer

    made: Middleware = middleware
    return made
