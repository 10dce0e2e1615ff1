"""What a programme manager sees of self-help: which modules are opened most."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.roles import Permission
from selfhelp.modules import visited


@staff_required(Permission.FIGURES_VIEW)
@never_cache
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The modules of the helplines of which this person may see figures, the most visited first."""
    today = timezone.localdate()
    year = visited.year_of(request.GET.get("year", ""), today)
    mine = user_of(request).programmes_with(Permission.FIGURES_VIEW)
    parts = [part for programme in mine for part in visited.parts(programme, year, today)]
    years = range(today.year, today.year - 3, -1)
    return render(request, "selfhelp/staff/visits.html", {"parts": parts, "year": year, "years": years})
