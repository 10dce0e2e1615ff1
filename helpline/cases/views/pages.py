"""The pages: the list with its search, a case, a new one, my tasks, and the case beside a contact."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import user_of
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import actions, offers, policies, queries, searching
from helpline.cases.errors import (
    AliasQuestioned,
    AliasRefused,
    AliasTaken,
    CaseError,
    CaseGone,
    LinkedElsewhere,
    TooManyTries,
)
from helpline.cases.forms import (
    AliasForm,
    FilterForm,
    NewCaseForm,
    NoteForm,
    TaskForm,
    owners_to_choose,
    states_to_choose,
)
from helpline.cases.models import Case
from helpline.cases.rules import ENDS_SOON
from helpline.cases.states import MOVES, CaseState
from helpline.cases.terms import days_left, term_of
from helpline.cases.views.shared import check_works_here, load, staff, why_not
from helpline.contacts import queries as contacts
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme


@staff
@never_cache
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases of my programmes, narrowed by what the address says."""
    user = user_of(request)
    check_works_here(user)
    filters = FilterForm.read(request.GET)
    number = request.GET.get("page", "")
    page = searching.search(user, filters, page=int(number) if number.isdecimal() and len(number) < 7 else 1)
    programmes = searching.programmes_of(user)
    people = {person.pk: person for each in programmes for person in queries.people_of(each)}
    kept = {key: value for key, value in request.GET.items() if key != "page" and value}
    context = {
        "page": page,
        "filters": filters,
        "states": states_to_choose(),
        "owners": owners_to_choose(sorted(people.values(), key=lambda person: person.name)),
        "programmes": programmes,
        "several": len(programmes) > 1,
        "is_narrowed": bool(kept),
        "query": urlencode(kept),
        "may_open": user.can(Permission.CASES_WORK),
        "now": timezone.now(),
    }
    return render(request, "cases/list.html", context)


@staff
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """What was typed in the search: a return code leads to its case; anything else is looked for in the aliases.

    Posted, because a code never comes into an address.
    """
    user = user_of(request)
    check_works_here(user)
    text = request.POST.get("text", "")[:200]
    try:
        case = _by_code(user, text)
    except TooManyTries:
        messages.error(request, _("Too many codes are being tried just now. Please wait a minute."))
        return redirect("cases:list")
    if case is not None:
        messages.success(request, _("This is the case of that code."))
        return redirect("cases:show", case.pk)
    if queries.could_be_code(text):
        messages.error(request, _("No case opens with that code. Look at the spelling."))
        return redirect("cases:list")
    found = urlencode({"text": text.strip(), "state": searching.ANY})
    return redirect(f"{reverse('cases:list')}?{found}")


def _by_code(user: User, text: str) -> Case | None:
    if not queries.could_be_code(text):
        return None
    return queries.by_code(text, *searching.programmes_of(user))


@staff
@never_cache
@require_safe
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case. That somebody else than its owner reads the notes is recorded."""
    case = load(request, case_id)
    return page_of(request, case)


def page_of(
    request: HttpRequest,
    case: Case,
    *,
    note: NoteForm | None = None,
    task: TaskForm | None = None,
    alias: AliasForm | None = None,
    questioned: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a case; with a form that could not be saved, as it was sent."""
    user, now = user_of(request), timezone.now()
    try:
        texts = actions.read_notes(case=case, by=user)
    except CaseGone:
        raise Http404 from None
    people = queries.colleagues(case)
    belongs = queries.contacts_of(case, user)
    opens = {each.contact.pk for each in belongs if each.may_open}
    lines = queries.history(case, texts, opens=opens)
    context = {
        "case": case,
        "history": lines,
        "is_cut": len(lines) < case.lines.count(),
        "tasks": queries.tasks_of(case, user, now),
        "contacts": belongs,
        "offers": offers.offered(user, case),
        "moves": [(state, CaseState(state).label) for state in CaseState if state in MOVES[case.state]],
        "people": [person for person in people if person.pk != case.owner_id],
        "is_mine": case.owner_id == user.pk,
        "may_work": policies.may_work(user, case),
        "may_manage": policies.may_manage(user, case),
        "may_lead": policies.may_lead(user, case),
        "may_read": policies.may_read_notes(user, case),
        "days_left": days_left(case.expires_at, now),
        "term_days": term_of(case.state).days,
        "ends_soon": case.expires_at <= now + ENDS_SOON,
        "note_form": note or NoteForm(initial={"number": uuid4()}, auto_id="note-%s"),
        "task_form": task
        or TaskForm(initial={"number": uuid4(), "moment": "10:00"}, people=people, auto_id="task-%s"),
        "alias_form": alias or AliasForm(initial={"alias": case.alias}, auto_id="alias-%s"),
        "alias_open": alias is not None,
        "questioned": questioned,
        "now": now,
    }
    return render(request, "cases/show.html", context, status=status)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case: under a proposed alias or one's own, perhaps with a contact as its first."""
    user = user_of(request)
    programmes = list(user.programmes_with(Permission.CASES_WORK))
    if not programmes:
        raise PermissionDenied
    contact = _contact(request)
    if contact is not None:
        programmes = [each for each in programmes if each.pk == contact.programme_id]
        if not programmes:
            raise PermissionDenied
    if request.method != "POST":
        form = NewCaseForm(initial={"alias": actions.propose_alias(programmes[0])}, programmes=programmes)
        return _new_page(request, form, contact)
    form = NewCaseForm(request.POST, programmes=programmes)
    if not form.is_valid():
        return _new_page(request, form, contact, status=422)
    try:
        case = actions.open_case(
            programme=form.cleaned_data["programme"],
            by=user,
            alias=form.cleaned_data["alias"],
            is_no_name=form.cleaned_data["is_no_name"],
            contact=contact,
        )
    except AliasQuestioned as questioned:
        return _new_page(request, form, contact, questioned=questioned.words, status=422)
    except (AliasTaken, AliasRefused) as error:
        form.add_error("alias", about_alias(error))
        return _new_page(request, form, contact, status=422)
    except CaseError as error:
        messages.error(request, _contact_refused(error))
        return redirect("cases:list")
    messages.success(request, _("The case is open, and it is yours."))
    return redirect("cases:show", case.pk)


