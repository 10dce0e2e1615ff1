"""The staff's side of the post: one inbox of letters from the website and from mailboxes, and one correspondence.

What somebody typed is never lost: a text that could not be sent stands in its form again, with the reason above it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.cases import policies as case_policies
from helpline.contacts import offers as contact_offers
from helpline.contacts import policies as contact_policies
from helpline.contacts import queries as contacts
from helpline.contacts.states import ContactState
from helpline.drafts import actions as drafts
from helpline.drafts import guarding
from helpline.mail import actions, policies, queries, terms
from helpline.mail.errors import Empty, Gone, NotAllowed, PostError, TooLong
from helpline.mail.models import Correspondence
from helpline.mail.states import Side, State
from helpline.mail.views.refusals import told_of

#: the whole room: for whoever answers or leads in any programme; which letters, `_load` asks
_staff = staff_required()
LISTS = ("waiting", "mine", "look", "others", "done")


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the inbox."""

    key: str
    name: str
    is_current: bool


def _user(request: HttpRequest) -> User:
    user = user_of(request)
    if not (user.can(policies.ANSWER) or user.can(policies.LEAD)):
        raise PermissionDenied
    return user


def _load(user: User, correspondence_id: UUID) -> Correspondence:
    """The correspondence, for who may read it. For everybody else it is not there."""
    found = queries.find(correspondence_id)
    if found is None or not policies.may_read(user, found):
        raise Http404
    return found


