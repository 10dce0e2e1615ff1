"""Security headers for every answer of the house.

Visitor pages get the strictest policy there is: nothing from elsewhere, nothing inline, Trusted Types, no framing, no
powerful browser feature. Staff pages are the same without Trusted Types (htmx writes HTML it got from us). Only the
two admins below /beheer/ are looser; each deviation stands in docs/decisions/0066-headers-of-the-admins.md.
"""

from collections.abc import Awaitable, Callable, Iterable
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from cms import inline_calls

STAFF_PATH = "/staff/"
ADMIN_PATH = "/beheer/"
WAGTAIL_PATH = "/beheer/cms/"
#: Wagtail draws the list of a workflow's tasks and pages with a script in the page
INLINE_PATHS = ("/beheer/cms/workflows/",)

_NOTHING_ELSE: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

# Everything a browser of today can be asked for, as Chromium lists it; no other engine heeds this header yet. A name
# that it does not know does nothing but warn in its console: two stand here that it knows on phones, Windows and macOS
# and not on Linux ("bluetooth", "web-share"). The names that begin with ch- are hints about a device that the browser
# would send by itself.
_FEATURES = (
    "accelerometer", "aria-notify", "attribution-reporting", "autoplay", "bluetooth",
    "browsing-topics", "camera", "captured-surface-control", "clipboard-read", "clipboard-write", "compute-pressure",
    "cross-origin-isolated", "deferred-fetch", "deferred-fetch-minimal", "digital-credentials-get", "display-capture",
    "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get",
    "idle-detection", "interest-cohort", "join-ad-interest-group", "keyboard-map", "language-detector",
    "language-model",
    "local-fonts", "local-network", "local-network-access", "loopback-network", "magnetometer", "microphone", "midi",
    "on-device-speech-recognition", "otp-credentials", "payment", "picture-in-picture", "private-aggregation",
    "private-state-token-issuance", "private-state-token-redemption", "publickey-credentials-create",
    "publickey-credentials-get", "run-ad-auction", "screen-wake-lock", "serial", "shared-storage",
    "shared-storage-select-url", "storage-access", "summarizer", "sync-xhr", "translator",
    "unload", "usb", "web-share", "window-management", "xr-spatial-tracking",
    "ch-device-memory", "ch-downlink", "ch-dpr", "ch-ect", "ch-prefers-color-scheme", "ch-prefers-reduced-motion",
    "ch-prefers-reduced-transparency", "ch-rtt", "ch-save-data", "ch-ua", "ch-ua-arch", "ch-ua-bitness",
    "ch-ua-form-factors", "ch-ua-full-version", "ch-ua-full-version-list", "ch-ua-high-entropy-values", "ch-ua-mobile",
    "ch-ua-model", "ch-ua-platform", "ch-ua-platform-version", "ch-ua-wow64", "ch-viewport-height", "ch-viewport-width",
    "ch-width",
)  # fmt: skip

PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in _FEATURES)
#: Wagtail's editor copies and pastes with buttons; its script leaves the page with a question when words are unsaved
_ADMIN_MAY = frozenset({"clipboard-read", "clipboard-write", "unload", "sync-xhr"})
_ADMIN_PERMISSIONS = ", ".join(
    f"{feature}=({'self' if feature in _ADMIN_MAY else ''})" for feature in _FEATURES
)


def _sockets() -> str:
    """Where a page may connect: this origin, and the same origin's sockets (older Safari wants them named)."""
    public = urlsplit(settings.PUBLIC_URL)
    scheme = "wss" if public.scheme == "https" else "ws"
    return f"'self' {scheme}://{public.netloc}"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def visitor_policy() -> str:
    """The policy of visitor pages."""
    return _policy(
        {
            **_NOTHING_ELSE,
            "connect-src": _sockets(),
            "media-src": "'self'",
            "require-trusted-types-for": "'script'",
            "trusted-types": "'none'",
        }
    )


def staff_policy(*, connect: Iterable[str] = ()) -> str:
    """The policy of the desk and the other staff pages. connect: where else this page may connect."""
    return _policy(
        {
            **_NOTHING_ELSE,
            "connect-src": " ".join([_sockets(), *connect]),
            "img-src": "'self' data:",
        }
    )


