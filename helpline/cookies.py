"""Cookies as the house gives them: in one form, under the names that stand in the settings.

Over https every name begins with `__Host-`. A browser then takes the cookie over TLS only, from this host and for this
host alone, so that no neighbouring host and nobody on the way can slip one in (ASVS 3.3.3). Such a cookie is sent to
all addresses of its host: what belongs to one programme says so in its name. Without TLS, where browsers refuse these
names, they are plain (docs/decisions/0162-cookies-of-this-host-alone.md).
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def of_programme(name: str, slug: str) -> str:
    """The name of a programme's own cookie."""
    return f"{name}-{slug}"


def of_all_programmes(request: HttpRequest, name: str) -> Iterator[str]:
    """What this browser holds under a name, of whichever programme."""
    beginning = of_programme(name, "")
    return (value for key, value in request.COOKIES.items() if key.startswith(beginning))


def give(
    response: HttpResponseBase,
    name: str,
    value: str,
    *,
    kept_for: timedelta | None = None,
    samesite: Literal["Lax", "Strict"] = "Strict",
) -> None:
    """Let the browser hold something that no script reads. kept_for: without it, until the browser's window closes."""
    response.set_cookie(
        name,
        value,
        max_age=kept_for,
        path="/",
        secure=settings.COOKIES_ARE_SECURE,
        httponly=True,
        samesite=samesite,
    )


def take_back(response: HttpResponseBase, name: str) -> None:
    """Let the browser forget it. (Django makes this secure where the name asks for it.)"""
    response.delete_cookie(name, path="/", samesite="Strict")
