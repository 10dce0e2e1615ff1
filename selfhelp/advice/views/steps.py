"""The walk: the door, one question a page, the list of answers, and stopping."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.views import programme_or_404
from helpline.programmes.models import Programme
from selfhelp.advice import advising, cookie, counting, queries, ready, visit
from selfhelp.advice import walk as walks
from selfhelp.advice.saying import words
from selfhelp.advice.tree import AnswerKind, Kind, Node
from selfhelp.advice.views.shared import (
    AT_THE_DOOR,
    SENTENCES,
    TOLD,
    at,
    cannot_go_on,
    closed,
    easy_of,
    kept,
    only_forms,
    show,
    show_as_text,
    where_it_stands,
    with_walk,
)
from selfhelp.advice.visit import CannotGoOn, Obstacle, Visit
from selfhelp.advice.walk import NothingChosen, Plan, WalkError

#: what an address says when nothing was chosen
EMPTY = "empty"
#: how long somebody takes for a question, to say about how long the whole takes
SECONDS_PER_QUESTION = 20


@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """What this is, how long it takes, what is kept, and the button that starts it."""
    programme = programme_or_404(slug)
    now = timezone.now()
    shown = queries.current(programme)
    if shown is None:
        return closed(request, programme, now)
    running: Visit | None = None
    try:
        running = visit.current(request, programme, now)
        told = SENTENCES.get(running.told)
    except CannotGoOn as stopped:
        if stopped.obstacle is Obstacle.RETIRED:
            return cannot_go_on(request, programme, stopped.obstacle)
        told = AT_THE_DOOR.get(request.GET.get(TOLD, "")) or _said_of(stopped.obstacle)
    longest = walks.longest(Plan(shown.tree))
    context = {
        "programme": programme,
        "title": shown.title(),
        "questions": longest,
        "minutes": max(1, round(longest * SECONDS_PER_QUESTION / 60)),
        "running": running,
        "told": told,
        "has_crisis": shown.tree.crisis is not None,
    }
    response = render(request, "advice/door.html", context)
    if running is not None:
        return kept(response, running)
    if cookie.name(slug) in request.COOKIES:
        cookie.end(response, slug)
    return response


def _said_of(obstacle: Obstacle) -> Promise | None:
    """A browser that holds nothing is told nothing: nobody has to hear of answers that never were."""
    return None if obstacle is Obstacle.NONE else AT_THE_DOOR.get(obstacle)


@only_forms
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin at the beginning. Whatever this browser held before is forgotten."""
    programme = programme_or_404(slug)
    now = timezone.now()
    shown = queries.current(programme)
    if shown is None:
        return closed(request, programme, now)
    plan = Plan(shown.tree)
    walk = walks.begin(plan, shown.id, int(now.timestamp()))
    found = Visit(programme, shown, plan, walk)
    counting.started(programme, shown.number, now)
    counting.steps(programme, shown.number, walks.new_counts(None, walk, plan), now)
    return where_it_stands(found)


@only_forms
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """Go on with the version that is shown now, with the answers that still fit."""
    programme = programme_or_404(slug)
    try:
        found = visit.renewed(request, programme, timezone.now())
    except CannotGoOn as stopped:
        return cannot_go_on(request, programme, stopped.obstacle)
    return where_it_stands(found, told=found.told)


@require_safe
@with_walk
def step(request: HttpRequest, found: Visit, step: int) -> HttpResponse:
    """One question, or one thing to read. A place beyond the path leads to where the walk stands."""
    place = walks.at_step(found.plan, found.walk, step)
    if place is None or found.plan.nodes[place].ends:
        return where_it_stands(found)
    if place in found.walk.answers:
        return show(request, "advice/step.html", found, _page(found, step, place, request))
    told = request.GET.get(TOLD, "")
    key = ready.Key(
        snapshot=found.published.id,
        place=place,
        step=step,
        language=get_language() or "",
        easy=found.walk.easy,
        given=bool(found.walk.answers),
        told=told if told in SENTENCES or told == EMPTY else "",
    )
    body = ready.page(
        key,
        get_token(request),
        lambda gap: show_as_text(
            request,
            "advice/step.html",
            found,
            {**_page(found, step, place, request), "csrf_token": gap},
        ),
    )
    return kept(HttpResponse(body), found)


