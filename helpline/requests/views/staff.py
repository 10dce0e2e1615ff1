"""The staff's screens for requests: thin. Load, call one action, answer.

A request of a programme in which a person does not handle requests is not there for that person.
"""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.requests import actions, notices, queries
from helpline.requests.errors import Gone, NotTheHandler, WrongMove
from helpline.requests.models import ProfessionalRequest
from helpline.requests.policies import HANDLE
from helpline.vault.errors import VaultError

_staff = staff_required(HANDLE)


def _load(request: HttpRequest, request_id: UUID) -> ProfessionalRequest:
    asked = queries.find(user_of(request), request_id, timezone.localdate())
    if asked is None:
        raise Http404
    return asked


@_staff
@never_cache
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """What waits, what is being handled, and what was handled."""
    user = user_of(request)
    context = {
        "lines": queries.lines(user, timezone.localdate()),
        "several_programmes": user.programmes_with(HANDLE).count() > 1,
        "office_mail": settings.REQUESTS_OFFICE_MAIL if notices.mail_is_on() else "",
    }
    return render(request, "requests/list.html", context)


@_staff
@never_cache
@require_safe
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, opened: that is recorded."""
    asked, user = _load(request, request_id), user_of(request)
    try:
        answers = actions.read(asked=asked, by=user)
    except Gone:
        raise Http404 from None
    except VaultError:
        answers = {}
    line = queries.line_for(asked, user, timezone.localdate())
    context = {
        "line": line,
        "asked": asked,
        "answers": queries.shown(asked.programme, asked.kind, answers),
        "mail_to": answers.get("email", ""),
        "mail_subject": _("Your request to %(programme)s") % {"programme": asked.programme.name},
    }
    return render(request, "requests/show.html", context)


def _do(
    request: HttpRequest,
    request_id: UUID,
    act: Callable[[ProfessionalRequest], None],
    *,
    said: str,
    stay: bool,
) -> HttpResponse:
    """Do it, or say why not. stay: afterwards the request is shown, else the list."""
    asked = _load(request, request_id)
    try:
        act(asked)
    except Gone:
        messages.error(request, _("This request is not there any more."))
        return redirect("requests_staff:list")
    except (WrongMove, NotTheHandler):
        messages.error(request, _("A colleague was faster. This is how it stands now."))
        return redirect("requests_staff:list")
    messages.success(request, said)
    return redirect("requests_staff:show", request_id) if stay else redirect("requests_staff:list")


@_staff
@require_POST
def take(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """I handle this one."""
    by = user_of(request)
    return _do(
        request,
        request_id,
        lambda asked: actions.take(asked=asked, by=by),
        said=_("You handle this request now."),
        stay=True,
    )


@_staff
@require_POST
def take_over(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """I handle this one in place of the colleague who is shown."""
    by = user_of(request)
    shown = request.POST.get("handler", "")
    from_user_id = int(shown) if shown.isdecimal() and len(shown) < 10 else 0
    return _do(
        request,
        request_id,
        lambda asked: actions.take_over(asked=asked, from_user_id=from_user_id, by=by),
        said=_("You handle this request now."),
        stay=True,
    )


@_staff
@require_POST
def give_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """I do not handle it after all."""
    by = user_of(request)
    return _do(
        request,
        request_id,
        lambda asked: actions.give_back(asked=asked, by=by),
        said=_("The request waits for a colleague again."),
        stay=False,
    )


@_staff
@require_POST
def finish(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """It is handled."""
    by = user_of(request)
    return _do(
        request,
        request_id,
        lambda asked: actions.finish(asked=asked, by=by),
        said=_("The request is handled. It is erased within a week."),
        stay=False,
    )


@_staff
@require_POST
def reopen(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """It was not handled after all."""
    by = user_of(request)
    return _do(
        request,
        request_id,
        lambda asked: actions.reopen(asked=asked, by=by),
        said=_("You handle this request now."),
        stay=True,
    )


@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask once, then erase it at once."""
    by = user_of(request)
    if request.method != "POST":
        asked = _load(request, request_id)
        context = {"asked": asked, "line": queries.line_for(asked, by, timezone.localdate())}
        return render(request, "requests/delete.html", context)
    return _do(
        request,
        request_id,
        lambda asked: actions.delete(asked=asked, by=by),
        said=_("The request is erased."),
        stay=False,
    )
