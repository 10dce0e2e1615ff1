"""What a person sees when something does not work: a calm sentence, and where help is anyway.

These pages need nothing of the database; a programme, and the bar of somebody of staff who is signed in, are shown only
when they can be had without trouble.
"""

import logging
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.addresses import language_of
from cms.headers import ADMIN_PATH, STAFF_PATH
from cms.language import chosen
from helpline import attempts, incidents, kinds, metrics
from helpline.programmes import queries
from helpline.programmes.models import Programme

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

logger = logging.getLogger(__name__)

#: shown when even the page for errors cannot be made
LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>Informatie</title>"
    "<p>Er gaat iets mis bij ons. In gevaar? Bel 112. Denk je aan zelfmoord? Bel 113 of 0800-0113.</p>"
    "<p lang=en>Something went wrong on our side. In danger? Call 112. Thinking of suicide? Call 113 or 0800-0113.</p>"
)
#: who signs in or chooses a passphrase does it anew: nothing of such a form is written into a page
_CREDENTIALS = re.compile(
    r"(?:^|[-_.])(?:pass(?:phrase|word)\d?|otp|token|secret|again)(?:$|[-_.])", re.IGNORECASE
)
#: opens what somebody wrote before. The room asks for it anew, and keeps what was written beside it.
_KEY = "code"
#: the token of a form is no secret: it stood in the page that the form came from
_FORM_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a name
#: a form that can be sent again: at most so many fields and characters
_MOST_FIELDS, _MOST_CHARACTERS = 100, 64 * 1024


def _programme(request: HttpRequest) -> Programme | None:
    path = request.path.strip("/")
    slug = path.removeprefix(f"{language_of(path)}/").partition("/")[0]
    try:
        return queries.programme_by_slug(slug)
    except Exception:
        return None


def _language(request: HttpRequest) -> str:
    """What the address says, or else what was chosen."""
    named = language_of(request.path)
    return named if named != settings.LANGUAGE_CODE else chosen(request)


def _page(
    request: HttpRequest, template: str, status: int, *, heading: "_StrPromise", **more: object
) -> HttpResponse:
    staff = request.path.startswith((STAFF_PATH, ADMIN_PATH))
    context = {
        "programme": None if staff else _programme(request),
        "base": "base_entry.html" if staff else "base.html",
        "staff": staff,
        "heading": heading,
        **more,
    }
    try:
        with translation.override(_language(request)):
            body = (_with_the_bar(request, template, context) if status < 500 else None) or render_to_string(
                template, context
            )
    except Exception:
        logger.error("error page %s could not be made", status)  # noqa: TRY400  no trace: it could hold content
        body = LAST_RESORT
        if "incident" in more:
            body += f"<p>{more['incident']}</p>"
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def _with_the_bar(request: HttpRequest, template: str, context: dict[str, object]) -> str | None:
    """The page with the bar of staff, so that every place stays one step away. None for who is not signed in."""
    if not request.path.startswith(STAFF_PATH) or getattr(request, "staff_session", None) is None:
        return None
    try:
        return render_to_string(template, {**context, "base": "base_staff.html"}, request)
    except Exception:
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something we do not understand."""
    return _page(request, "errors/400.html", 400, heading=_("We did not understand that"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: not for this person."""
    return _page(request, "errors/403.html", 403, heading=_("You cannot open this page"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page."""
    return _page(request, "errors/404.html", 404, heading=_("This page does not exist"))


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault, told as such, with a number under which the log has the place of the fault and nothing else.

    Somebody who sent a form gets it back, to be sent again as it was.
    """
    number = incidents.new()
    request.incident = number  # type: ignore[attr-defined]  # Django's own line in the log takes it from here
    metrics.incidents.add(kinds.route(request.path))
    again = _form_again(request)
    action = "/" + request.get_full_path().lstrip("/")  # two slashes would begin another host's address
    return _page(
        request,
        "errors/500.html",
        500,
        heading=_("Something went wrong on our side"),
        incident=number,
        again=again,
        action=action,
    )


def _form_again(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields that were sent, to send them once more, but for a code that opens something.

    None when it was no form, or one of somebody who signs in; nor where the view says so: what Django's own reports may
    not show (`sensitive_post_parameters`) is in no page.
    """
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return []
    if getattr(request, "sensitive_post_parameters", None):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # it may be the form itself that could not be read
        return []
    signs_in = any(_CREDENTIALS.search(name) for name, _ in fields if name != _FORM_TOKEN)
    size = sum(len(name) + len(value) for name, value in fields)
    if signs_in or len(fields) > _MOST_FIELDS or size > _MOST_CHARACTERS:
        return []
    kept = [(name, value) for name, value in fields if name != _KEY]
    return kept if any(name != _FORM_TOKEN for name, _ in kept) else []


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than a form of ours can hold. Sending it again would not help."""
    return _page(request, "errors/413.html", 413, heading=_("That was too much at once"))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not fit: the page was open too long, or cookies are off. Nothing was sent."""
    request.form_expired = True  # type: ignore[attr-defined]  # the staff's door tells it from other refusals
    attempts.count(kinds.route(request.path), attempts.FORM_TOKEN)
    return _page(request, "errors/form_expired.html", 403, heading=_("This page was open too long"))
