"""Taking the answers along to an open door: the visitor sees what goes, leaves out what should not, and sends."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.ways import Way
from helpline.programmes.doors import Introduction
from selfhelp.advice import advising, counting
from selfhelp.advice import walk as walks
from selfhelp.advice.views.shared import at, kept, only_forms, show, where_it_stands, with_walk
from selfhelp.advice.visit import Visit


@require_safe
@with_walk
def take_along(request: HttpRequest, found: Visit) -> HttpResponse:
    """Exactly what a counsellor would read, and the doors that are open."""
    if not walks.is_done(found.plan, found.walk):
        return where_it_stands(found)
    now = timezone.now()
    messages = _messages(found)
    context = {
        "messages": messages,
        "answers": advising.answers(found.plan, found.walk),
        "doors": [
            {"way": way, "introduction": _introduction(way, found, messages, now)}
            for way in _open_doors(found, now)
        ],
        "now": now,
    }
    return show(request, "advice/take_along.html", found, context)


@only_forms
@with_walk
def leave_out(request: HttpRequest, found: Visit) -> HttpResponse:
    """Keep an answer from going along, or let it go along after all."""
    value = request.POST.get("node", "")
    place = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
    if place not in walks.path(found.plan, found.walk):
        return where_it_stands(found)
    walk = walks.leave_out(found.walk, place, out=request.POST.get("out") == "1")
    return kept(at("take_along", found.programme.slug), found.with_walk(walk))


@only_forms
@with_walk
def go(request: HttpRequest, found: Visit) -> HttpResponse:
    """Go to the door with what was approved. The browser posts the same form on: the seal in it is the door's own.

    What is counted is that it happened; once in a walk.
    """
    now = timezone.now()
    channel = request.POST.get("channel", "")
    way = next((way for way in _open_doors(found, now) if way.door.channel == channel), None)
    if way is None or not walks.is_done(found.plan, found.walk):
        return kept(at("take_along", found.programme.slug), found)
    if not found.walk.handed:
        place = walks.path(found.plan, found.walk)[-1]
        counting.handed_over(found.programme, found.published.number, place, channel, now)
        found = found.with_walk(walks.marked(found.walk, handed=True))
    introduction = _introduction(way, found, _messages(found), now)
    if introduction is None:
        return kept(HttpResponseRedirect(way.address), found)
    response = HttpResponseRedirect(introduction.address)
    response.status_code = 307
    return kept(response, found)


def _open_doors(found: Visit, now: datetime) -> list[Way]:
    node = walks.stands_at(found.plan, found.walk)
    return [way for way in advising.doors(node, found.programme, now) if way.state.open]


def _introduction(way: Way, found: Visit, messages: list[str], now: datetime) -> Introduction | None:
    if way.door.introduce is None:
        return None
    codes = walks.coded_along(found.plan, found.walk)
    return way.door.introduce(found.programme, messages, codes, now)


def _messages(found: Visit) -> list[str]:
    return advising.summary(found.plan, found.walk, title=found.published.title())
