"""Self-help beside its pages: the door, what can be kept and where, the step plan, the workbook, paper.

None of it knows who asks. What is posted here is worked on in memory and given back in the answer; nothing is kept.
The addresses that take a post ask no token: they change nothing, and a reader of pages gets no cookie for them.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat import proof
from cms.addresses import door_language
from cms.language import chosen
from cms.views import programme_or_404
from cms.ways import ways_in
from selfhelp.modules import (
    calendar,
    counting,
    handover,
    pdf,
    queries,
    readable,
    reception,
    sheets,
    workbook,
)
from selfhelp.modules.blocks import exercises_in
from selfhelp.modules.exercises import Kind
from selfhelp.modules.models import EMERGENCY, ProgrammePage
from selfhelp.modules.reception import Received
from selfhelp.modules.sheets import Sent, Sheet
from selfhelp.modules.workbook import Workbook

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _programme(request: HttpRequest, slug: str, key: str, language: str = "") -> ProgrammePage:
    programme_or_404(slug)
    found = queries.programme(slug, key, language or chosen(request))
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, self_help: ProgrammePage) -> dict[str, Any]:
    now = timezone.now()
    language = self_help.locale.language_code
    speaking = door_language(request, language)
    return {
        "programme": self_help.programme,
        "self_help": self_help,
        "now": now,
        "ways": ways_in(self_help.programme, now, without="self_help", speaking=speaking),
        "words_language": language,
        "door_language": "",
    }


def _language_of(form: dict[str, list[str]], request: HttpRequest) -> str:
    """A page says in which language it was; a room follows what was chosen."""
    language = reception.first(form, "language")
    return language if language in dict(settings.LANGUAGES) else chosen(request)


@require_safe
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the door leads: to the programme, or to a choice when there are several."""
    programme = programme_or_404(slug)
    found = queries.programmes(slug, chosen(request))
    if not found:
        raise Http404
    if len(found) == 1:
        return HttpResponseRedirect(found[0].get_url(request))
    return render(request, "selfhelp/door.html", {"programme": programme, "programmes": found})


