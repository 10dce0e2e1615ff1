"""How much somebody may send. Only editors have forms larger than a page of text."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from cms.headers import ADMIN_PATH


@sync_and_async_middleware
def small_forms(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Refuse (413) a body larger than `LARGEST_FORM` everywhere but on the editors' screens, before it is read."""
    if iscoroutinefunction(get_response):

        async def answer_async(request: HttpRequest) -> HttpResponseBase:
            if _is_too_large(request):
                return HttpResponse(status=413)
            waiting: Awaitable[HttpResponseBase] = get_response(request)
            return await waiting

        return answer_async

    def answer(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = (
            HttpResponse(status=413) if _is_too_large(request) else get_response(request)
        )
        return response

    return answer


def _is_too_large(request: HttpRequest) -> bool:
    text = request.META.get("CONTENT_LENGTH") or "0"
    length = int(text) if text.isdecimal() else 0
    return length > settings.LARGEST_FORM and not request.path.startswith(ADMIN_PATH)
