"""The desk's page, its board for browsers in which sockets are blocked, and the month's figures so far."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chat import queries
from chat.actions import presence
from cms.headers import allow
from helpline.accounts.access import staff_required, user_of
from helpline.accounts.roles import Permission
from helpline.contacts.queries import COUNSELLING
from helpline.desk import month
from helpline.desk.beside import beside
from helpline.desk.board import board
from helpline.desk.policies import belongs_here
from helpline.desk.wording import words
from helpline.phone import queries as phone
from helpline.phone import softphone, softphone_words
from helpline.programmes.queries import codes, programmes


@staff_required()
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk; whoever has no chats to answer goes to the list of what they may open."""
    user = user_of(request)
    if not belongs_here(user):
        return HttpResponseRedirect(reverse("accounts:landing"))
    shown = board(user)
    context: dict[str, Any] = {
        "words": words(),
        "addresses": _addresses(),
        "canned": _canned(),
        "board": shown,
    }
    if shown["phone"] is None:
        return render(request, "desk/home.html", context)
    context["words"] |= softphone_words.words()
    context["addresses"]["phone"] = softphone.addresses()
    context["phone_simulated"] = phone.is_simulated()
    response = render(request, "desk/home.html", context)
    allow(
        response, connect=() if phone.is_simulated() else (softphone.SIGNALLING,), features=softphone.FEATURES
    )
    return response


@staff_required()
@never_cache
@require_safe
def board_json(request: HttpRequest) -> JsonResponse:
    """The board. Asking for it proves that the desk is open, as the socket's ping does."""
    user = user_of(request)
    if not belongs_here(user):
        return JsonResponse({"why": "not_allowed"}, status=403)
    presence.renew(user=user)
    return JsonResponse(board(user))


@staff_required()
@never_cache
@require_safe
def beside_json(request: HttpRequest) -> JsonResponse:
    """One line about the desk for the other pages. Asking for it proves that its counsellor is still at work."""
    user = user_of(request)
    told = beside(user) if belongs_here(user) else None
    return JsonResponse({"words": told.words, "calls": told.calls} if told else {})


@staff_required()
@require_POST
def here(request: HttpRequest) -> JsonResponse:
    """Somebody is at work at this desk: the session's idle time starts anew (the middleware sees to it)."""
    return JsonResponse({})


@staff_required(Permission.FIGURES_VIEW)
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """This month's registered contacts in the programmes of which this person may see figures."""
    today = timezone.localdate()
    mine = user_of(request).programmes_with(Permission.FIGURES_VIEW)
    context = {"month": today, "parts": [month.part(programme, today) for programme in mine]}
    return render(request, "desk/figures.html", context)


def _addresses() -> dict[str, Any]:
    """Where the scripts find what, and the one-click closings by programme."""
    today = timezone.localdate()
    return {
        "socket": "/staff/desk/socket",
        "ticket": "/staff/desk/road/ticket",
        "here": reverse("desk:here"),
        "board": reverse("desk:board"),
        "act": reverse("desk:presence").removesuffix("presence"),
        "talkSocket": "/staff/chat/socket",
        "talkRoad": "/staff/chat/{id}/road/",
        "closings": {
            programme.slug: [
                {"code": code.code, "label": code.label()}
                for code in codes(programme, "kind", today)
                if code.code != COUNSELLING
            ]
            for programme in programmes()
        },
    }


def _canned() -> list[dict[str, str]]:
    return [
        {"programme": programme.slug, "shortcut": answer.shortcut, "nl": answer.text_nl, "en": answer.text_en}
        for programme in programmes()
        for answer in queries.canned_answers(programme)
    ]