@require_safe
def keeping(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What can be kept and where, in plain words, before anything is kept; and erasing it."""
    self_help = _programme(request, slug, key)
    return render(request, "selfhelp/keeping.html", _context(request, self_help))


@csrf_exempt
@get_or_post
def mine(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The whole workbook in words. Without scripts: of a file that was sent along, and is not kept."""
    self_help = _programme(request, slug, key)
    context = _context(request, self_help)
    if request.method == "POST":
        received = reception.receive(request, self_help.key)
        context |= {"trouble": received.trouble, "is_read": True}
        context["sections"] = readable.sections(received.book, _named(self_help))
    context |= {"modules": self_help.modules, "definition": _definition(self_help)}
    return render(request, "selfhelp/mine.html", context)


@csrf_exempt
@require_POST
def make_file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A file of what was filled in, and of the file that was sent along."""
    self_help, received = _received(request, slug, key)
    if received.trouble:
        return _trouble(request, self_help, received)
    book = _written(self_help, received)
    for module, which in counting.new_scores(received.book, book):
        counting.score_given(self_help, module, which)
    return reception.as_file(book)


@csrf_exempt
@require_POST
def fill(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A page of the programme with the answers of a file filled in.

    `page` in the form says which: "<module>", "<module>.<chapter>" or "plan".
    """
    self_help, received = _received(request, slug, key)
    if received.trouble:
        return _trouble(request, self_help, received)
    book = _written(self_help, received)
    where = reception.first(received.form, "page")
    language = self_help.locale.language_code
    with translation.override(language):
        if where == "plan":
            return render(request, "selfhelp/plan.html", _plan_context(request, self_help, book))
        page, sheet = _page(self_help, where, book)
        context = page.get_context(request, sheet=sheet) | {"carried": workbook.canonical(book)}
        return render(request, page.get_template(request), context)


@require_safe
def plan(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The step plan: every plan of every module, and steps of one's own."""
    self_help = _programme(request, slug, key)
    return render(request, "selfhelp/plan.html", _plan_context(request, self_help, None))


@require_safe
def talk(request: HttpRequest, slug: str, key: str, module: str) -> HttpResponse:
    """What a counsellor can be told of where somebody comes from, and the doors that are open."""
    self_help = _programme(request, slug, key)
    text = handover.sentence(self_help, module)
    if not text:
        raise Http404
    context = _context(request, self_help)
    speaking = door_language(request, self_help.locale.language_code)
    passages = handover.passages(self_help, text, context["now"], speaking=speaking)
    page = queries.module(self_help, module) or self_help.emergency
    told = {"sentence": text, "passages": passages, "back_to": page}
    return render(request, "selfhelp/talk.html", context | told)


@csrf_exempt
@require_POST
def plan_calendar(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The days of the step plan as a calendar file, in neutral words."""
    self_help, received = _received(request, slug, key)
    book = _written(self_help, received)
    days = [
        value["answer"]["date"]
        for found in workbook.places(book)
        for value in found.values
        if value["kind"] == Kind.PLAN and value["answer"]["date"] and not value["answer"]["done"]
    ]
    with translation.override(self_help.locale.language_code):
        text = calendar.calendar(days, summary=_("Time for myself"), now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response


@csrf_exempt
@require_POST
def counted(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A browser tells that a score was given, or that somebody came back. Never which score, never who.

    That somebody came back costs the browser a puzzle: so the figure is not driven up for nothing.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise PermissionDenied
    self_help = _programme(request, slug, key)
    what, module = request.POST.get("what", ""), request.POST.get("module", "")
    if what == "return":
        if not proof.accept(request.POST.get("proof", ""), now=timezone.now()):
            raise PermissionDenied
        counting.came_back(self_help)
    elif what in (workbook.START, workbook.CLOSE) and queries.module(self_help, module) is not None:
        counting.score_given(self_help, module, what)
    else:
        raise BadRequest
    return HttpResponse(status=204)


@require_safe
def paper(request: HttpRequest, slug: str, key: str, module: str) -> HttpResponse:
    """A module's exercises on paper: blank, with lines to write on."""
    self_help = _programme(request, slug, key)
    if module == EMERGENCY and self_help.emergency is not None:
        page: Any = self_help.emergency
        parts = [(page, exercises_in(page.body))]
    else:
        page = queries.module(self_help, module)
        if page is None:
            raise Http404
        parts = [(chapter, exercises_in(chapter.body)) for chapter in page.chapters]
    context = _context(request, self_help) | {
        "page": page,
        "chapters": [
            {"page": chapter, "shown": [Sheet(module).show(each) for each in asked]}
            for chapter, asked in parts
        ],
        "eleven": range(11),
        "quizzes": [each for _chapter, asked in parts for each in asked if each.kind is Kind.QUIZ],
    }
    with translation.override(self_help.locale.language_code):
        return render(request, "selfhelp/paper.html", context)


@require_safe
def whole_paper(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The whole programme as one PDF: what there is to read, and room to write."""
    self_help = _programme(request, slug, key)
    with translation.override(self_help.locale.language_code):
        response = HttpResponse(pdf.of(self_help), content_type="application/pdf")
        name = _("workbook")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _received(request: HttpRequest, slug: str, key: str) -> tuple[ProgrammePage, Received]:
    received = reception.receive(request, key)
    return _programme(request, slug, key, _language_of(received.form, request)), received


def _written(self_help: ProgrammePage, received: Received) -> Workbook:
    """The workbook with everything that the form says."""
    book = received.book
    sent = Sent(received.form, received.shown, reception.new_writer(), reception.new_part)
    modules = {module.key: module for module in self_help.modules}
    for key, asked in self_help.asked().items():
        book = sheets.write_form(book, key, list(asked.values()), sent)
        if key in modules:
            for which in (workbook.START, workbook.CLOSE):
                question = modules[key].score_question
                book = sheets.write_score(book, key, which, sent, title=question)
    module_key, _dot, chapter_key = reception.first(received.form, "page").partition(".")
    if module_key in modules and (chapter := queries.chapter(modules[module_key], chapter_key)) is not None:
        book = sheets.write_tick(book, module_key, chapter.key, sent, title=chapter.title)
    return sheets.write_plans(book, sent)


def _page(self_help: ProgrammePage, where: str, book: Workbook) -> tuple[Any, Sheet]:
    """The page that a form came from. Raises Http404."""
    module_key, _dot, chapter_key = where.partition(".")
    if module_key == EMERGENCY and self_help.emergency is not None:
        return self_help.emergency, Sheet(EMERGENCY, book)
    module = queries.module(self_help, module_key)
    page: Any = module
    if module is not None and chapter_key:
        page = queries.chapter(module, chapter_key)
    if page is None:
        raise Http404
    return page, Sheet(module_key, book)


def _plan_context(request: HttpRequest, self_help: ProgrammePage, book: Workbook | None) -> dict[str, Any]:
    """Without scripts every plan is a small form; with them, what was not planned is folded away."""
    groups = []
    for module in self_help.modules:
        asked = [each for each in module.exercises() if each.kind is Kind.PLAN]
        if asked:
            sheet = Sheet(module.key, book)
            shown = [sheet.show(each) for each in asked]
            is_planned = any(each.row.answer for each in shown)
            groups.append({"module": module, "sheet": sheet, "shown": shown, "is_planned": is_planned})
    context = {"groups": groups, "own": Sheet("", book).own_plans(), "is_filled": book is not None}
    if book is not None:
        context["carried"] = workbook.canonical(book)
    return _context(request, self_help) | context


def _named(self_help: ProgrammePage) -> list[readable.Named]:
    named = [
        readable.Named(
            module.key, f"{module.number}. {module.title}", module.exercises(), module.score_question
        )
        for module in self_help.modules
    ]
    if self_help.emergency is not None:
        emergency = self_help.emergency
        named.append(readable.Named(EMERGENCY, emergency.title, exercises_in(emergency.body)))
    return named


def _definition(self_help: ProgrammePage) -> list[dict[str, Any]]:
    """What is asked now, for the browser's script: to put answers in order and to see which are older."""
    return [
        {
            "key": module.key,
            "title": module.title,
            "question": module.score_question,
            "exercises": [
                {
                    "key": each.key, "title": each.title, "kind": str(each.kind), "version": each.version,
                    "low": each.low, "high": each.high,
                    "keys": [*(option.key for option in each.options), *(column.key for column in each.columns)],
                }
                for each in module.exercises
            ],
        }
        for module in _named(self_help)
    ]  # fmt: skip


def _trouble(request: HttpRequest, self_help: ProgrammePage, received: Received) -> HttpResponse:
    """A file could not be read. What was filled in is not lost: the page offers to make a file of that alone."""
    book = _written(self_help, received)
    context = _context(request, self_help) | {
        "trouble": received.trouble,
        "carried": workbook.canonical(book),
        "has_answers": any(True for _found in workbook.places(book)),
    }
    with translation.override(self_help.locale.language_code):
        return render(request, "selfhelp/trouble.html", context, status=400)
