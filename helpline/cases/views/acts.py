"""What is done on the page of a case: each one form, one action."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from helpline.accounts.access import safe_next, user_of
from helpline.accounts.models import User
from helpline.cases import actions, policies, queries
from helpline.cases.errors import AliasQuestioned, AliasRefused, AliasTaken, CaseError, CaseGone, WrongMove
from helpline.cases.forms import AliasForm, MoveTaskForm, NoteForm, TaskForm
from helpline.cases.models import Case, Task
from helpline.cases.states import CaseState
from helpline.cases.views.pages import about_alias, load_contact, page_of
from helpline.cases.views.shared import do, load, load_task, staff, why_not
from helpline.drafts import actions as drafts
from helpline.drafts import guarding


@staff
@require_POST
def move(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Into another state."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    to = request.POST.get("to", "")
    if to not in CaseState.values:
        raise Http404
    return do(request, case, lambda: actions.move(case=case, to=to, by=by), why=_why_not_moved)


def _why_not_moved(error: CaseError) -> str:
    if isinstance(error, WrongMove):
        return _("The case could not be moved. To close it, finish its tasks first.")
    return why_not(error)


@staff
@require_POST
def rename(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Another alias."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    form = AliasForm(request.POST, auto_id="alias-%s")
    if not form.is_valid():
        return page_of(request, case, alias=form, status=422)
    alias, sure = form.cleaned_data["alias"], form.cleaned_data["is_no_name"]
    try:
        actions.rename(case=case, alias=alias, is_no_name=sure, by=by)
    except AliasQuestioned as questioned:
        return page_of(request, case, alias=form, questioned=questioned.words, status=422)
    except (AliasTaken, AliasRefused) as error:
        form.add_error("alias", about_alias(error))
        return page_of(request, case, alias=form, status=422)
    except CaseGone as gone:
        messages.error(request, why_not(gone))
        return redirect("cases:list")
    return redirect("cases:show", case.pk)


@staff
@require_POST
def take(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """It is mine from now on, with its notes."""
    case, by = load(request, case_id, policies.may_work), user_of(request)
    return do(request, case, lambda: actions.take(case=case, by=by), said=_("The case is yours now."))


@staff
@require_POST
def hand_over(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """To a colleague, or to nobody."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    chosen = request.POST.get("to", "")
    if chosen == "nobody":
        return do(request, case, lambda: actions.let_go(case=case, by=by), said=_("Nobody has the case now."))
    person = next((each for each in queries.colleagues(case) if str(each.pk) == chosen), None)
    if person is None:
        raise Http404
    return do(
        request,
        case,
        lambda: actions.hand_over(case=case, to_user=person, by=by),
        said=_("%(name)s has the case now.") % {"name": person.name},
    )


@staff
@require_POST
def extend(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep it longer."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    return do(
        request, case, lambda: actions.extend(case=case, by=by), said=_("The term counts anew from today.")
    )


