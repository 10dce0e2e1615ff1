"""Writing: the door, the first letter, and writing on. What cannot be taken comes back in the form it was sent with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from chat import introduction, proof
from cms.views import programme_or_404
from helpline.mail import actions, doors, forms, visit
from helpline.mail.errors import CaseCodeUnknown, Empty, Gone, TooBusy, TooLong, TooManyTries
from helpline.mail.views.shared import letters_page, runs_groups, seal_of, text_of, to, told_of, write_page
from helpline.own_forms import is_own_form


@csrf_exempt  # nothing happens here; who brings something along posts from another room of the house
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """The door: how confidential it is, where that ends, when an answer comes, and the paper to write on."""
    programme = programme_or_404(slug)
    now = timezone.now()
    if request.method != "POST" and visit.current(request, slug, now=now) is not None:
        return to("letters", slug)
    return write_page(request, programme, now)


@csrf_exempt  # asked below: a refusal gives the letter back instead of an error page
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the first letter, and go to the page that shows the words to come back with."""
    if request.method != "POST":
        return to("door", slug)
    programme = programme_or_404(slug)
    now, text = timezone.now(), text_of(request)
    number = forms.form_number(request.POST.get("form", ""), now)
    if number is None or not is_own_form(request):
        return write_page(request, programme, now, text=text, told=told_of("old"), status=422)
    if not doors.state(programme, now).open:
        return write_page(request, programme, now, text=text, told=told_of("TooBusy"), status=503)
    brought = introduction.brought(seal_of(request), programme, now)
    scripted = request.POST.get("scripted") == "1"
    try:
        written = actions.write(
            programme=programme,
            text=text,
            form_number=number,
            language=get_language() or "nl",
            introduction=brought.texts,
            brought=brought.codes,
            case_code=request.POST.get("case_code", ""),
            wants_group=request.POST.get("wants_group") == "1" and runs_groups(programme),
            proved=scripted and proof.accept(request.POST.get("proof", ""), now=now),
            now=now,
        )
    except (Empty, TooLong, TooBusy, CaseCodeUnknown, TooManyTries) as refused:
        status = 429 if isinstance(refused, TooBusy) else 422
        return write_page(
            request, programme, now, text=text, told=told_of(type(refused).__name__), status=status
        )
    except Gone:
        return write_page(request, programme, now, text=text, told=told_of("old"), status=422)
    response = to("code", slug)
    visit.start(response, written.correspondence, code=written.code)
    return response


@csrf_exempt  # asked below, for the same reason
@require_http_methods(["GET", "HEAD", "POST"])
def more(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a further letter. When the visit is over the letter waits beside the question for the words."""
    if request.method != "POST":
        return to("letters", slug)
    programme = programme_or_404(slug)
    now, text = timezone.now(), text_of(request)
    found = visit.current(request, slug, now=now)
    if found is None:
        told = _(
            "Your visit was over, because nothing happened for half an hour. Your letter still stands below."
        )
        context = {"programme": programme, "told": told, "text": text}
        return render(request, "mail/back.html", context, status=422)
    number = forms.form_number(request.POST.get("form", ""), now)
    try:
        if number is None or not is_own_form(request):
            return letters_page(
                request, programme, found.correspondence, now, text=text, told=told_of("old"), status=422
            )
        try:
            actions.write_on(correspondence=found.correspondence, text=text, form_number=number, now=now)
        except (Empty, TooLong, TooBusy) as refused:
            told = told_of(type(refused).__name__)
            return letters_page(
                request, programme, found.correspondence, now, text=text, told=told, status=422
            )
    except Gone:
        return write_page(request, programme, now, text=text, told=told_of("gone"), status=410)
    return to("letters", slug)
