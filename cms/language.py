"""The language of a page: Dutch unless the visitor chose otherwise, remembered until the browser closes.

The choice is one of two words in a cookie that says nothing about anybody. What the browser would prefer is not asked:
a Dutch helpline that suddenly speaks English because a phone was set so helps nobody, and less is looked at.
"""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware
from django.utils.http import escape_leading_slashes

from helpline import cookies

PARAMETER = "lang"


def of_cookie(value: str) -> str:
    """The language that a cookie's value names, one of settings.LANGUAGES."""
    return value if value in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def chosen(request: HttpRequest) -> str:
    """The language this request wants, one of settings.LANGUAGES."""
    return of_cookie(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def _switch(request: HttpRequest) -> HttpResponseRedirect | None:
    """The answer to `?lang=`: the same address without it, and the choice in a cookie."""
    wanted = request.GET.get(PARAMETER, "")
    if request.method != "GET" or wanted not in dict(settings.LANGUAGES):
        return None
    rest = request.GET.copy()
    del rest[PARAMETER]
    query = rest.urlencode()
    address = escape_leading_slashes(request.path) + (f"?{query}" if query else "")
    response = HttpResponseRedirect(address)
    # Lax: a page that is reached from elsewhere speaks the language that was chosen
    cookies.give(response, settings.LANGUAGE_COOKIE_NAME, wanted, samesite="Lax")
    return response


def _finish(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
    patch_vary_headers(response, ("Cookie",))
    return response


@sync_and_async_middleware
def visitor_language(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: speak the chosen language, and remember a new choice."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            if switch := _switch(request):
                return switch
            with translation.override(chosen(request)):
                return _finish(await get_response(request))

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        if switch := _switch(request):
            return switch
        with translation.override(chosen(request)):
            return _finish(get_response(request))

    return synchronous
