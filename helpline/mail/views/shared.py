"""What the visitor's pages share."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from chat import introduction, proof
from chat import pow as puzzles
from chat.introduction import Brought
from cms.ways import Way, ways_in
from helpline.groups import queries as groups
from helpline.mail import doors, forms, queries, terms
from helpline.mail.actions.locks import due_at
from helpline.mail.models import Correspondence
from helpline.mail.states import State
from helpline.programmes import words
from helpline.programmes.models import Channel, Programme


def told_of(what: str) -> str:
    """What is said beside a letter that was not taken; `what`: the name of the refusal."""
    told = {
        "Empty": _("There is nothing in your letter yet."),
        "TooLong": _(
            "Your letter is too long for one. Please make two of it: send the first part, then the rest."
        ),
        "TooBusy": _(
            "Very many letters are coming in. Yours was not sent; it still stands below. Try again in a while: press "
            "the button once more."
        ),
        "CaseCodeUnknown": _(
            "The code of your earlier contact is not right, or it is over. Your letter was not sent yet. Look at the "
            "spelling, or leave the code out."
        ),
        "TooManyTries": _(
            "Too many codes are being tried just now. Please wait a minute. Your letter stands below."
        ),
        "old": _(
            "This page was open for a long time, or your browser blocks cookies. Nothing was sent yet, and your letter "
            "still stands below. Press the button once more."
        ),
        "gone": _(
            "Your earlier letters are not there any more: they were deleted, or their time was over. What you wrote "
            "now still stands below. You can send it as a new letter."
        ),
    }
    return told[what]


def to(name: str, slug: str) -> HttpResponseRedirect:
    """Go to a page of the post, with GET."""
    response = HttpResponseRedirect(reverse(f"mail:{name}", args=[slug]))
    response.status_code = 303
    return response


def text_of(request: HttpRequest, field: str = "letter") -> str:
    """What stands in the form's field, in our own line ends."""
    return request.POST.get(field, "").replace("\r\n", "\n")


def seal_of(request: HttpRequest) -> str:
    """What came along from another room, sealed."""
    return request.POST.get(introduction.FIELD, "")


def runs_groups(programme: Programme) -> bool:
    """Whether somebody can join a peer group here."""
    return programme.pk in groups.with_groups()


def write_page(
    request: HttpRequest,
    programme: Programme,
    now: datetime,
    *,
    text: str = "",
    told: str = "",
    case_code: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which a first letter is written."""
    state = doors.state(programme, now)
    if not state.open and not text:
        return render(
            request,
            "mail/shut.html",
            {"programme": programme, "now": now, "state": state, "ways": ways(programme, now)},
        )
    brought: Brought = introduction.brought(seal_of(request), programme, now)
    box = queries.box_of(programme)
    bits = puzzles.difficulty(waiting=0, recent=queries.pace(box, now), pressure=proof.pressure(request))
    context = {
        "programme": programme,
        "now": now,
        "form": forms.new_form(now),
        "challenge": proof.puzzle(bits=bits, now=now),
        "text": text,
        "told": told,
        "case_code": request.POST.get("case_code", "")[:120] if case_code is None else case_code,
        "runs_groups": runs_groups(programme),
        "wants_group": request.POST.get("wants_group") == "1",
        "brought": brought.texts,
        "seal": seal_of(request) if brought.texts else "",
        "answer_by": words.opening_in_words(due_at(box, programme, now), now),
        "days": terms.POST_DAYS,
        "longest": terms.LONGEST_LETTER,
        "ways": ways(programme, now),
    }
    return render(request, "mail/write.html", context, status=status)


def letters_page(
    request: HttpRequest,
    programme: Programme,
    correspondence: Correspondence,
    now: datetime,
    *,
    text: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    """The letters and answers, where things stand, and room to write on. Raises Gone."""
    shown = queries.for_visitor(correspondence)
    waits = correspondence.state in (State.WAITING, State.TAKEN)
    context = {
        "programme": programme,
        "now": now,
        "correspondence": correspondence,
        "shown": shown,
        "waits": waits,
        "late": waits and correspondence.due_at < now,
        "answer_by": words.opening_in_words(correspondence.due_at, now) if waits else "",
        "form": forms.new_form(now),
        "text": text,
        "told": told,
        "longest": terms.LONGEST_LETTER,
    }
    return render(request, "mail/letters.html", context, status=status)


def ways(programme: Programme, now: datetime) -> list[Way]:
    """The other ways in that are open now."""
    return [way for way in ways_in(programme, now, without=Channel.POST) if way.state.open]