def set_up_policy() -> str:
    """The policy of Django's admin: that of staff pages."""
    return _policy({**_NOTHING_ELSE, "connect-src": "'self'", "img-src": "'self' data:"})


def admin_policy(allowed: str = "", *, framed: bool = False) -> str:
    """The policy of Wagtail's admin, which writes styles into its pages and shows previews in frames.

    allowed: scripts in the page that may run, as a policy names them: hashes, or "'unsafe-inline'".
    framed: the view itself said that a page of ours may show it in a frame.
    """
    return _policy(
        {
            **_NOTHING_ELSE,
            "script-src": f"'self' {allowed}".strip(),
            "style-src": "'self' 'unsafe-inline'",
            "img-src": "'self' data: blob:",
            "connect-src": "'self'",
            "frame-src": "'self'",
            "frame-ancestors": "'self'" if framed else "'none'",
        }
    )


def preview_policy() -> str:
    """The policy of a page that an editor previews: the visitors' own, in a frame of ours."""
    return visitor_policy().replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def policy_for(path: str) -> str:
    """The content security policy of an address."""
    if path.startswith(WAGTAIL_PATH):
        return admin_policy("'unsafe-inline'" if path.startswith(INLINE_PATHS) else "")
    if path.startswith(ADMIN_PATH):
        return set_up_policy()
    if path.startswith(STAFF_PATH):
        return staff_policy()
    return visitor_policy()


def permissions_for(path: str) -> str:
    """Which of the browser's features an address may use: none, but for the editor's clipboard."""
    return _ADMIN_PERMISSIONS if path.startswith(ADMIN_PATH) else PERMISSIONS_POLICY


def allow(response: HttpResponseBase, *, connect: Iterable[str], features: AbstractSet[str]) -> None:
    """Let one staff page connect to somebody else, and use features of the browser.

    Who calls this names the deviation in docs/decisions/0045-content-security-policy.md.
    """
    response.headers["Content-Security-Policy"] = staff_policy(connect=connect)
    # also one that stands not in the list, because the browsers of visitors do not know it
    named = dict.fromkeys((*_FEATURES, *sorted(features)))
    response.headers["Permissions-Policy"] = ", ".join(
        f"{feature}=({'self' if feature in features else ''})" for feature in named
    )


def protect_preview(response: HttpResponseBase) -> None:
    """Wagtail plays a request to a page's own address through the middleware, and shows the answer in a frame."""
    response.headers["Content-Security-Policy"] = preview_policy()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"


def admit_known_calls(path: str, response: HttpResponseBase) -> None:
    """Let the choosers and calendars of one of Wagtail's screens start: their calls, by hash, and no other script."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if is_page and isinstance(response, HttpResponse) and not path.startswith(INLINE_PATHS):
        found = inline_calls.hashes(response.content.decode(response.charset, errors="replace"))
        framed = response.headers.get("X-Frame-Options") == "SAMEORIGIN"
        response.headers.setdefault("Content-Security-Policy", admin_policy(" ".join(found), framed=framed))


def protect(path: str, response: HttpResponseBase) -> None:
    """Put the headers on a response. What a view set itself stays."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", policy_for(path))
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    if not path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
        headers.setdefault("Cache-Control", "no-store")
        # it speaks to documents only, and is long: a font or a style does not carry it
        headers.setdefault("Permissions-Policy", permissions_for(path))


def _dress(request: HttpRequest, response: HttpResponseBase) -> None:
    if getattr(request, "is_dummy", False):
        protect_preview(response)
    elif request.path.startswith(WAGTAIL_PATH):
        admit_known_calls(request.path, response)
    protect(request.path, response)


@sync_and_async_middleware
def security_headers(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: the headers on every answer, static files too. Stands first in the list."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            answer: Awaitable[HttpResponseBase] = get_response(request)
            response = await answer
            _dress(request, response)
            return response

        return asynchronous

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = get_response(request)
        _dress(request, response)
        return response

    return synchronous
