"""At the door: before a chat, when nobody is there, and coming back with a code."""

from collections.abc import Container

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chat import introduction, practice, proof, visit
from chat.actions import aftercare, door
from chat.errors import CodeUnknown, DoorClosed, TooManyTries
from chat.introduction import Brought
from chat.models import Conversation
from chat.states import State
from chat.views.shared import Question, or_back_to, other_ways, question, to
from cms.views import programme_or_404
from helpline.programmes import queries, words
from helpline.programmes.models import Programme

#: why a visitor could not come in, and the programme's own text that says so
TEXT_OF_REASON = {
    "closed": "closed_message",
    "last_entry_passed": "last_entry_message",
    "nobody_on_duty": "nobody_message",
    "full": "full_message",
}
#: reasons that may be over in a few minutes
PASSING = frozenset({"nobody_on_duty", "full", "refused"})
SEVERAL_ANSWERS = frozenset({"topics"})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """The door: how confidential the chat is, where that ends, and the button that starts it.

    Posted by who brings something along (`chat.introduction`): it is shown, and goes with the button. Nothing happens
    before that button.
    """
    programme = programme_or_404(slug)
    conversation = visit.current(request, slug)
    if conversation is not None and conversation.state != State.ENDED:
        return to("talk" if conversation.scripted else "plain", slug)
    now = timezone.now()
    state = door.door_state(programme, now)
    if not state.open:
        return nobody(request, programme, state.reason)
    brought = introduction.brought(_seal(request), programme, now)
    context = {
        "programme": programme,
        "now": now,
        "state": state,
        "challenge": proof.puzzle_for(request, programme, now=now),
        # what comes along answers some of them already
        "questions": _questions(programme, without=brought.codes),
        **_shown(request, brought),
    }
    return render(request, "chat/door.html", context)


@or_back_to("door")
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Knock. Every attempt is recorded with its outcome, also the one that finds nobody."""
    programme = programme_or_404(slug)
    now = timezone.now()
    current = visit.current(request, slug)
    if current is not None and current.state != State.ENDED:
        return to("talk" if current.scripted else "plain", slug)
    scripted = request.POST.get("scripted") == "1"
    brought = introduction.brought(_seal(request), programme, now)
    try:
        conversation = door.knock(
            programme=programme,
            language=get_language() or "nl",
            pre_chat={key: request.POST.getlist(key) for key in door.PRE_CHAT_LISTS},
            scripted=scripted,
            proof=scripted and proof.accept(request.POST.get("proof", ""), now=now),
            introduction=brought.texts,
            brought=brought.codes,
            now=now,
        )
    except DoorClosed as closed:
        return nobody(request, programme, closed.reason)
    response = to("talk" if scripted else "plain", slug)
    visit.start(response, conversation)
    return response


@require_GET
def practise(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A colleague comes from the desk and plays the visitor.

    A page, and not a redirect: the browser came from another site, and would keep the new cookie to itself until it
    follows a link of ours.
    """
    programme = programme_or_404(slug)
    conversation = practice.open_once(token, programme, timezone.now())
    if conversation is None:
        return to("door", slug)
    response = render(request, "chat/practice.html", {"programme": programme})
    visit.start(response, conversation)
    return response


def nobody(request: HttpRequest, programme: Programme, reason: str) -> HttpResponse:
    """Nobody can answer now: why, when somebody can, and what is open meanwhile."""
    now = timezone.now()
    opens_at = (
        queries.next_opening(programme, "chat", now) if reason in ("closed", "last_entry_passed") else None
    )
    heading = _("Nobody is free just now") if reason in PASSING else _("The chat is closed")
    if opens_at is not None:
        told = _("The chat opens %(when)s.") % {"when": words.opening_in_words(opens_at, now)}
    elif reason == "refused":
        told = _("Your browser could not open the chat. Please try once more.")
    elif reason in PASSING:
        told = _("It is good that you look for help. It can be different in a few minutes.")
    else:
        told = _("At the moment no opening time is known.")
    context = {
        "programme": programme,
        "now": now,
        "heading": heading,
        "told": told,
        "closed_message": _why(programme, reason),
        "may_try": reason in PASSING,
        "ways": other_ways(programme, now),
        **_shown(request, introduction.brought(_seal(request), programme, now)),
    }
    return render(request, "chat/nobody.html", context)


def _why(programme: Programme, reason: str) -> str:
    """The programme's own sentence for a reason; of a door that a lead closed, what the lead wrote."""
    if reason not in TEXT_OF_REASON:
        return ""
    written = door.text_while_closed(programme, get_language() or "nl") if reason == "full" else ""
    return written or queries.text(programme, TEXT_OF_REASON[reason])


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an earlier conversation with the words of its return code."""
    programme = programme_or_404(slug)
    error = ""
    if request.method == "POST":
        try:
            conversation = _returned(request.POST.get("code", ""), programme)
        except CodeUnknown:
            error = _("No chat opens with these words. Look at the spelling. A code works for 30 days.")
        except TooManyTries:
            error = _("Too many codes are being tried just now. Please wait a minute.")
        except DoorClosed as closed:
            return nobody(request, programme, closed.reason)
        else:
            response = to("talk", conversation.programme.slug)
            visit.start(response, conversation)
            return response
    context = {"programme": programme, "error": error}
    return render(request, "chat/back.html", context, status=422 if error else 200)


def _returned(code: str, programme: Programme) -> Conversation:
    """The conversation that a code opens: an earlier one, or a new one in the case whose code it is."""
    try:
        return aftercare.come_back(code=code, programme=programme)
    except CodeUnknown:
        return aftercare.begin_in_case(code=code, programme=programme, language=get_language() or "nl")


def _seal(request: HttpRequest) -> str:
    return request.POST.get(introduction.FIELD, "")


def _shown(request: HttpRequest, brought: Brought) -> dict[str, object]:
    """What the visitor brings along, for the page, and its seal, for the page's form."""
    return {"brought": brought.texts, "seal": _seal(request)} if brought.texts else {}


def _questions(programme: Programme, *, without: Container[str]) -> list[Question]:
    now = timezone.now()
    asked = [key for key in door.PRE_CHAT_LISTS if key not in without]
    found = (question(programme, key, now, many=key in SEVERAL_ANSWERS) for key in asked)
    return [each for each in found if each is not None]
