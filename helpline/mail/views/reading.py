"""Reading: the words, shown once; the letters and answers; coming back; going; deleting everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.views import programme_or_404
from cms.ways import ways_in
from helpline.cases import errors as cases_errors
from helpline.cases import queries as cases
from helpline.mail import actions, terms, visit
from helpline.mail.errors import CodeUnknown, Gone, TooManyTries
from helpline.mail.views.shared import letters_page, text_of, to, write_page
from helpline.mail.views.shared import told_of as told_of_text
from helpline.own_forms import is_own_form
from helpline.programmes.models import Programme


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The words to come back with, until their reader says that they are written down."""
    found = visit.current(request, slug)
    if found is None:
        return to("back", slug)
    if request.method == "POST" or not found.code:
        response = to("letters", slug)
        visit.start(response, found.correspondence)
        return response
    context = {
        "programme": programme_or_404(slug),
        "code": found.code,
        "until": found.correspondence.expires_at,
        "days": terms.POST_DAYS,
    }
    return render(request, "mail/code.html", context)


@require_safe
def letters(request: HttpRequest, slug: str) -> HttpResponse:
    """What was written and answered, and where things stand."""
    now = timezone.now()
    found = visit.current(request, slug, now=now)
    if found is None:
        return to("back", slug)
    if found.code:
        return to("code", slug)
    try:
        page = letters_page(request, programme_or_404(slug), found.correspondence, now)
    except Gone:
        return to("deleted", slug)
    actions.seen(correspondence=found.correspondence, number=found.correspondence.head)
    return page


@csrf_exempt  # asked below: a refusal gives the letter back that comes along
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest, slug: str) -> HttpResponse:
    """Open one's letters with the words. A letter that was being written comes along."""
    programme = programme_or_404(slug)
    now, text, told = timezone.now(), text_of(request), ""
    if request.method == "POST" and not is_own_form(request):
        told = (
            told_of_text("old")
            if text
            else _("This page was open for a long time. Press the button once more.")
        )
    elif request.method == "POST":
        try:
            correspondence = actions.come_back(code=request.POST.get("code", ""), now=now)
        except CodeUnknown:
            words = request.POST.get("code", "")
            if _is_of_a_case(words, programme):
                told = _("With this code your letter goes to the people who know you. Write it here.")
                return write_page(request, programme, now, text=text, told=told, case_code=words)
            told = _(
                "No letter opens with these words. Look at the spelling. A code works for 30 days after the last "
                "letter."
            )
        except TooManyTries:
            told = _("Too many codes are being tried just now. Please wait a minute.")
        else:
            own = correspondence.programme.slug
            if not text.strip():
                response: HttpResponse = to("letters", own)
            else:
                try:
                    response = letters_page(request, correspondence.programme, correspondence, now, text=text)
                except Gone:
                    return write_page(
                        request, programme, now, text=text, told=told_of_text("gone"), status=410
                    )
            visit.start(response, correspondence)
            return response
    context = {"programme": programme, "told": told, "text": text}
    return render(request, "mail/back.html", context, status=422 if told else 200)


def _is_of_a_case(words: str, programme: Programme) -> bool:
    try:
        return cases.by_code(words, programme) is not None
    except cases_errors.TooManyTries:
        return False


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Done for now: this browser opens nothing any more, and the letters stay."""
    found = visit.find(request, slug)
    if found is not None:
        actions.leave(correspondence=found.correspondence)
    response = to("back", slug)
    visit.end(response, slug)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Destroy everything that was written, after being asked once."""
    found = visit.current(request, slug)
    if found is None:
        return to("back", slug)
    if request.method == "POST":
        actions.delete_now(correspondence=found.correspondence)
        response = to("deleted", slug)
        visit.end(response, slug)
        return response
    return render(request, "mail/delete.html", {"programme": programme_or_404(slug)})


@require_safe
def deleted(request: HttpRequest, slug: str) -> HttpResponse:
    """It is gone. And the ways to help that are open."""
    programme = programme_or_404(slug)
    now = timezone.now()
    ways = [way for way in ways_in(programme, now) if way.state.open]
    return render(request, "mail/deleted.html", {"programme": programme, "now": now, "ways": ways})
