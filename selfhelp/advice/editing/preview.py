"""Preview from any node: what a visitor would read there, in both languages, in easy words, and on paper.

The page itself is made of the visitors' own templates, under their content policy, and stands in a frame that can send
nothing. Nothing is counted, no walk begins, and no cookie is set: none of the walk's code is asked.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.headers import preview_policy
from selfhelp.advice import advising, paths
from selfhelp.advice.editing.access import draft_of, page_for
from selfhelp.advice.editing.screens import frame
from selfhelp.advice.editing.showing import look_at, spoken
from selfhelp.advice.saying import has_easy
from selfhelp.advice.tree import Node, Tree
from selfhelp.advice.views.steps import question

SIZES = (("phone", 360), ("desk", 1100))


@require_safe
def screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """Choose a node, a language, the kind of words and the size; below stands the page."""
    page = page_for(request, page_id)
    draft = draft_of(page)
    tree = draft.tree()
    node = tree.by_id.get(request.GET.get("node", "")) or tree.start or next(iter(tree.nodes), None)
    language = _language(request)
    easy = request.GET.get("easy") == "1"
    shown = look_at(draft, timezone.localdate(), language=language)
    context = frame(page, _("Preview")) | {
        "entries": shown.entries,
        "node": node,
        "entry": next((each for each in shown.entries if node is not None and each.id == node.id), None),
        "language": language,
        "easy": easy,
        "has_easy": node is not None and has_easy(node, language),
        "size": "desk" if request.GET.get("size") == "desk" else "phone",
        "paper": request.GET.get("paper") == "1",
        "query": request.GET.copy(),
    }
    if node is not None:
        address = reverse("advice_editing:preview_page", args=[page.pk, node.id])
        context["address"] = f"{address}?language={language}&easy={int(easy)}&paper={int(context['paper'])}"
    return render(request, "advice/editing/preview.html", context)


@require_safe
def page(request: HttpRequest, page_id: int, node_id: str) -> HttpResponse:
    """One node of the draft, as a visitor would see it."""
    draft = draft_of(page_for(request, page_id))
    tree = draft.tree()
    node = tree.by_id.get(node_id)
    if node is None:
        raise Http404
    easy = request.GET.get("easy") == "1"
    with translation.override(_language(request)):
        context = {"programme": draft.programme, "still": True, "paper": request.GET.get("paper") == "1"}
        if node.ends:
            context |= _ending(tree, node, draft, easy=easy)
        else:
            context |= question(node, easy=easy)
        response = render(request, "advice/editing/preview_page.html", context)
    response.headers["Content-Security-Policy"] = preview_policy()
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _ending(tree: Tree, node: Node, draft: Any, *, easy: bool) -> dict[str, Any]:
    """The advice as it is after the shortest walk that leads there."""
    now = timezone.now()
    chosen: list[str] = []
    for given in paths.shortest_to(tree, node.id) or ():
        asked = tree.by_id[given.node]
        options = (asked.option(option_id) for option_id in given.chosen)
        chosen += [key for option in options if option is not None for key in option.removal]
    advice = advising.advice(node, draft.programme, now, easy=easy, chosen_removal=chosen)
    return {"advice": advice, "now": now}


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language", "")
    return language if language in ("nl", "en") else spoken()
