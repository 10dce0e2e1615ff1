"""Passing web addresses on to the hotline. What is filled in goes through the memory of this process and stays nowhere.

No draft, no session, no message, no log and no error page of ours repeats it. When it cannot be delivered, it stands in
the counsellor's tab and only there.
"""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.programmes.models import Programme
from helpline.referrals import actions, delivery, forms, policies, queries
from helpline.referrals.errors import Gone, NotDelivered
from helpline.referrals.places import Place, place_of

logger = logging.getLogger(__name__)
_staff = staff_required(policies.MAKE)


def _is_file(request: HttpRequest) -> bool:
    return request.content_type != "application/x-www-form-urlencoded"


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _programmes(user: User) -> list[Programme]:
    return list(user.programmes_with(policies.MAKE))


def _where(request: HttpRequest) -> Place:
    """The contact or the case in the address; without one the programme that was chosen, or the only one."""
    if "contact" in request.GET or "case" in request.GET:
        place = place_of(request)
        if place is None:
            raise Http404
        return place
    offered = _programmes(user_of(request))
    wanted = request.GET.get("programme", "")
    return Place(next((one for one in offered if one.slug == wanted), offered[0]))


@sensitive_post_parameters()
@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def hotline(request: HttpRequest) -> HttpResponse:
    """The form, and the delivery. 201 delivered, 422 a mistake in it, 502 not delivered: nothing was kept."""
    if not delivery.is_on():
        raise Http404
    place = _where(request)
    if request.method != "POST":
        return _page(request, place, forms.HotlineForm())
    if _is_file(request):
        # never an upload: it is not read, and what it was is not told
        return HttpResponse(status=415)
    form = forms.HotlineForm(request.POST)
    if not form.is_valid():
        return _refused(request, place, form, _first_error(form), status=422)
    try:
        report, is_new = actions.report_to_hotline(
            programme=place.programme,
            addresses=form.cleaned_data["addresses"],
            number=form.cleaned_data["number"],
            by=user_of(request),
            contact=place.contact,
            case=place.case,
        )
    except NotDelivered as failure:
        sentence = (
            _(
                "The hotline did not accept it. Nothing was passed on and nothing was kept. Tell an administrator."
            )
            if failure.permanent
            else _(
                "It could not be delivered now. Nothing was passed on and nothing was kept. Try again in a while."
            )
        )
        return _refused(request, place, form, sentence, status=502)
    except PermissionDenied:
        raise
    except Exception as error:
        logger.error("passing on to the hotline failed: %s", type(error).__name__)  # noqa: TRY400
        return _refused(
            request, place, form, _("Something went wrong. Nothing was kept. Try again."), status=500
        )
    return _passed_on(request, place, report, len(form.cleaned_data["addresses"]), is_new)


def _first_error(form: forms.HotlineForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _page(
    request: HttpRequest, place: Place, form: forms.HotlineForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "problem": problem,
        "is_demo": delivery.is_demo(),
        "programmes": _programmes(user_of(request)) if not place.query else [],
    }
    return render(request, "referrals/hotline.html", context, status=status)


def _refused(
    request: HttpRequest, place: Place, form: forms.HotlineForm, sentence: str, *, status: int
) -> HttpResponse:
    """Say why not. With a script the text stands in the tab; without one it goes back in the same answer."""
    if _wants_json(request):
        return JsonResponse({"why": sentence}, status=status)
    return _page(request, place, form, problem=sentence, status=status)


def _passed_on(request: HttpRequest, place: Place, report: Any, how_many: int, is_new: bool) -> HttpResponse:
    if report is None:
        said = _("The hotline has it. It could not be noted here that it happened: do not send it again.")
    elif not is_new:
        said = _("This was passed on already. It was not sent again.")
    else:
        said = ngettext(
            "%(count)d address is passed on to the hotline. It is not kept here.",
            "%(count)d addresses are passed on to the hotline. They are not kept here.",
            how_many,
        ) % {"count": how_many}
    after = place.back or reverse("referrals:hotline_reports")
    if _wants_json(request):
        return JsonResponse({"said": said, "next": after}, status=201)
    messages.success(request, said)
    return redirect(after)


@_staff
@never_cache
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What was passed on: day, number and reference, and nothing else, because nothing else is there."""
    context = {"reports": queries.hotline_reports(user_of(request)), "is_on": delivery.is_on()}
    return render(request, "referrals/hotline_reports.html", context)


@_staff
@never_cache
@require_POST
def reference(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Note the hotline's own reference."""
    report = queries.find_report(user_of(request), report_id)
    if report is None:
        raise Http404
    form = forms.ReferenceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A reference has letters, digits and hyphens, 40 at most."))
        return redirect("referrals:hotline_reports")
    try:
        actions.note_reference(report=report, reference=form.cleaned_data["reference"], by=user_of(request))
    except Gone:
        messages.error(request, _("This report is not there any more."))
        return redirect("referrals:hotline_reports")
    messages.success(request, _("The reference is noted."))
    return redirect("referrals:hotline_reports")
