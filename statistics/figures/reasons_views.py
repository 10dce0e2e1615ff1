"""Reasons for contact, as Child Helpline International groups them: the table, its files, where each topic stands."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from figures import reasons, screens
from figures.asking import Asked
from figures.errors import UnknownCode
from figures.exports.formats import FORMATS
from figures.fields import REASON
from figures.frame import as_file, for_managers, for_managers_who_send, page_context
from figures.reasons_report import SPEC, report
from helpline.programmes import queries
from helpline.programmes.models import Programme
from helpline.programmes.permissions import EDIT_CODES, may, person


@for_managers_who_send
def reasons_page(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """The table, and below it each topic with its reason; those who edit code lists can move topics."""
    may_edit = may(request, EDIT_CODES, programme)
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied
        under = reasons.mapping(programme)
        chosen = {topic: request.POST[topic] for topic in under if topic in request.POST}
        try:
            reasons.put(programme=programme, chosen=chosen, by=person(request).audit_id)
        except UnknownCode:
            raise Http404 from None
        here = reverse("figures:reasons", args=[programme.slug])
        return HttpResponseRedirect(f"{here}?{wanted.query}")
    made = report(programme, wanted.period)
    has_any = any(n != 0 for n in made.now.tables[SPEC.name].values.values())
    context = {
        **page_context(request, programme, wanted, "reasons"),
        "table": screens.one(made, SPEC.name) if has_any else None,
        "endings": sorted(FORMATS),
        "topics": _topics(programme),
        "reasons": [(code.code, code.label()) for code in queries.all_codes(programme, REASON)],
        "may_edit": may_edit,
    }
    return render(request, "figures/reasons.html", context)


@for_managers
def reasons_file(request: HttpRequest, programme: Programme, wanted: Asked, ending: str) -> HttpResponse:
    """The table as a file."""
    if ending not in FORMATS:
        raise Http404
    content = FORMATS[ending].write(report(programme, wanted.period))
    return as_file(content, FORMATS[ending].media_type, programme, wanted, SPEC.name, ending)


def _topics(programme: Programme) -> list[tuple[str, str, str, str]]:
    """(topic, its word, its reason, the reason's word)."""
    found = []
    for topic, reason in reasons.mapping(programme).items():
        word, under = (
            queries.find_code(programme, key, code) for key, code in (("topics", topic), (REASON, reason))
        )
        found.append((topic, word.label() if word else topic, reason, under.label() if under else reason))
    return found
