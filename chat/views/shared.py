"""What the visitor's pages share: the visit of this browser, and the ways in beside the chat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from chat import visit
from chat.actions import door
from chat.models import Conversation
from cms.ways import Way, ways_in
from helpline.programmes import queries
from helpline.programmes.models import Channel, Code, Programme

Rest = ParamSpec("Rest")


@dataclass(frozen=True, slots=True)
class Question:
    """A code list as a question on a page. many: several answers may be chosen."""

    key: str
    label: str
    codes: Sequence[Code]
    many: bool = False


def question(programme: Programme, key: str, now: datetime, *, many: bool = False) -> Question | None:
    """A code list of the programme as a question; None when the programme does not ask it."""
    code_list = queries.code_list(programme, key)
    codes = [
        code
        for code in queries.codes(programme, key, timezone.localdate(now))
        # an honest "I do not know" belongs on the counsellor's form; a visitor simply leaves the question open
        if code.code not in door.TELLS_NOTHING
    ]
    if code_list is None or not codes:
        return None
    return Question(key, code_list.name(), codes, many)


def other_ways(programme: Programme, now: datetime) -> list[Way]:
    """The other ways in that are open now."""
    return [way for way in ways_in(programme, now, without=Channel.CHAT) if way.state.open]


def address(name: str, slug: str) -> str:
    """The address of a page of the chat."""
    return reverse(f"chat:{name}", args=[slug])


def to(name: str, slug: str) -> HttpResponseRedirect:
    """Go to a page of the chat, with GET."""
    response = HttpResponseRedirect(address(name, slug))
    response.status_code = 303
    return response


def or_back_to(
    name: str,
) -> Callable[
    [Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]],
    Callable[Concatenate[HttpRequest, str, Rest], HttpResponse],
]:
    """A view that only takes forms: whoever merely comes to its address is led to the page that has the form.

    People do come: a page that answers a form stands at that form's address, and is reloaded or switched to English.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, str, Rest], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]:
        @wraps(view)
        def only_forms(
            request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponse:
            if request.method != "POST":
                return to(name, slug)
            return view(request, slug, *args, **kwargs)

        return only_forms

    return decorate


def with_visit(
    view: Callable[Concatenate[HttpRequest, str, Conversation, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]:
    """Give a view the conversation of this browser's visit; without one, lead to the door.

    The pages stay those of the programme in which the visit began, also after the conversation went to the other one:
    the cookie has its name.
    """

    @wraps(view)
    def with_conversation(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        conversation = visit.current(request, slug)
        if conversation is None:
            return to("door", slug)
        return view(request, slug, conversation, *args, **kwargs)

    return with_conversation
