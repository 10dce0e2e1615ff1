"""The figures on screens, for programme managers: an overview, a page per theme, a cross table, a year report."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures import crossing, queries, releases, screens
from figures.asking import Asked, asked
from figures.catalogue import THEMES, specs
from figures.charts import chart
from figures.errors import UnknownField, UnknownTable
from figures.exports.formats import FORMATS
from figures.exports.sheets import period_words
from figures.periods import Period
from figures.planning import screen as plans
from figures.releases import ReleaseRefused
from figures.report import Report, View, make
from helpline.programmes.models import Programme
from helpline.programmes.permissions import may, person
from helpline.programmes.queries import programme_by_slug

FIGURES_VIEW = "figures.view"
#: the view on screens; what is downloaded or printed is rounded
INSIDE, OUTSIDE = View.INTERNAL, View.RELEASE


@dataclass(frozen=True, slots=True)
class Theme:
    """A page of tables."""

    key: str
    title: str


def for_managers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """A view of one programme, for those who may see its figures. It stands behind the staff's door."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **more: object) -> HttpResponse:
        programme = _programme(request, slug)
        return view(request, programme, asked(slug, request.GET.dict(), timezone.localdate()), **more)

    return never_cache(require_safe(guarded))


@for_managers
def overview(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The key figures, the months, and the ways on."""
    report = _report(programme, wanted)
    months = report.now.tables.get("contacts_by_month")
    context = {
        **_context(request, programme, wanted, "overview"),
        "tiles": screens.tiles(report),
        "months": screens.one(report, "contacts_by_month")
        if months is not None and months.total != 0
        else None,
        "refused": sorted(set(report.refused.values())),
    }
    return render(request, "figures/overview.html", context)


@for_managers
def theme(request: HttpRequest, programme: Programme, wanted: Asked, key: str) -> HttpResponse:
    """The tables of one theme, each with its chart, its definition and its downloads."""
    if key not in THEMES:
        raise Http404
    report = _report(programme, wanted)
    refused = {
        sentence
        for spec in specs(programme.slug)
        if spec.theme == key and (sentence := report.refused.get(spec.name))
    }
    context = {
        **_context(request, programme, wanted, key),
        "title": str(THEMES[key]),
        "tables": screens.tables(report, key),
        "refused": sorted(refused),
        "formats": sorted(FORMATS),
    }
    return render(request, "figures/theme.html", context)


@for_managers
def cross(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """Any two coded fields against each other, rounded to fives."""
    choices = crossing.choices(programme)
    rows, columns = request.GET.get("rows", ""), request.GET.get("columns", "")
    shown = None
    if rows and columns and rows != columns:
        try:
            shown = screens.one(crossing.report(programme, wanted.period, rows, columns), "cross")
        except UnknownField:
            raise Http404 from None
    context = {
        **_context(request, programme, wanted, "cross"),
        "choices": choices,
        "rows": rows,
        "columns": columns,
        "table": shown,
        "is_same": bool(rows) and rows == columns,
    }
    return render(request, "figures/cross.html", context)


@for_managers
def planning(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """Why calls were missed, and what another roster would change; from rounded numbers only."""
    context = {
        **_context(request, programme, wanted, "planning"),
        **plans.page(programme, wanted, request.GET, timezone.localdate()),
    }
    return render(request, "figures/planning.html", context)


@for_managers
def paper(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The whole report on one page, made to be printed or saved as PDF. Rounded: paper travels."""
    report = _report(programme, wanted, OUTSIDE)
    context = {
        **_context(request, programme, wanted, "paper"),
        "tiles": screens.tiles(report),
        "themes_with_tables": [(title, screens.tables(report, key)) for key, title in THEMES.items()],
    }
    return render(request, "figures/paper.html", context)


@for_managers
def download(
    request: HttpRequest, programme: Programme, wanted: Asked, name: str, ending: str
) -> HttpResponse:
    """One table, or "all", as a file; rounded to fives."""
    if ending not in FORMATS:
        raise Http404
    chosen = FORMATS[ending]
    report = _report(programme, wanted, OUTSIDE, name)
    return _file(chosen.write(report), chosen.media_type, programme, wanted, name, ending)


@for_managers
def drawing(request: HttpRequest, programme: Programme, wanted: Asked, name: str) -> HttpResponse:
    """The chart of a table as a picture of its own; rounded to fives."""
    report = _report(programme, wanted, OUTSIDE, name)
    made = chart(report.now.tables[name]) if name in report.now.tables else None
    if made is None:
        raise Http404
    context = {"chart": made, "is_alone": True, "period": period_words(wanted.period)}
    content = render_to_string("figures/chart.svg", context).encode()
    return _file(content, "image/svg+xml", programme, wanted, name, "svg")


@for_managers
def released(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """What was released: periods, checksums, and the frozen files."""
    return render(request, "figures/releases.html", _releases(request, programme, wanted))


@never_cache
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the figures of a period; a refusal names the numbers that could be worked out."""
    programme = _programme(request, slug)
    today = timezone.localdate()
    wanted = asked(slug, request.POST.dict(), today)
    if wanted.refusal or wanted.period.last >= today:
        context: dict[str, object] = {
            "error": wanted.refusal or _("Only a period that is over can be released.")
        }
    else:
        try:
            releases.release(
                programme=programme, period=wanted.period, by=person(request).audit_id, today=today
            )
            return HttpResponseRedirect(f"{reverse('figures:releases', args=[slug])}?{wanted.query}")
        except ReleaseRefused as refused:
            context = {"cells": refused.cells}
    return render(
        request, "figures/releases.html", {**_releases(request, programme, wanted), **context}, status=409
    )


@for_managers
def frozen(
    request: HttpRequest, programme: Programme, wanted: Asked, number: int, ending: str
) -> HttpResponse:
    """A release as a file: its own numbers, whatever was corrected since."""
    found = next((each for each in queries.releases(programme.slug) if each.pk == number), None)
    if found is None or ending not in FORMATS or not releases.is_intact(found):
        raise Http404
    content = FORMATS[ending].write(releases.report_of(found, programme))
    name = f"release-{found.pk}"
    of = Asked(Period(found.first_date, found.last_date), None, ())
    return _file(content, FORMATS[ending].media_type, programme, of, name, ending)


def _releases(request: HttpRequest, programme: Programme, wanted: Asked) -> dict[str, object]:
    made = [
        {
            "release": each,
            "period": period_words(Period(each.first_date, each.last_date)),
            "is_intact": releases.is_intact(each),
        }
        for each in queries.releases(programme.slug)
    ]
    return {
        **_context(request, programme, wanted, "releases"),
        "made": made,
        "formats": sorted(FORMATS),
        "is_over": wanted.period.last < timezone.localdate(),
    }


def _programme(request: HttpRequest, slug: str) -> Programme:
    """The programme, for those who may see its figures."""
    programme = programme_by_slug(slug)
    if programme is None:
        raise Http404
    if not may(request, FIGURES_VIEW, programme):
        raise PermissionDenied
    return programme


def _report(programme: Programme, wanted: Asked, view: View = INSIDE, name: str = "all") -> Report:
    try:
        names = [] if name == "all" else [name]
        return make(programme, wanted.period, view=view, names=names, compare=wanted.compare)
    except UnknownTable:
        raise Http404 from None


def _context(request: HttpRequest, programme: Programme, wanted: Asked, current: str) -> dict[str, object]:
    return {
        "programme": programme,
        "others": [each for each in person(request).programmes_with(FIGURES_VIEW) if each.pk != programme.pk],
        "wanted": wanted,
        "period": period_words(wanted.period),
        "compared": period_words(wanted.compare) if wanted.compare else "",
        "themes": [Theme(key, str(title)) for key, title in THEMES.items()],
        "current": current,
    }


def _file(
    content: bytes, media_type: str, programme: Programme, wanted: Asked, name: str, ending: str
) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    label = f"{programme.slug}-{name}-{wanted.period.first:%Y-%m}-{wanted.period.last:%Y-%m}"
    response["Content-Disposition"] = f'attachment; filename="{label}.{ending}"'
    return response
