"""The end of a walk: the advice, the advice on paper, and the advice for who is in danger now."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.views import programme_or_404
from helpline.programmes.models import Programme
from selfhelp.advice import advising, queries, visit
from selfhelp.advice import walk as walks
from selfhelp.advice.advising import Advice
from selfhelp.advice.views.shared import closed, easy_of, kept, show, where_it_stands, with_walk
from selfhelp.advice.visit import CannotGoOn, Visit


@require_safe
@with_walk
def outcome(request: HttpRequest, found: Visit) -> HttpResponse:
    """What to do now, who can help, how images come down, what to say, and the doors that are open."""
    if not walks.is_done(found.plan, found.walk):
        return where_it_stands(found)
    context = {
        "advice": _with_answers(_advice(found), found.programme),
        "now": timezone.now(),
        "may_be_easy": easy_of(found, walks.stands_at(found.plan, found.walk)),
        "last": len(walks.path(found.plan, found.walk)) - 1,
    }
    return show(request, "advice/outcome.html", found, context)


@require_safe
@with_walk
def save(request: HttpRequest, found: Visit) -> HttpResponse:
    """The advice as a file of its own: plain, with a name and a title that tell nothing, and no word of this site."""
    if not walks.is_done(found.plan, found.walk):
        return where_it_stands(found)
    page = render_to_string("advice/plain_copy.html", {"advice": _advice(found)}, request)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{_("notes")}.html"'
    return kept(response, found)


@require_safe
def crisis(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do in danger now. It needs no walk and changes none; one that goes on stays on its version."""
    programme = programme_or_404(slug)
    now = timezone.now()
    try:
        running = visit.current(request, programme, now)
        published = running.published
    except CannotGoOn:
        running, shown = None, queries.current(programme)
        if shown is None:
            return closed(request, programme, now)
        published = shown
    node = published.tree.crisis
    if node is None:
        raise Http404
    easy = running is not None and running.walk.easy
    context = {
        "programme": programme,
        "advice": advising.advice(node, programme, now, easy=easy),
        "now": now,
        "running": running,
    }
    response = render(request, "advice/crisis.html", context)
    # a walk that was corrected meanwhile is told so on the next page that goes on with it, so it is not kept here
    return kept(response, running) if running is not None and not running.told else response


def _with_answers(advice: Advice, programme: Programme) -> Advice:
    """Have the doors that answers can be brought to lead there by way of what goes along.

    Not in danger: then the door itself is one click away, and what goes along is offered below.
    """
    if advice.is_crisis:
        return advice
    address = reverse("advice:take_along", args=[programme.slug])
    note = _("First you see which of your answers go along. You can leave out what you like.")
    ways = [
        replace(way, address=address, note=note) if way.door.introduce is not None else way
        for way in advice.open
    ]
    return replace(advice, open=ways)


def _advice(found: Visit) -> Advice:
    return advising.advice(
        walks.stands_at(found.plan, found.walk),
        found.programme,
        timezone.now(),
        easy=found.walk.easy,
        chosen_removal=walks.chosen_removal(found.plan, found.walk),
    )
