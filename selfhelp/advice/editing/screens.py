"""The editors' screens beside the form: the picture with counts, what changed, scenarios."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from selfhelp.advice import actions, counting, scenarios, wording
from selfhelp.advice.editing.access import draft_of, editor_of, page_for
from selfhelp.advice.editing.showing import changes as changes_between
from selfhelp.advice.editing.showing import draw, in_words, look_at, spoken
from selfhelp.advice.errors import NotThatAnswer
from selfhelp.advice.models import AdvicePage, Scenario, Snapshot
from selfhelp.advice.paths import Given, Replay, replay
from selfhelp.advice.picture import Counts, words_of
from selfhelp.advice.queries import Published, published
from selfhelp.advice.tree import AnswerKind, Node, Tree

#: before the id of a node, in the address of a walk that becomes a scenario
ANSWER = "answer."
LONGEST_NAME = 120


def frame(page: AdvicePage, title: str) -> dict[str, Any]:
    """What every screen has: where it stands, and the way back to the form."""
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return {
        "page": page,
        "title": page.draft_title or page.title,
        "header_title": title,
        "form_address": form,
        "breadcrumbs_items": [
            {
                "url": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
                "label": page.get_parent().title,
            },
            {"url": form, "label": page.draft_title or page.title},
            {"url": "", "label": title},
        ],
        "header_icon": "help",
    }


def published_tree(page: AdvicePage) -> Tree | None:
    """What visitors walk now, or walked last."""
    newest = Snapshot.objects.filter(page_id=page.pk).order_by("-number").first()
    found = published(newest.pk) if newest is not None else None
    return found.tree if found is not None else None


@require_safe
def picture(request: HttpRequest, page_id: int) -> HttpResponse:
    """The tree as a picture and as a list: the draft with its findings, or a published version with its counts."""
    page = page_for(request, page_id)
    form = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def address(node: Node) -> str:
        return f"{form}#node-{node.id}"

    versions = list(Snapshot.objects.filter(page_id=page.pk).order_by("-number"))
    chosen = next((each for each in versions if str(each.number) == request.GET.get("version")), None)
    language = request.GET.get("language", "")
    language = language if language in ("nl", "en") else ""
    first, last = _months(request)
    version = published(chosen.pk) if chosen is not None else None
    if version is None:
        shown = look_at(draft_of(page), timezone.localdate(), address=address, language=language)
    else:
        counts = counts_of(page, version, first, last)
        shown = draw(version.tree, address=address, language=language, counts=counts)
    context = frame(page, _("Picture of the tree")) | {
        "first": first,
        "last": last,
        "shown": shown,
        "picture": shown.picture,
        "versions": versions,
        "chosen": chosen,
        "language": language or spoken(),
    }
    return render(request, "advice/editing/picture_screen.html", context)


def counts_of(page: AdvicePage, version: Published, first: date, last: date) -> Counts:
    """What a version counted, by the ids of its nodes and options. The numbers are protected where they are read."""
    by_place = counting.of_version(page.programme, version.number, first, last)
    reached: dict[str, int] = {}
    left: dict[str, int] = {}
    chosen: dict[tuple[str, str], int] = {}
    for place, node in enumerate(version.tree.nodes):
        found = by_place.get(place, counting.NodeCounts())
        reached[node.id], left[node.id] = found.asked, found.left
        for number, option in enumerate(node.options):
            chosen[node.id, option.id] = found.options.get(number, 0)
    return Counts(reached, left, chosen)


def _months(request: HttpRequest) -> tuple[date, date]:
    """The first days of the first and the last month asked for; a year up to now when nothing sensible was."""
    this = timezone.localdate().replace(day=1)
    first = _month(request.GET.get("first", "")) or this.replace(year=this.year - 1)
    last = _month(request.GET.get("last", "")) or this
    return (first, last) if first <= last else (last, first)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


@require_safe
def changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the draft changes for visitors against the published tree."""
    page = page_for(request, page_id)
    old = published_tree(page)
    context = frame(page, _("What changed"))
    if old is not None:
        context["changes"] = changes_between(old, draft_of(page).tree())
    return render(request, "advice/editing/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scenarios_screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """Scenarios: agreed answers and where they lead in the draft; agree again, write a new one, take one away."""
    page = page_for(request, page_id)
    if request.method == "POST":
        _act(request, page)
        return HttpResponseRedirect(reverse("advice_editing:scenarios", args=[page.pk]))
    tree = draft_of(page).tree()
    context = frame(page, _("Scenarios")) | {
        "rows": [_row(tree, outcome) for outcome in scenarios.run_all(page, tree)],
    }
    return render(request, "advice/editing/scenarios.html", context)


def _row(tree: Tree, outcome: scenarios.Outcome) -> dict[str, Any]:
    scenario = outcome.scenario
    path = [Given(node_id, tuple(chosen)) for node_id, chosen in scenario.answers.items()]
    at = tree.by_id.get(outcome.at)
    return {
        "scenario": scenario,
        "outcome": outcome,
        "given": in_words(tree, path),
        "expect": wording.name_of(tree, scenario.expect),
        "at": wording.name_of(tree, outcome.at) if outcome.at else "",
        "asks": at is not None and not at.ends,
        "can_be_agreed": at is not None and at.ends and not (outcome.holds and outcome.agreed),
    }


def _act(request: HttpRequest, page: AdvicePage) -> None:
    scenario = get_object_or_404(Scenario, pk=request.POST.get("scenario", "0"), page_id=page.pk)
    by = editor_of(request).audit_id
    try:
        if request.POST.get("do") == "approve":
            # what was shown is what is agreed to, also when somebody saved another draft meanwhile
            actions.approve_scenario(scenario=scenario, expect=request.POST.get("at", ""), by=by)
            messages.success(request, _("Agreed: “%(name)s”.") % {"name": scenario.name})
        elif request.POST.get("do") == "remove":
            actions.remove_scenario(scenario=scenario, by=by)
            messages.success(request, _("Taken away: “%(name)s”.") % {"name": scenario.name})
    except NotThatAnswer:
        messages.error(request, _("The tree was changed meanwhile. Look again at where it leads."))


@require_http_methods(["GET", "HEAD", "POST"])
def new_scenario(request: HttpRequest, page_id: int) -> HttpResponse:
    """Walk the draft, answer by answer, and keep the walk as a scenario. The answers stand in the address: nobody's."""
    page = page_for(request, page_id)
    tree = draft_of(page).tree()
    answers = _answers(request, tree)
    stands = replay(tree, answers, reads_on=True)
    at = tree.by_id.get(stands.at)
    name = request.POST.get("name", "").strip()
    if (
        request.method == "POST"
        and name
        and at is not None
        and at.ends
        and _keep(request, page, name, stands)
    ):
        return HttpResponseRedirect(reverse("advice_editing:scenarios", args=[page.pk]))
    before = [given for given in stands.path if given.chosen]
    context = frame(page, _("New scenario")) | {
        "given": in_words(tree, stands.path),
        "kept": [(f"{ANSWER}{given.node}", option) for given in before for option in given.chosen],
        "back": urlencode(
            [(f"{ANSWER}{each.node}", option) for each in before[:-1] for option in each.chosen]
        ),
        "at": at,
        "name": name,
        "place": wording.name_of(tree, at.id) if at is not None else "",
        "field": f"{ANSWER}{at.id}" if at is not None else "",
        "options": [(each.id, words_of(each.label, spoken())) for each in at.options]
        if at is not None
        else [],
        "several": at is not None and at.answers == AnswerKind.MULTIPLE,
        "longest_name": LONGEST_NAME,
    }
    return render(request, "advice/editing/new_scenario.html", context)


def _answers(request: HttpRequest, tree: Tree) -> dict[str, list[str]]:
    given = request.POST if request.method == "POST" else request.GET
    return {
        name.removeprefix(ANSWER): given.getlist(name)
        for name in given
        if name.startswith(ANSWER) and name.removeprefix(ANSWER) in tree.by_id
    }


def _keep(request: HttpRequest, page: AdvicePage, name: str, stands: Replay) -> bool:
    """Write the walk down, agreed to by who walked it. False when there is one of that name."""
    by = editor_of(request).audit_id
    if Scenario.objects.filter(page_id=page.pk, name=name).exists():
        messages.error(request, _("There is a scenario of this name already. Choose another name."))
        return False
    answers = {given.node: given.chosen for given in stands.path if given.chosen}
    with transaction.atomic():
        scenario = actions.add_scenario(
            page=page, name=name[:LONGEST_NAME], answers=answers, expect=stands.at, by=by
        )
        actions.approve_scenario(scenario=scenario, expect=stands.at, by=by)
    messages.success(request, _("Kept: “%(name)s”.") % {"name": name})
    return True