def about_alias(error: CaseError) -> str:
    """Why an alias was not taken."""
    if isinstance(error, AliasTaken):
        return _("Another case of this programme has this alias. Choose another one.")
    return _("An alias is short, and holds no number, address or link.")


def _new_page(
    request: HttpRequest,
    form: NewCaseForm,
    contact: Contact | None,
    *,
    questioned: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "contact": contact, "questioned": questioned}
    return render(request, "cases/new.html", context, status=status)


def _contact(request: HttpRequest) -> Contact | None:
    """The contact that is named along, when this person may register it."""
    named = request.POST.get("contact") or request.GET.get("contact")
    if not named:
        return None
    try:
        return load_contact(request, UUID(named))
    except ValueError:
        raise Http404 from None


def load_contact(request: HttpRequest, contact_id: UUID) -> Contact:
    """A contact of which this person has the registration. Raises Http404: one of others is not there for them."""
    contact = contacts.find(contact_id)
    if contact is None or not policies.may_put_in_a_case(user_of(request), contact):
        raise Http404
    return contact


@staff
@never_cache
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What I have to do, in the order in which it is due."""
    user, now = user_of(request), timezone.now()
    check_works_here(user)
    found = queries.to_do_list(user, now)
    context = {
        "due": [each for each in found if each.is_due],
        "later": [each for each in found if not each.is_due],
        "several": len(searching.programmes_of(user)) > 1,
        "now": now,
    }
    return render(request, "cases/tasks.html", context)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def beside(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """To which case a contact belongs: the one whose code the person told, one from the list, or a new one."""
    contact, user = load_contact(request, contact_id), user_of(request)
    case = queries.case_of(contact)
    if case is not None:
        return redirect("cases:show", case.pk)
    text = request.POST.get("text", "")[:200].strip()
    found: list[searching.Row] = []
    if request.method == "POST":
        answer = _link_posted(request, contact, text)
        if answer is not None:
            return answer
        if text and not queries.could_be_code(text):
            filters = searching.Filters(text=text, state=searching.ANY, programme=contact.programme.slug)
            found = list(searching.search(user, filters).rows)
    mine = searching.search(
        user, searching.Filters(owner=searching.MINE, programme=contact.programme.slug)
    ).rows
    context = {"contact": contact, "text": text, "found": found, "mine": mine[:10], "asked": bool(text)}
    return render(request, "cases/beside.html", context)


def _link_posted(request: HttpRequest, contact: Contact, text: str) -> HttpResponse | None:
    """Link what was chosen or what the code opens; None when nothing of the kind was sent."""
    chosen, user = request.POST.get("case", ""), user_of(request)
    by_code = False
    try:
        if chosen:
            case = load(request, UUID(chosen), policies.may_work)
        else:
            found = _code_of(contact.programme, text)
            if found is None:
                return None
            case, by_code = found, True
        actions.link(contact=contact, case=case, by=user, by_code=by_code)
    except ValueError:
        raise Http404 from None
    except TooManyTries:
        messages.error(request, _("Too many codes are being tried just now. Please wait a minute."))
        return None
    except CaseError as error:
        messages.error(request, _contact_refused(error))
        return redirect("cases:beside", contact.pk)
    messages.success(request, _("The contact belongs to this case now."))
    return redirect("cases:show", case.pk)


def _code_of(programme: Programme, text: str) -> Case | None:
    return queries.by_code(text, programme) if queries.could_be_code(text) else None


def _contact_refused(error: CaseError) -> str:
    if isinstance(error, LinkedElsewhere):
        return _("This contact belongs to another case already.")
    return why_not(error)