@_staff
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One list of the inbox, what is due first on top."""
    user = _user(request)
    which = request.GET.get("list", "waiting")
    which = which if which in LISTS else "waiting"
    return _inbox(request, user, which)


def _inbox(
    request: HttpRequest, user: User, which: str, *, draft: str = "", status: int = 200
) -> HttpResponse:
    at = timezone.now()
    names = {
        "waiting": _("Letters that wait"),
        "mine": _("Mine"),
        "look": _("To look at"),
        "others": _("With colleagues"),
        "done": _("Answered lately"),
    }
    shown = [key for key in LISTS if key != "others" or user.can(policies.LEAD)]
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < 5 else 1
    lines, is_more = queries.inbox(user, which, at, max(1, page))
    context = {
        "tabs": [Tab(key, names[key], key == which) for key in shown],
        "which": which,
        "lines": lines,
        "earlier": page - 1 if page > 1 else 0,
        "later": page + 1 if is_more else 0,
        "desk": queries.for_desk(user, at),
        "stuck": queries.stuck_mailboxes(user, at),
        "several_programmes": len(_programmes(user)) > 1,
        "practice_in": user.programmes_with(policies.ANSWER),
        "request_id": uuid4(),
        "draft": draft,
        "now": at,
    }
    return render(request, "mail/staff/list.html", context, status=status)


def _programmes(user: User) -> set[int]:
    return {
        each.pk
        for permission in (policies.ANSWER, policies.LEAD)
        for each in user.programmes_with(permission)
    }


@_staff
@require_POST
def practice(request: HttpRequest) -> HttpResponse:
    """Put a practice letter into the inbox."""
    user = _user(request)
    programme = user.programmes_with(policies.ANSWER).filter(slug=request.POST.get("programme", "")).first()
    text = request.POST.get("text", "")
    if programme is None:
        raise PermissionDenied
    judged = guarding.judged(text, request.POST.get("text_reason", ""))
    try:
        with transaction.atomic():
            started = actions.start_training(
                programme=programme, text=judged.text, request_id=_number(request), by=user
            )
            guarding.record([judged], by=user, programme=programme.slug)
    except (Empty, TooLong) as refused:
        messages.error(request, told_of(refused))
        return _inbox(request, user, "waiting", draft=text, status=422)
    return redirect("mail_staff:show", started.pk)


@_staff
@never_cache
@require_safe
def show(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """One correspondence: the letters, the answer, and the registration beside it."""
    user = _user(request)
    return _page(request, user, _load(user, correspondence_id))


def _page(
    request: HttpRequest,
    user: User,
    correspondence: Correspondence,
    *,
    draft: str = "",
    note: str = "",
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    try:
        shown = queries.letters(correspondence, (Side.VISITOR, Side.HELPLINE, Side.AUTOMATIC, Side.NOTE))
        proposal = queries.proposal(correspondence)
    except Gone:
        raise Http404 from None
    mine = policies.is_owner(user, correspondence)
    contact = correspondence.contact
    registers = (
        contact is not None
        and contact.state not in (ContactState.AT_THE_DOOR, ContactState.CLOSED)
        and contact_policies.may_register(user, contact)
    )
    box = queries.box_of(correspondence.programme)
    context = {
        "correspondence": correspondence,
        "line": queries.line(correspondence, now),
        "shown": shown,
        "proposal": proposal,
        "mine": mine,
        "writes": mine and correspondence.state == State.TAKEN,
        "may_take": policies.may_take(user, correspondence),
        "may_hand_over": policies.may_hand_over(user, correspondence) and correspondence.state == State.TAKEN,
        "may_approve": proposal is not None and policies.may_approve(user, correspondence),
        "may_note": policies.may_note(user, correspondence),
        "second_pair": box.second_pair and not correspondence.training,
        "colleagues": queries.colleagues(correspondence, user) if correspondence.state == State.TAKEN else [],
        "templates": queries.beginnings(correspondence) if mine else [],
        "case": _case(user, correspondence),
        "contact": contact if registers else None,
        "registration": contacts.form_for(contact) if registers and contact is not None else None,
        # in a tab of their own: what is being written to this person stays in front
        "offers": contact_offers.for_contact(user, contact) if registers and contact is not None else [],
        "beside": True,
        "request_id": uuid4(),
        "note_id": uuid4(),
        "draft": draft,
        "note": note,
        "told": told,
        "longest": terms.LONGEST_LETTER,
        "now": now,
    }
    return render(request, "mail/staff/show.html", context, status=status)


def _case(user: User, correspondence: Correspondence) -> tuple[str, str] | None:
    """The alias and the address of the case it belongs to, for who may see it."""
    case = correspondence.case
    if case is None or not case_policies.may_see(user, case):
        return None
    try:
        return case.alias, reverse("cases:show", args=[case.pk])
    except NoReverseMatch:
        return case.alias, ""


def _number(request: HttpRequest) -> UUID:
    """The number of the form that was sent: sent twice it does one thing."""
    try:
        return UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid4()


def _do(
    request: HttpRequest, correspondence_id: UUID, act: Callable[[User, Correspondence], object], *, said: str
) -> HttpResponse:
    """Do it and show how it stands; or say why not."""
    user = _user(request)
    correspondence = _load(user, correspondence_id)
    try:
        act(user, correspondence)
    except Gone:
        return _gone(request)
    except NotAllowed:
        raise PermissionDenied from None
    except PostError as refused:
        messages.error(request, told_of(refused))
    else:
        messages.success(request, said)
    again = queries.find(correspondence_id)
    if again is None or not policies.may_read(user, again):
        return redirect("mail_staff:list")
    return redirect("mail_staff:show", correspondence_id)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _(
            "This correspondence is not there for you any more: its writer deleted it, its time was over, "
            "or a colleague answers it now."
        ),
    )
    return redirect("mail_staff:list")


@_staff
@require_POST
def take(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """I answer this one."""
    shown = request.POST.get("owner", "")
    from_user_id = int(shown) if shown.isdecimal() and len(shown) < 10 else None
    return _do(
        request,
        correspondence_id,
        lambda user, each: actions.take(correspondence=each, by=user, from_user_id=from_user_id),
        said=_("You answer this letter now."),
    )


@_staff
@require_POST
def give_back(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """Somebody else may answer it."""
    return _do(
        request,
        correspondence_id,
        lambda user, each: actions.give_back(correspondence=each, by=user),
        said=_("The letter waits for a colleague again."),
    )


@_staff
@require_POST
def hand_over(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """A certain colleague answers it."""
    user = _user(request)
    correspondence = _load(user, correspondence_id)
    wanted = request.POST.get("to", "")
    colleague = next(
        (each for each in queries.colleagues(correspondence, user) if str(each.pk) == wanted), None
    )
    if colleague is None:
        return _page(request, user, correspondence, told=_("Choose a colleague first."), status=422)
    return _do(
        request,
        correspondence_id,
        lambda by, each: actions.hand_over(correspondence=each, to=colleague, by=by),
        said=_("%(name)s answers this letter now.") % {"name": colleague.name},
    )


@_staff
@require_POST
def answer(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """Send the answer, or ask a colleague to look at it first."""
    user = _user(request)
    found = queries.find(correspondence_id)
    if found is None or not policies.may_read(user, found):
        return _gone(request)
    text, number = request.POST.get("text", ""), _number(request)
    asks = "propose" in request.POST
    act = actions.propose if asks else actions.answer
    key = f"mail.answer:{correspondence_id}"
    judged = guarding.judged(text, request.POST.get("text_reason", ""))
    try:
        with transaction.atomic():
            act(correspondence=found, text=judged.text, request_id=number, by=user)
            guarding.record([judged], by=user, programme=found.programme.slug)
            drafts.done(key=key, by=user)
    except Gone:
        return _gone(request)
    except PostError as refused:
        found = _load(user, correspondence_id)
        return _page(request, user, found, draft=text, told=told_of(refused), status=422)
    messages.success(request, _("A colleague is asked to look at it.") if asks else _("The answer is sent."))
    return redirect("mail_staff:show", correspondence_id)


@_staff
@require_POST
def approve(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """The colleague's answer is good as it stands."""
    shown = request.POST.get("proposal", "")
    number = int(shown) if shown.isdecimal() and len(shown) < 19 else 0
    return _do(
        request,
        correspondence_id,
        lambda user, each: actions.approve(correspondence=each, proposal_id=number, by=user),
        said=_("The answer is sent."),
    )


