"""Ending, deleting, a code to come back with, and two questions afterwards."""

from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chat import visit
from chat.actions import aftercare, talk
from chat.actions.terms import RETURN_CODE_TERM
from chat.errors import ConversationUnknown, SurveyDone, UnknownCode, WrongState
from chat.models import Conversation
from chat.states import EndedHow, State
from chat.views.shared import Question, address, or_back_to, question, to, with_visit
from cms.views import programme_or_404
from cms.ways import ways_in
from helpline.programmes import doors, queries


@require_http_methods(["GET", "HEAD", "POST"])
@with_visit
def end(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """The visitor ends the chat, after being asked once."""
    if request.method == "POST":
        talk.end(conversation=conversation)
        return to("after", slug)
    if conversation.state == State.ENDED:
        return to("after", slug)
    context = {
        "programme": programme_or_404(slug),
        "heading": _("End this chat?"),
        "told": _("The helpline sees that you ended it. You can start again whenever you like."),
        "yes": _("Yes, end it"),
        "no": _("No, go on"),
        "back": _back(conversation, slug),
    }
    return render(request, "chat/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@with_visit
def delete(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """The visitor destroys everything that was written, after being asked once."""
    if request.method == "POST":
        aftercare.delete_now(conversation=conversation)
        response = to("deleted", slug)
        visit.end(response, slug)
        return response
    context = {
        "programme": programme_or_404(slug),
        "heading": _("Delete this conversation now?"),
        "told": _(
            "The chat ends and everything written in it is destroyed, for the helpline too. This cannot be undone."
        ),
        "yes": _("Yes, delete everything"),
        "no": _("No, keep it"),
        "back": _back(conversation, slug),
        "dangerous": True,
    }
    return render(request, "chat/confirm.html", context)


@require_safe
def deleted(request: HttpRequest, slug: str) -> HttpResponse:
    """It is gone. And the ways to help that are open."""
    programme = programme_or_404(slug)
    now = timezone.now()
    ways = [way for way in ways_in(programme, now) if way.state.open]
    return render(request, "chat/deleted.html", {"programme": programme, "now": now, "ways": ways})


@require_http_methods(["GET", "HEAD", "POST"])
@with_visit
def return_code(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """Make the words to come back with, and show them once."""
    wants_json = request.headers.get("Accept", "") == "application/json"
    back = _back(conversation, slug)
    if request.method != "POST":
        context = {
            "programme": programme_or_404(slug),
            "heading": _("A code to come back later"),
            "told": _(
                "With this code you can open this chat again for 30 days. We show it once and do not know whose it is. "
                "Whoever has the code can read the chat."
            ),
            "yes": _("Make a code"),
            "no": _("No, go on"),
            "back": back,
        }
        return render(request, "chat/confirm.html", context)
    try:
        code = aftercare.make_return_code(conversation=conversation)
    except (WrongState, ConversationUnknown):
        return JsonResponse({"why": "state"}, status=409) if wants_json else to("after", slug)
    others = doors.return_codes(conversation.programme, conversation.pk, timezone.now())
    if wants_json:
        return JsonResponse({"code": code, "others": [[each.how, each.code] for each in others]})
    context = {"programme": programme_or_404(slug), "code": code, "others": others, "back": back}
    return render(request, "chat/code.html", context)


@require_safe
@with_visit
def danger(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """The numbers for immediate danger, as a page of their own."""
    context = {"programme": programme_or_404(slug), "back": _back(conversation, slug)}
    return render(request, "chat/danger.html", context)


@require_safe
@with_visit
def after(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """After the chat: two questions that may be skipped, the code, deleting, and other ways to help."""
    if conversation.state != State.ENDED:
        return to("door", slug)
    programme = programme_or_404(slug)
    now = timezone.now()
    talked = conversation.answered_at is not None
    context = {
        "programme": programme,
        "now": now,
        "conversation": conversation,
        "heading": _("The chat has ended"),
        "told": (talked and queries.text(programme, "goodbye")) or _("You can come back whenever you like."),
        "survey": _survey(conversation) if talked and not conversation.survey_done else [],
        "thanked": conversation.survey_done,
        "may_code": talked and not conversation.training and conversation.ended_how != EndedHow.ABUSE,
        "has_code": conversation.return_code_hash is not None,
        "code_days": max(RETURN_CODE_TERM.days, settings.CHAT_TERM_DAYS),
        "chat_days": settings.CHAT_TERM_DAYS,
        "ways": [way for way in ways_in(programme, now) if way.state.open],
    }
    return render(request, "chat/after.html", context)


@or_back_to("after")
@with_visit
def survey(request: HttpRequest, slug: str, conversation: Conversation) -> HttpResponse:
    """Count the answers. Sending them twice, or something else than an answer, changes nothing and scolds nobody."""
    heard, helped = (request.POST.get(key, "") for key in aftercare.SURVEY)
    if heard or helped:
        with suppress(SurveyDone, UnknownCode, WrongState):
            aftercare.answer_survey(conversation=conversation, heard=heard, helped=helped)
    return to("after", slug)


def _survey(conversation: Conversation) -> list[Question]:
    now = timezone.now()
    found = (question(conversation.programme, key, now) for key in aftercare.SURVEY)
    return [each for each in found if each is not None]


def _back(conversation: Conversation, slug: str) -> str:
    if conversation.state == State.ENDED:
        return address("after", slug)
    return address("talk" if conversation.scripted else "plain", slug)
