"""The staff's door: everything under the staff's addresses is shut unless both factors were given.

It stands before the views of other packages too: Wagtail's and Django's admin, with the sign-in, password and user
screens that they bring and that would lead around our own.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from helpline.accounts import refusals, sessions
from helpline.accounts.access import BACKGROUND_HEADER, refuse, verified
from helpline.accounts.models import StaffSession, User
from helpline.accounts.refusals import Why
from helpline.accounts.roles import TECHNICAL_PERMISSIONS, Permission
from helpline.programmes import queries as programmes

#: first parts of the addresses that only staff may open
SHUT = ("staff", "beheer")

#: within them: what somebody needs who is not signed in yet; these views look after themselves
OPEN_NAMES = frozenset(
    {
        "accounts:sign_in",
        "accounts:second_factor",
        "accounts:invitation",
        "accounts:set_up",
        "accounts:set_up_qr",
    }
)

#: who may enter the admins of other packages at all; each then asks for more
AREAS: dict[str, tuple[str, ...]] = {
    "/beheer/cms/": (Permission.CONTENT_EDIT,),
    "/beheer/techniek/": TECHNICAL_PERMISSIONS,
}

#: screens of other packages that would lead around our own, and where they lead instead
REPLACED: dict[str, str] = {
    "wagtailadmin_login": "accounts:sign_in",
    "wagtailadmin_logout": "accounts:sign_out",
    "wagtailadmin_account": "accounts:account",
    "wagtailadmin_password_reset": "accounts:sign_in",
    "wagtailadmin_password_reset_done": "accounts:sign_in",
    "wagtailadmin_password_reset_confirm": "accounts:sign_in",
    "wagtailadmin_password_reset_complete": "accounts:sign_in",
    "admin:login": "accounts:sign_in",
    "admin:logout": "accounts:sign_out",
    "admin:password_change": "accounts:account",
    "admin:password_change_done": "accounts:account",
}
_WAGTAIL_HOME = "wagtailadmin_home"
#: an address that leads to no view of staff: the pages of the sites take what is left over
_NOWHERE = frozenset({"", "wagtail_serve"})
REPLACED_NAMESPACES: dict[str, str] = {"wagtailusers_users": "accounts:people"}


class StaffDoor:
    """Middleware; stands after Django's authentication and django-otp's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.lstrip("/").split("/", 1)[0] not in SHUT:
            return self.get_response(request)
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        now = timezone.now()
        name, namespaces, slug = _name_of(request)
        state = None
        if verified(request.user):
            state = sessions.check(request.session.session_key, now)
            if state is None:
                _end(request)
        request.staff_session = state  # type: ignore[attr-defined]
        if state is not None and BACKGROUND_HEADER not in request.headers:
            sessions.touch(state, now)
        if name in OPEN_NAMES:
            return self.get_response(request)
        if state is None:
            return refuse(request)
        if instead := _replaced(name, namespaces):
            return _lead_to(request, instead)
        try:
            _check_area(request.path_info, state.user)
        except PermissionDenied:
            refusals.note(by=state.user, view=name, why=Why.NOT_ALLOWED, programme=_programme(slug), now=now)
            raise
        response = self.get_response(request)
        why = _why_refused(request, response)
        if why is not None and not (why is Why.NOT_THERE and name in _NOWHERE):
            refusals.note(by=state.user, view=name, why=why, programme=_programme(slug), now=now)
        return response


def _name_of(request: HttpRequest) -> tuple[str, list[str], object]:
    """The name of the view, its namespaces, and the programme in the address; empty for one that leads nowhere."""
    try:
        match = resolve(request.path_info)
    except (Resolver404, Http404):
        return "", [], None
    return match.view_name or "", match.namespaces, match.kwargs.get("slug")


def _why_refused(request: HttpRequest, response: HttpResponseBase) -> Why | None:
    """Why this answer is a refusal; None when it is none.

    A script that is told "gone" lost a race with a colleague, and was refused nothing. Wagtail leads whom it refuses
    to its first page.
    """
    if response.status_code == 403:
        return Why.FORM_TOKEN if getattr(request, "form_expired", False) else Why.NOT_ALLOWED
    if response.status_code == 404 and response.headers.get("Content-Type", "").startswith("text/html"):
        return Why.NOT_THERE
    if response.status_code == 302 and response.headers["Location"] == reverse(_WAGTAIL_HOME):
        return Why.NOT_ALLOWED
    return None


def _programme(slug: object) -> str:
    """The programme that an address names, when there is such a one; what else was typed there is not kept."""
    found = programmes.programme_by_slug(slug) if isinstance(slug, str) else None
    return found.slug if found is not None else ""


def _replaced(name: str, namespaces: list[str]) -> str | None:
    if name in REPLACED:
        return REPLACED[name]
    return next((REPLACED_NAMESPACES[space] for space in namespaces if space in REPLACED_NAMESPACES), None)


def _lead_to(request: HttpRequest, name: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name))
    if name == "accounts:sign_out" and request.method == "POST":
        response.status_code = 307  # the browser repeats the form, with its token, at our own address
    return response


def _check_area(path: str, user: User) -> None:
    if not path.startswith("/beheer"):
        return
    for prefix, permissions in AREAS.items():
        if path.startswith(prefix) or path == prefix.rstrip("/"):
            if any(user.can(permission) for permission in permissions):
                return
            break
    raise PermissionDenied


def _end(request: HttpRequest) -> None:
    """A session that is over leaves nothing behind."""
    sessions.end_all(StaffSession.objects.filter(session_key=request.session.session_key), by=None)
    request.session.flush()