def _page(found: Visit, step: int, place: int, request: HttpRequest) -> dict[str, object]:
    node, easy = found.plan.nodes[place], found.walk.easy
    return {
        **question(node, chosen=found.walk.answers.get(place, 0), easy=easy),
        "step": step,
        "place": place,
        "back": step - 1,
        "empty": request.GET.get(TOLD) == EMPTY,
        "may_be_easy": easy_of(found, node),
        "given": bool(found.walk.answers),
    }


def question(node: Node, *, chosen: int = 0, easy: bool = False) -> dict[str, object]:
    """What the page of a question or an information step shows; for the editors' preview, too.

    chosen: the options that are ticked, a bit for each.
    """
    return {
        "is_question": node.kind == Kind.QUESTION,
        "several": node.answers == AnswerKind.MULTIPLE,
        "heading": words(node.text, easy=easy),
        "help": words(node.help, easy=easy),
        "body": words(node.body, easy=easy),
        "options": [
            {"id": option.id, "label": words(option.label, easy=easy), "chosen": chosen >> number & 1}
            for number, option in enumerate(node.options)
        ],
    }


@only_forms
@with_walk
def answer(request: HttpRequest, found: Visit) -> HttpResponse:
    """Take an answer and go on to where it leads.

    Each form names the page it belongs to: one that the browser's own button brought back changes that answer, and one
    that this walk does not pass (another version, another branch) changes nothing.
    """
    now = timezone.now()
    place, step = _number(request, "node"), _number(request, "step")
    if _number(request, "version") != found.published.id or place is None:
        return where_it_stands(found, told="elsewhere")
    before = found.walk
    try:
        walk = walks.answer(found.plan, before, place, request.POST.getlist("choice"))
    except NothingChosen:
        return kept(at("step", found.programme.slug, step or 1, told=EMPTY), found)
    except WalkError:
        return where_it_stands(found, told="elsewhere")
    counting.steps(found.programme, found.published.number, walks.new_counts(before, walk, found.plan), now)
    return where_it_stands(_counted(found.with_walk(walk)))


def _counted(found: Visit) -> Visit:
    """Count a walk that has just reached advice for the first time: one contact, however often it changes later."""
    if found.walk.counted or not walks.is_done(found.plan, found.walk):
        return found
    codes = walks.coded(found.plan, found.walk)
    counting.reached(found.programme, found.published.number, codes, timezone.now())
    return found.with_walk(walks.marked(found.walk, counted=True))


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@require_safe
@with_walk
def answers(request: HttpRequest, found: Visit) -> HttpResponse:
    """The answers that were given, each with the way to change it."""
    context = {
        "answers": advising.answers(found.plan, found.walk),
        "is_done": walks.is_done(found.plan, found.walk),
        "stands_at": len(walks.path(found.plan, found.walk)),
    }
    return show(request, "advice/answers.html", found, context)


@only_forms
@with_walk
def easy(request: HttpRequest, found: Visit) -> HttpResponse:
    """Easy words, or ordinary ones, from here on; and back to the page where that was asked."""
    changed = found.with_walk(walks.marked(found.walk, easy=request.POST.get("easy") == "1"))
    step = _number(request, "step")
    if step is None:
        return where_it_stands(changed)
    return kept(at("step", found.programme.slug, step), changed)


@only_forms
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop, and forget everything: the browser held all of it."""
    programme = programme_or_404(slug)
    response = at("stopped", programme.slug)
    cookie.end(response, programme.slug)
    return response


@require_safe
def stopped(request: HttpRequest, slug: str) -> HttpResponse:
    """What is gone now, what this site cannot erase, and where help is anyway."""
    programme: Programme = programme_or_404(slug)
    return render(request, "advice/stopped.html", {"programme": programme})
