"""What the screens have in common: finding the case, and saying why something was refused."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.cases import policies, queries
from helpline.cases.errors import CaseError, CaseGone, NoText, OtherProgramme, WrongMove
from helpline.cases.models import Case, Task
from helpline.cases.searching import programmes_of

staff = staff_required()
Policy = Callable[[User, Case], bool]


def check_works_here(user: User) -> None:
    """Raise PermissionDenied for who sees no cases in any programme."""
    if not programmes_of(user):
        raise PermissionDenied


def load(request: HttpRequest, case_id: UUID, policy: Policy = policies.may_see) -> Case:
    """The case, for who may. One that this person may not see is not there for them."""
    case, user = queries.find(case_id), user_of(request)
    if case is None or not policies.may_see(user, case):
        raise Http404
    if not policy(user, case):
        raise PermissionDenied
    return case


def load_task(request: HttpRequest, task_id: UUID) -> Task:
    """An open or ended task of a case that this person works on."""
    task = Task.objects.filter(pk=task_id).first()
    if task is None:
        raise Http404
    task.case = load(request, task.case_id, policies.may_work)
    return task


def why_not(error: CaseError) -> str:
    """What was refused, in a sentence."""
    if isinstance(error, CaseGone):
        return _("This case is not there any more.")
    if isinstance(error, NoText):
        return _("There are no words in it, or too many.")
    if isinstance(error, OtherProgramme):
        return _("That is of another programme.")
    if isinstance(error, WrongMove):
        return _("That cannot be done any more. This is how it stands now.")
    return _("This was not possible.")


def do(
    request: HttpRequest,
    case: Case,
    act: Callable[[], object],
    *,
    said: str = "",
    then: str = "",
    why: Callable[[CaseError], str] = why_not,
) -> HttpResponse:
    """Do it, or say why not; then the case is shown, or the page at `then`."""
    try:
        act()
    except CaseGone as gone:
        messages.error(request, why(gone))
        return redirect("cases:list")
    except CaseError as error:
        messages.error(request, why(error))
    else:
        if said:
            messages.success(request, said)
    return redirect(then) if then else redirect("cases:show", case.pk)