@staff
@never_cache
@require_POST
def make_code(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A return code, shown this once: words, or digits for the phone."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    digits = request.POST.get("kind") == "digits"
    make = actions.make_digits if digits else actions.make_code
    try:
        code = make(case=case, by=by)
    except CaseGone as gone:
        messages.error(request, why_not(gone))
        return redirect("cases:list")
    parts = [code[:3], code[3:6], code[6:8], code[8:]] if digits else code.split("-")
    context = {"case": case, "code": code, "parts": parts, "digits": digits}
    return render(request, "cases/code.html", context)


@staff
@require_POST
def forget_codes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """No code opens it any more."""
    case, by = load(request, case_id, policies.may_manage), user_of(request)
    return do(
        request,
        case,
        lambda: actions.forget_codes(case=case, by=by),
        said=_("No code opens this case any more."),
    )


@staff
@require_POST
def write_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """A note."""
    case, by = load(request, case_id, policies.may_work), user_of(request)
    form = NoteForm(request.POST, auto_id="note-%s")
    if not form.is_valid():
        return page_of(request, case, note=form, status=422)
    return do(
        request,
        case,
        lambda: _save_note(case, form, by),
        said=_("The note is saved."),
    )


@transaction.atomic
def _save_note(case: Case, form: NoteForm, by: User) -> None:
    drafts.done(key=f"cases.note:{case.pk}", by=by)
    given = form.cleaned_data
    actions.write_note(case=case, text=given["text"], note_id=given["number"], by=by)
    guarding.record_overrides(form, by=by, programme=case.programme.slug)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def remove_note(request: HttpRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Take away what a note says, after asking once."""
    case, by = load(request, case_id, policies.may_see), user_of(request)
    note = case.notes.filter(pk=note_id, removed_at=None).select_related("by").first()
    if note is None:
        raise Http404
    if not (policies.may_lead(by, case) or note.by_id == by.pk):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "cases/remove_note.html", {"case": case, "note": note})
    note.case = case
    return do(
        request, case, lambda: actions.remove_note(note=note, by=by), said=_("The text of the note is gone.")
    )


@staff
@require_POST
def set_task(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Something to be done."""
    case, by = load(request, case_id, policies.may_work), user_of(request)
    form = TaskForm(request.POST, people=queries.colleagues(case), auto_id="task-%s")
    if not form.is_valid():
        return page_of(request, case, task=form, status=422)
    return do(request, case, lambda: _save_task(case, form, by), why=_why_no_task)


@transaction.atomic
def _save_task(case: Case, form: TaskForm, by: User) -> None:
    drafts.done(key=f"cases.task:{case.pk}", by=by)
    given = form.cleaned_data
    actions.set_task(
        case=case,
        kind=given["kind"],
        due_at=form.due_at,
        by=by,
        text=given["text"],
        assigned_to=given["assigned_to"],
        task_id=given["number"],
    )
    guarding.record_overrides(form, by=by, programme=case.programme.slug)


def _why_no_task(error: CaseError) -> str:
    if isinstance(error, WrongMove):
        return _("Nothing can be put on a closed case, and no task can be due after the case’s own end.")  # noqa: RUF001
    return why_not(error)


@staff
@require_POST
def end_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """It is done, or no longer needed."""
    task, by = load_task(request, task_id), user_of(request)
    act = actions.drop_task if request.POST.get("how") == "dropped" else actions.finish_task
    return do(request, task.case, lambda: act(task=task, by=by), then=_back(request, task.case))


@staff
@require_POST
def move_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """At another moment."""
    task = load_task(request, task_id)
    form = MoveTaskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("On which day? Choose one."))
        return redirect(_back(request, task.case))
    return do(
        request,
        task.case,
        lambda: _move(task, form.due_at, request),
        then=_back(request, task.case),
        why=_why_no_task,
    )


def _move(task: Task, due_at: datetime, request: HttpRequest) -> None:
    actions.move_task(task=task, due_at=due_at, assigned_to=task.assigned_to, by=user_of(request))


def _back(request: HttpRequest, case: Case) -> str:
    return safe_next(request, reverse("cases:show", args=[case.pk]))


@staff
@require_POST
def unlink(request: HttpRequest, case_id: UUID, contact_id: UUID) -> HttpResponse:
    """A contact does not belong to this case after all."""
    case, by = load(request, case_id, policies.may_work), user_of(request)
    contact = load_contact(request, contact_id)
    return do(
        request,
        case,
        lambda: actions.unlink(contact=contact, case=case, by=by),
        said=_("The contact does not belong to this case any more."),
    )


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shred(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask once, then erase the case before its term."""
    case, by = load(request, case_id, policies.may_lead), user_of(request)
    if request.method != "POST" or request.POST.get("sure") != "yes":
        return render(request, "cases/shred.html", {"case": case, "asked": request.method == "POST"})
    return do(
        request,
        case,
        lambda: actions.shred(case=case, by=by),
        said=_("The case is erased."),
        then=reverse("cases:list"),
    )
