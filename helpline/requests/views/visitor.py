"""The forms for professionals, and the page after them."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from helpline.own_forms import is_own_form
from helpline.programmes import queries as programmes
from helpline.programmes.models import Programme
from helpline.requests import actions, traps
from helpline.requests.errors import TooBusy, TooFast, TooOld
from helpline.requests.forms import RequestForm, form_for
from helpline.requests.kinds import kinds_of


def _programme_or_404(slug: str) -> Programme:
    programme = programmes.programme_by_slug(slug)
    if programme is None or not kinds_of(programme):
        raise Http404
    return programme


@csrf_exempt  # asked in _receive, which shows what was typed again instead of an error page
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The form of one kind: shown, and taken in."""
    programme = _programme_or_404(slug)
    if kind not in kinds_of(programme):
        raise Http404
    if request.method == "POST":
        return _receive(request, programme, kind)
    return _page(request, programme, form_for(programme, kind), token=traps.new_token(timezone.now()))


def _receive(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    now = timezone.now()
    form = form_for(programme, kind, request.POST)
    token = request.POST.get("opened", "")
    try:
        number = traps.form_number(token, now)
    except TooFast:
        notice = _("That went very fast. Wait three seconds and press the button once more.")
        return _page(request, programme, form, token=token, notice=notice, status=422)
    except TooOld:
        return _expired(request, programme, form)
    if not is_own_form(request):
        return _expired(request, programme, form)
    if not form.is_valid():
        return _page(request, programme, form, token=token, status=422)
    try:
        actions.accept(programme=programme, kind=kind, answers=form.answers(), form_number=number, now=now)
    except TooBusy:
        notice = _(
            "Very many requests are coming in, so we cannot take yours now. Nothing was sent. Try again in an hour: "
            "press the button once more, or come back later."
        )
        return _page(request, programme, form, token=token, notice=notice, status=429)
    response = HttpResponseRedirect(reverse("requests:thanks", args=[programme.slug]))
    response.status_code = 303
    return response


def _expired(request: HttpRequest, programme: Programme, form: RequestForm) -> HttpResponse:
    notice = _(
        "This page was open for a long time, or your browser blocks cookies. Nothing was sent. "
        "Press the button once more."
    )
    token = traps.new_token(timezone.now())
    return _page(request, programme, form, token=token, notice=notice, status=422)


def _page(
    request: HttpRequest,
    programme: Programme,
    form: RequestForm,
    *,
    token: str,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"programme": programme, "form": form, "token": token, "notice": notice}
    return render(request, "requests/form.html", context, status=status)


@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """It has arrived. The page says nothing about what was asked: somebody may look along."""
    return render(request, "requests/thanks.html", {"programme": _programme_or_404(slug)})
