"""What is read from a raw ASGI scope, by sockets and by the HTTP road. Addresses and agents are not among it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from cms.language import of_cookie

Scope = Mapping[str, Any]


def header(scope: Scope, name: bytes) -> str:
    """A header's value, or nothing."""
    for key, value in scope["headers"]:
        if key == name:
            text: str = value.decode("latin1")
            return text
    return ""


def cookie(scope: Scope, name: str) -> str:
    """A cookie's value, or nothing."""
    return parse_cookie(header(scope, b"cookie")).get(name, "")


def programme(scope: Scope) -> str:
    """The slug that the address of a visitor's socket or request begins with."""
    return str(scope["path"]).split("/", 2)[1]


def language(scope: Scope) -> str:
    """The language chosen on the pages: one of settings.LANGUAGES."""
    return of_cookie(cookie(scope, settings.LANGUAGE_COOKIE_NAME))


def is_host_ours(scope: Scope) -> bool:
    """Whether the request names one of our hosts."""
    host, _ = split_domain_port(header(scope, b"host"))
    return bool(host) and validate_host(host, settings.ALLOWED_HOSTS)


def is_origin_ours(scope: Scope) -> bool:
    """Whether a page of ours asks: the public address exactly, or the host that was asked (when it is one of ours).

    A browser always says its origin with a socket and with a POST; who says none is refused.
    """
    origin = header(scope, b"origin")
    if not origin or not is_host_ours(scope):
        return False
    public = urlsplit(settings.PUBLIC_URL)
    if origin == f"{public.scheme}://{public.netloc}":
        return True
    asked = urlsplit(origin)
    scheme_fits = asked.scheme == public.scheme and origin == f"{asked.scheme}://{asked.netloc}"
    return scheme_fits and asked.netloc == header(scope, b"host")