@_staff
@require_POST
def withdraw(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """Back to its writer: the text stands in the answer again."""
    user = _user(request)
    correspondence = _load(user, correspondence_id)
    try:
        text = actions.withdraw(correspondence=correspondence, by=user)
    except Gone:
        return _gone(request)
    except NotAllowed:
        raise PermissionDenied from None
    except PostError as refused:
        messages.error(request, told_of(refused))
        return redirect("mail_staff:show", correspondence_id)
    if policies.is_owner(user, correspondence):
        return _page(request, user, correspondence, draft=text)
    messages.success(request, _("The answer is back with its writer."))
    return redirect("mail_staff:list")


@_staff
@require_POST
def close(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """It gets no answer."""
    return _do(
        request,
        correspondence_id,
        lambda user, each: actions.close(correspondence=each, by=user),
        said=_("Closed without an answer. The registration waits to be finished."),
    )


@_staff
@require_POST
def write_note(request: HttpRequest, correspondence_id: UUID) -> HttpResponse:
    """A note for colleagues."""
    user = _user(request)
    correspondence = _load(user, correspondence_id)
    text = request.POST.get("note", "")
    judged = guarding.judged(text, request.POST.get("note_reason", ""))
    try:
        with transaction.atomic():
            actions.write_note(
                correspondence=correspondence, text=judged.text, request_id=_number(request), by=user
            )
            guarding.record([judged], by=user, programme=correspondence.programme.slug)
            drafts.done(key=f"mail.note:{correspondence_id}", by=user)
    except Gone:
        return _gone(request)
    except PostError as refused:
        return _page(request, user, correspondence, note=text, told=told_of(refused), status=422)
    messages.success(request, _("The note is kept."))
    return redirect("mail_staff:show", correspondence_id)
