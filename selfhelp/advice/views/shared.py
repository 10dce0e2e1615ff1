"""What the pages of a walk share: the walk of the request, where to go, and the sentences that are shown once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.views import programme_or_404
from cms.ways import ways_in
from helpline.programmes.models import Programme
from selfhelp.advice import cookie, queries, visit
from selfhelp.advice import walk as walks
from selfhelp.advice.saying import has_easy
from selfhelp.advice.tree import Node
from selfhelp.advice.visit import CannotGoOn, Obstacle, Visit

Rest = ParamSpec("Rest")

#: the part of an address that names a sentence; it says nothing of the answers
TOLD = "told"

#: sentences above a page
SENTENCES: Mapping[str, Promise] = {
    "corrected": _("We have improved these questions while you were busy. Your answers are kept."),
    "altered": _(
        "We have improved these questions while you were busy. Some of your answers no longer fit, "
        "so we ask those again."
    ),
    "elsewhere": _("That page was an older one. Here is where you are now."),
}
#: sentences at the door, by what stands in the way of going on
AT_THE_DOOR: Mapping[str, Promise] = {
    Obstacle.OVER: _("More than half an hour went by, so we have erased your answers. You can start again."),
    Obstacle.UNREADABLE: _("Your earlier answers can no longer be read. You can start again."),
    Obstacle.NONE: _("There are no answers in this browser. You can start here."),
}

_PostView = Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]


def at(name: str, slug: str, *more: object, told: str = "") -> HttpResponseRedirect:
    """Go to a page of the module, with GET."""
    address = reverse(f"advice:{name}", args=[slug, *more])
    response = HttpResponseRedirect(f"{address}?{TOLD}={told}" if told else address)
    response.status_code = 303
    return response


def where_it_stands(found: Visit, *, told: str = "") -> HttpResponse:
    """Go to the page where the walk stands, and keep the walk."""
    slug = found.programme.slug
    passed = walks.path(found.plan, found.walk)
    if found.plan.nodes[passed[-1]].ends:
        return kept(at("outcome", slug, told=told), found)
    return kept(at("step", slug, len(passed), told=told), found)


def kept(response: HttpResponse, found: Visit) -> HttpResponse:
    """The response, with the walk in its cookie."""
    visit.keep(response, found)
    return response


def show(request: HttpRequest, template: str, found: Visit, context: Mapping[str, Any]) -> HttpResponse:
    """A page of a walk."""
    return kept(HttpResponse(show_as_text(request, template, found, context)), found)


def show_as_text(request: HttpRequest, template: str, found: Visit, context: Mapping[str, Any]) -> str:
    """The text of a page of a walk."""
    whole = {
        "programme": found.programme,
        "walk": found.walk,
        "told": SENTENCES.get(request.GET.get(TOLD, "")),
        **context,
    }
    text: str = render_to_string(template, whole, request)
    return text


def easy_of(found: Visit, node: Node) -> bool:
    """Whether the page of this node offers the choice between ordinary and easy words."""
    return has_easy(node, (get_language() or "nl")[:2])


def with_walk(
    view: Callable[Concatenate[HttpRequest, Visit, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]:
    """Give a view this browser's walk; without one, lead to the door, which says why.

    A page is shown on a corrected version after going there anew, so that what it says of the change is said once.
    """

    @wraps(view)
    def with_visit(request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        programme = programme_or_404(slug)
        try:
            found = visit.current(request, programme, timezone.now())
        except CannotGoOn as stopped:
            return cannot_go_on(request, programme, stopped.obstacle)
        if found.told:
            return where_it_stands(found, told=found.told)
        return view(request, found, *args, **kwargs)

    return with_visit


def only_forms(view: "_PostView[Rest]") -> "_PostView[Rest]":
    """A view that only takes forms: whoever merely comes to its address is led to where the walk stands."""

    @wraps(view)
    def only_post(request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.method == "POST":
            return view(request, slug, *args, **kwargs)
        programme = programme_or_404(slug)
        try:
            found = visit.current(request, programme, timezone.now())
        except CannotGoOn:
            return at("door", slug)
        return where_it_stands(found, told=found.told)

    return only_post


def cannot_go_on(request: HttpRequest, programme: Programme, obstacle: Obstacle) -> HttpResponse:
    """What somebody sees who cannot go on: the door with a sentence, or what the helpline has to say."""
    if obstacle is Obstacle.RETIRED:
        return render(request, "advice/retired.html", {"programme": programme})
    if obstacle is Obstacle.CLOSED or queries.current(programme) is None:
        return closed(request, programme, timezone.now())
    response = at("door", programme.slug, told=obstacle)
    if obstacle is not Obstacle.NONE:
        cookie.end(response, programme.slug)
    return response


def closed(request: HttpRequest, programme: Programme, now: datetime) -> HttpResponse:
    """Nothing is published any more: an honest page with the ways that are open, and the walk is forgotten."""
    context = {"programme": programme, "now": now, "ways": ways_in(programme, now, without="advice")}
    response = render(request, "advice/closed.html", context)
    cookie.end(response, programme.slug)
    return response
