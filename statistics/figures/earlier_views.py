"""The screen on which managers bring in earlier years from a file, and take them out again."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from figures.asking import Asked
from figures.catalogue import specs
from figures.earlier import actions, parts
from figures.earlier.form import COLUMNS, FormRefused
from figures.frame import for_managers_who_send, page_context, programme_of
from figures.pasted import MOST_CHARACTERS, Unreadable, text_of
from helpline.programmes.models import Programme
from helpline.programmes.permissions import person


@for_managers_who_send
def earlier(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The years that were brought in; with a file: bring in its years."""
    context = page_context(request, programme, wanted, "earlier")
    status = 200
    if request.method == "POST":
        try:
            years = _bring_in(request, programme)
            here = reverse("figures:earlier", args=[programme.slug])
            return HttpResponseRedirect(f"{here}?from={years[-1]}-01&to={years[-1]}-12")
        except Unreadable as refused:
            context["sentences"] = [str(refused)]
            status = 422
        except FormRefused as refused:
            context["sentences"] = list(refused.sentences)
            status = 422
        context["source"] = request.POST.get("source", "")
    context |= {
        "years": parts.years(programme),
        "columns": ";".join(COLUMNS),
        "tables": [(spec.name, spec.title, spec.rows, spec.columns) for spec in specs(programme.slug)],
    }
    return render(request, "figures/earlier.html", context, status=status)


def _bring_in(request: HttpRequest, programme: Programme) -> list[int]:
    file = request.FILES.get("file")
    if file is None:
        raise FormRefused([_("Choose a file.")])
    text = text_of(file.read(MOST_CHARACTERS * 5 + 1))
    return actions.bring_in(
        programme=programme,
        text=text,
        source=request.POST.get("source", ""),
        by=person(request).audit_id,
        today=timezone.localdate(),
    )


@never_cache
@require_POST
def take_out(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take a year out again."""
    programme = programme_of(request, slug)
    if not actions.take_out(programme=programme, year=year, by=person(request).audit_id):
        raise Http404
    return HttpResponseRedirect(reverse("figures:earlier", args=[slug]))
