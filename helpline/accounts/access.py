"""The door to everything staff: decorators for views, and what the middleware asks."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from helpline.accounts.models import User
from helpline.accounts.sessions import SessionState

View = Callable[..., HttpResponseBase]

#: requests that a page makes by itself carry this header; they do not count as somebody being there
BACKGROUND_HEADER = "X-Background"


def session_of(request: HttpRequest) -> SessionState | None:
    """The good session of this request, as the middleware found it; None outside the staff's addresses."""
    state = getattr(request, "staff_session", None)
    return state if isinstance(state, SessionState) else None


def state_of(request: HttpRequest) -> SessionState:
    """The good session of this request. Raises PermissionDenied when there is none."""
    state = session_of(request)
    if state is None:
        raise PermissionDenied
    return state


def user_of(request: HttpRequest) -> User:
    """Who is signed in, with both factors. Raises PermissionDenied when nobody is."""
    return state_of(request).user


def verified(user: object) -> bool:
    """Whether this request's user gave the second factor in this session (django-otp's middleware marks it)."""
    is_verified = getattr(user, "is_verified", None)
    return bool(getattr(user, "is_authenticated", False) and is_verified is not None and is_verified())


def staff_required(permission: str | None = None) -> Callable[[View], View]:
    """A view for signed-in staff; with a permission, for those who hold it in any programme.

    The middleware keeps the staff's addresses shut already; this also holds for a view mounted elsewhere. What may be
    done in which programme is asked in the view, through `user.can(permission, programme)`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            state = session_of(request)
            if state is None:
                return refuse(request)
            if permission is not None and not state.user.can(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def freshly_confirmed(view: View) -> View:
    """A view for sensitive changes: the second factor was given in the last ten minutes, else it is asked again.

    Stands below `staff_required`.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if state_of(request).is_fresh(timezone.now()):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('accounts:confirm')}?{urlencode({'next': page_of(request)})}")

    return guarded


def refuse(request: HttpRequest) -> HttpResponse:
    """The answer to somebody who is not signed in: the way to the sign-in page, in the form the asker understands."""
    address = reverse("accounts:sign_in")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    asked_by_script = request.headers.get("Sec-Fetch-Dest") == "empty"
    if asked_by_script or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"why": "signed_out", "sign_in": address}, status=401)
    if request.method in ("GET", "HEAD"):
        address = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseRedirect(address)


def page_of(request: HttpRequest) -> str:
    """The page to return to: the one asked for, or the one from which a form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    origin = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Referer", "").removeprefix(origin) or reverse("accounts:account")


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The address in `next`, when it is a staff page of this house; else the fallback."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    inside = address.startswith(("/staff/", "/beheer/"))
    if inside and url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return address
    return fallback


def home_of(user: User) -> str:
    """Where a person starts: the desk for those who answer, else the page that lists what they may open."""
    if user.can("chat.answer") or user.can("chat.lead"):
        try:
            return reverse("desk:home")
        except NoReverseMatch:
            pass
    return reverse("accounts:landing")
