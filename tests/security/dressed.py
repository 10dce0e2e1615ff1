"""Which headers an answer must have, whatever answered it."""

from collections.abc import Iterator, Mapping
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

EXACTLY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
#: these say the same wherever they stand
_CLOSED = {
    "default-src": "'none'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'",
    "script-src": "'self'", "style-src": "'self'",
}  # fmt: skip
#: what a browser may keep of ours: two files for everybody, in which nothing is about anybody
KEPT = ("/favicon.ico", "/robots.txt", "/sitemap.xml")


def faults(answer: "Response", path: str) -> Iterator[str]:
    """What is missing or wrong in the headers of an answer."""
    for name, value in EXACTLY.items():
        if answer.headers.get(name) != value:
            yield f"{path}: {name} is {answer.headers.get(name)!r}"
    policy = directives(answer.headers.get("Content-Security-Policy", ""))
    for name, value in _CLOSED.items():
        if policy.get(name) != value:
            yield f"{path}: {name} of the content security policy is {policy.get(name)!r}"
    if any("unsafe" in value or "*" in value for value in policy.values()):
        yield f"{path}: the content security policy lets in too much"
    if not path.startswith("/staff/") and policy.get("require-trusted-types-for") != "'script'":
        yield f"{path}: a visitor's page without Trusted Types"
    if "no-store" not in answer.headers.get("Cache-Control", "") and path.partition("?")[0] not in KEPT:
        yield f"{path}: a browser may keep it ({answer.headers.get('Cache-Control')})"
    if "Server" in answer.headers or "X-Powered-By" in answer.headers:
        yield f"{path}: says what serves it"
    yield from cookie_faults(answer.cookies, path)


def cookie_faults(cookies: SimpleCookie, path: str) -> Iterator[str]:
    """What is wrong with the cookies that an answer sets."""
    for name, cookie in cookies.items():
        if not cookie.value:
            continue  # taken away
        if not cookie["httponly"]:
            yield f"{path}: a script may read the cookie {name}"
        # the choice of a language goes along from a link elsewhere, and tells nothing
        if cookie["samesite"] != ("Lax" if name == settings.LANGUAGE_COOKIE_NAME else "Strict"):
            yield f"{path}: the cookie {name} has SameSite={cookie['samesite']}"
        if cookie["domain"]:
            yield f"{path}: the cookie {name} goes to other hosts"


def directives(policy: str) -> dict[str, str]:
    """A content security policy by its directives."""
    return {
        name: value.strip() for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))
    }
