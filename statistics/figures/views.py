"""The figures on screens, for programme managers: an overview, a page per theme, a cross table, a year report."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from figures import agreement, crossing, queries, releases, screens
from figures.asking import Asked, asked
from figures.catalogue import THEMES, specs
from figures.earlier.parts import source_of
from figures.errors import UnknownField, UnknownTable
from figures.exports.formats import FORMATS, PICTURES
from figures.exports.sheets import period_words, source_words
from figures.frame import as_file, for_managers, page_context, programme_of
from figures.own_check import findings_of
from figures.periods import Period
from figures.planning import screen as plans
from figures.releases import ReleaseRefused
from figures.report import Report, View, make
from helpline.programmes.models import Programme
from helpline.programmes.permissions import person

#: the view on screens; what is downloaded or printed is rounded
INSIDE, OUTSIDE = View.INTERNAL, View.RELEASE


@for_managers
def overview(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The key figures, the months, and the ways on."""
    report = _report(programme, wanted)
    months = report.now.tables.get("contacts_by_month")
    state = agreement.last([programme.slug])[0]
    context = {
        **page_context(request, programme, wanted, "overview"),
        "tiles": screens.tiles(report),
        "months": screens.one(report, "contacts_by_month")
        if months is not None and months.total != 0
        else None,
        "refused": sorted(set(report.refused.values())),
        "agreement": state,
        "is_wrong_here": any(each.month in wanted.period.months for each in state.differences),
        "sources": source_words(report),
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
        **page_context(request, programme, wanted, key),
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
        **page_context(request, programme, wanted, "cross"),
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
        **page_context(request, programme, wanted, "planning"),
        **plans.page(programme, wanted, request.GET, timezone.localdate()),
    }
    return render(request, "figures/planning.html", context)


@for_managers
def paper(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The whole report on one page, made to be printed or saved as PDF. Rounded: paper travels."""
    report = _report(programme, wanted, OUTSIDE)
    context = {
        **page_context(request, programme, wanted, "paper"),
        "tiles": screens.tiles(report),
        "sources": source_words(report),
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
    if sentences := findings_of(report):
        # a fault of ours: such a file does not leave the house
        context = {**page_context(request, programme, wanted, ""), "sentences": sentences}
        return render(request, "figures/implausible.html", context, status=409)
    return as_file(chosen.write(report), chosen.media_type, programme, wanted, name, ending)


@for_managers
def drawing(
    request: HttpRequest, programme: Programme, wanted: Asked, name: str, ending: str
) -> HttpResponse:
    """The chart of a table as a picture of its own; rounded to fives."""
    report = _report(programme, wanted, OUTSIDE, name)
    if name not in report.now.tables or ending not in PICTURES:
        raise Http404
    draw, media_type = PICTURES[ending]
    content = draw(report.now.tables[name], wanted.period)
    if content is None:
        raise Http404
    return as_file(content, media_type, programme, wanted, name, ending)


@for_managers
def released(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """What was released: periods, checksums, and the frozen files."""
    return render(request, "figures/releases.html", _releases(request, programme, wanted))


@never_cache
@require_POST
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the figures of a period; a refusal names the numbers that could be worked out."""
    programme = programme_of(request, slug)
    today = timezone.localdate()
    wanted = asked(slug, request.POST.dict(), today)
    refusal = wanted.refusal or _not_released(programme, wanted, today)
    if refusal:
        context: dict[str, object] = {"error": refusal}
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
    return as_file(content, FORMATS[ending].media_type, programme, of, name, ending)


def _not_released(programme: Programme, wanted: Asked, today: date) -> str:
    """Why a period cannot be released, in a sentence; empty: it can be."""
    if wanted.period.last >= today:
        return _("Only a period that is over can be released.")
    if source_of(programme, wanted.period):
        return _("These numbers were published elsewhere: they are not released again.")
    return ""


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
        **page_context(request, programme, wanted, "releases"),
        "made": made,
        "formats": sorted(FORMATS),
        "why_not": _not_released(programme, wanted, timezone.localdate()),
    }


def _report(programme: Programme, wanted: Asked, view: View = INSIDE, name: str = "all") -> Report:
    try:
        names = [] if name == "all" else [name]
        return make(programme, wanted.period, view=view, names=names, compare=wanted.compare)
    except UnknownTable:
        raise Http404 from None
