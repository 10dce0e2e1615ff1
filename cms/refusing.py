"""A middleware that refuses some requests before anything is read or made for them."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

Middleware = Callable[[Callable[[HttpRequest], Any]], Callable[[HttpRequest], Any]]


def bare(status: int) -> Callable[[HttpRequest], HttpResponse]:
    """An answer for programs: its number, and nothing to read."""
    return lambda request: HttpResponse(status=status)


def refusing(
    is_refused: Callable[[HttpRequest], bool], answer_with: Callable[[HttpRequest], HttpResponse]
) -> Middleware:
    """The middleware that answers so to every request of which `is_refused` says it."""

    @sync_and_async_middleware
    def middleware(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
        if iscoroutinefunction(get_response):

            async def answer_async(request: HttpRequest) -> HttpResponseBase:
                if is_refused(request):
                    return await sync_to_async(answer_with)(request)
                waiting: Awaitable[HttpResponseBase] = get_response(request)
                return await waiting

            return answer_async

        def answer(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = (
                answer_with(request) if is_refused(request) else get_response(request)
            )
            return response

        return answer

    made: Middleware = middleware
    return made
