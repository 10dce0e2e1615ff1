"""The screens of risk records: thin. Load, ask whether this person may, call one action, answer.

A record that a person may not read is not there for that person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.care import actions, forms, levels, policies, queries
from helpline.care.actions.writing import FREE_KINDS
from helpline.care.errors import CannotBeConsulted, CareError, Gone, NotYet, WrongMove
from helpline.care.models import RiskRecord
from helpline.care.rules import Lack
from helpline.care.states import RiskState
from helpline.cases import queries as cases
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case
from helpline.contacts import queries as contacts
from helpline.contacts.models import Contact
from helpline.directory import queries as directory
from helpline.drafts import actions as drafts
from helpline.drafts.guarding import record_overrides
from helpline.vault.errors import VaultError

_staff = staff_required()


def _may_enter(user: User) -> bool:
    return user.can(policies.WRITE) or user.can(policies.LEAD)


def _load(request: HttpRequest, record_id: UUID) -> RiskRecord:
    record = queries.find(user_of(request), record_id)
    if record is None:
        raise Http404
    return record


@_staff
@never_cache
@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """What is open, the most urgent first; and what was closed lately."""
    user, now = user_of(request), timezone.now()
    if not _may_enter(user):
        raise PermissionDenied
    context = {
        "board": queries.for_desk(user, now),
        "closed": queries.closed_lines(user, now),
        "leads": user.can(policies.LEAD),
        "several_programmes": _several(user),
    }
    return render(request, "care/list.html", context)


def _several(user: User) -> bool:
    permission = policies.LEAD if user.can(policies.LEAD) else policies.WRITE
    return user.programmes_with(permission).count() > 1


# ---- a new record ----


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a new record belongs."""

    contact: Contact | None
    case: Case | None

    @property
    def programme(self) -> Any:
        return (self.case or self.contact).programme  # type: ignore[union-attr]

    @property
    def key(self) -> str:
        """The draft's key: of the place, so that another computer finds it."""
        return f"care.new:{(self.case or self.contact).pk}"  # type: ignore[union-attr]

    @property
    def back(self) -> str:
        """The page it was opened from."""
        if self.case is not None:
            return _address("cases:show", self.case.pk)
        return _address("contacts:registration", self.contact.pk) if self.contact else ""


def _address(name: str, pk: UUID) -> str:
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""  # a room that has no such page


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _case_of(contact: Contact) -> Case | None:
    """The case that a contact belongs to, when both are of one programme: its records go with it."""
    found = cases.case_of(contact)
    return found if found is not None and found.programme_id == contact.programme_id else None


def _place(request: HttpRequest) -> _Place:
    """The contact or the case in the address, when this person may make a record of it."""
    user = user_of(request)
    contact_id, case_id = _uuid(request.GET.get("contact")), _uuid(request.GET.get("case"))
    contact = contacts.find(contact_id) if contact_id else None
    case = cases.find(case_id) if case_id else None
    if contact is not None and policies.may_open_for_contact(user, contact):
        return _Place(contact, _case_of(contact))
    if case is not None and policies.may_open_for_case(user, case):
        return _Place(None, case)
    raise Http404


@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a record of a contact or a case."""
    user, place = user_of(request), _place(request)
    form = forms.OpenForm(request.POST or None, programme=place.programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with transaction.atomic():
            record = actions.open_record(
                level=said["level"],
                said=said["said"],
                applies=said["applies"],
                number=said["number"],
                contact=place.contact,
                case=place.case,
                by=user,
            )
            drafts.done(key=place.key, by=user)
            record_overrides(form, by=user, programme=record.programme.slug)
        messages.success(request, _("The risk record is open. A shift lead sees it now."))
        return redirect("care:show", record.pk)
    context = {
        "form": form,
        "place": place,
        "emergency": directory.emergency_organisations(place.programme),
        "others": queries.of_contact(place.contact) if place.contact else [],
        "acute": levels.label_of(place.programme, "acute"),
    }
    return render(request, "care/new.html", context, status=422 if form.errors else 200)


# ---- one record ----


def _page(
    request: HttpRequest, record: RiskRecord, *, bound: forms.RecordForm | None = None, status: int = 200
) -> HttpResponse:
    """A record with all its forms; bound: the one that was sent and could not be accepted."""
    user, now = user_of(request), timezone.now()
    try:
        texts: Mapping[UUID, str] | None = actions.read(record=record, by=user, now=now)
    except (Gone, VaultError):
        texts = None
    page = queries.page_of(record, user, texts, now)
    at_hand = [forms.TextForm(kind, record=record) for kind in forms.QUESTIONS]
    kinds = (forms.LevelForm, forms.MeldcodeForm, forms.ConsultForm, forms.NoteConsultationForm,
             forms.DecideForm, forms.FollowUpForm, forms.FollowedUpForm)  # fmt: skip
    by_act: dict[str, Any] = {form.act: form for form in at_hand}
    by_act |= {kind.act: kind(record=record) for kind in kinds}
    if bound is not None:
        by_act[bound.act] = bound
    context = {
        "record": record,
        "page": page,
        "forms": by_act,
        "may_be_consulted": policies.may_be_consulted(user, record),
        "is_consulted": record.consulted_id == user.pk,
        "is_closed": record.state == RiskState.CLOSED,
        "can_write": page.is_readable and record.state != RiskState.CLOSED,
        "emergency": directory.emergency_organisations(record.programme),
        "where": _where(record),
        "joins": _case_of(record.contact) if record.case is None and record.contact is not None else None,
    }
    return render(request, "care/show.html", context, status=status)


def _where(record: RiskRecord) -> str:
    """The page of the case or the contact; empty when the contact is gone."""
    if record.case is None and record.contact is None:
        return ""
    return _Place(record.contact, record.case).back


@_staff
@never_cache
@require_safe
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One record, opened: that is recorded."""
    return _page(request, _load(request, record_id))


def _do(
    request: HttpRequest,
    record: RiskRecord,
    form: forms.RecordForm | None,
    do: Callable[[], object],
    *,
    said: Any,
    anchor: str,
) -> HttpResponse:
    """Do it, or say why not; afterwards the record is shown where it was done."""
    user = user_of(request)
    try:
        with transaction.atomic():
            do()
            if form is not None:
                drafts.done(key=f"care.{form.act}:{record.pk}", by=user)
                record_overrides(form, by=user, programme=record.programme.slug)
    except (Gone, CaseGone):
        messages.error(request, _("This record is not there any more."))
        return redirect("care:list")
    except NotYet as refusal:
        lacks = ", ".join(str(Lack(lack).label) for lack in refusal.lacks)
        messages.error(request, _("Not yet. First: %(lacks)s.") % {"lacks": lacks})
        return _page(request, _load(request, record.pk), bound=form, status=409)
    except CannotBeConsulted:
        messages.error(
            request, _("Somebody else must be consulted: who leads here and did not write the record.")
        )
        return _page(request, _load(request, record.pk), bound=form, status=409)
    except (WrongMove, CareError):
        messages.error(request, _("The record has changed in the meantime. This is how it stands now."))
        return _page(request, _load(request, record.pk), bound=form, status=409)
    messages.success(request, said)
    return redirect(f"{reverse('care:show', args=[record.pk])}#{anchor}")


#: where the page stands after a text of a kind was added
_ANCHOR = {kind.value: key for key, (kinds, _step) in queries.SECTIONS.items() for kind in kinds}


@_staff
@never_cache
@require_POST
def write(request: HttpRequest, record_id: UUID, kind: str) -> HttpResponse:
    """Add one text."""
    record, user = _load(request, record_id), user_of(request)
    if kind not in FREE_KINDS:
        raise Http404
    form = forms.TextForm(kind, request.POST, record=record)
    if not form.is_valid():
        return _page(request, record, bound=form, status=422)
    typed = form.cleaned_data
    return _do(
        request,
        record,
        form,
        lambda: actions.write(record=record, kind=kind, text=typed["text"], number=typed["number"], by=user),
        said=_("It is written down."),
        anchor=_ANCHOR[kind],
    )


@dataclass(frozen=True, slots=True)
class _Act:
    """A button or a form of the page. do: (record, what was filled in, who)."""

    do: Callable[[RiskRecord, dict[str, Any], User], object]
    said: Any
    anchor: str
    form: type[forms.RecordForm] | None = None


def _consult(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.consult(record=record, advice=typed["advice"], number=typed["number"], by=by)


def _note(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.note_consultation(record=record, by=by, **typed)


def _decide(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.decide(record=record, by=by, **typed)


def _plan(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.plan_follow_up(record=record, by=by, **typed)


def _finish(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.finish_follow_up(record=record, by=by, **typed)


def _level(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.change_level(record=record, level=typed["level"], by=by)


def _applies(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    actions.answer_meldcode(record=record, applies=typed["applies"], by=by)


def _join(record: RiskRecord, typed: dict[str, Any], by: User) -> None:
    case = _case_of(record.contact) if record.contact is not None else None
    if case is None:
        raise WrongMove("its contact belongs to no case")
    actions.attach(record=record, case=case, by=by)


_ACTS: Mapping[str, _Act] = {
    "level": _Act(_level, gettext_lazy("The level is changed."), "content", forms.LevelForm),
    "meldcode": _Act(_applies, gettext_lazy("It is written down."), "signs", forms.MeldcodeForm),
    "consult": _Act(_consult, gettext_lazy("You advised, and signed."), "consultation", forms.ConsultForm),
    "note_consultation": _Act(
        _note, gettext_lazy("It is written down. Who was consulted still signs."), "consultation",
        forms.NoteConsultationForm,
    ),
    "sign": _Act(
        lambda record, typed, by: actions.sign(record=record, by=by), gettext_lazy("You signed."), "consultation"
    ),
    "decide": _Act(_decide, gettext_lazy("The decision is written down."), "decision", forms.DecideForm),
    "follow_up": _Act(_plan, gettext_lazy("The follow-up is planned."), "follow_up", forms.FollowUpForm),
    "followed_up": _Act(_finish, gettext_lazy("It is written down."), "follow_up", forms.FollowedUpForm),
    "join": _Act(_join, gettext_lazy("The record goes with the case now."), "content"),
    "close": _Act(
        lambda record, typed, by: actions.close(record=record, by=by),
        gettext_lazy("The risk record is closed."), "content",
    ),
    "reopen": _Act(
        lambda record, typed, by: actions.reopen(record=record, by=by),
        gettext_lazy("The risk record is open again. It begins with a consultation."), "content",
    ),
}  # fmt: skip


@_staff
@never_cache
@require_POST
def act(request: HttpRequest, record_id: UUID, name: str) -> HttpResponse:
    """Press one of the buttons, or send one of the forms."""
    record, user, chosen = _load(request, record_id), user_of(request), _ACTS.get(name)
    if chosen is None:
        raise Http404
    form = chosen.form(request.POST, record=record) if chosen.form is not None else None
    if form is not None and not form.is_valid():
        return _page(request, record, bound=form, status=422)
    typed = _typed(form) if form is not None else {}
    return _do(
        request,
        record,
        form,
        lambda: chosen.do(record, typed, user),
        said=str(chosen.said),
        anchor=chosen.anchor,
    )


def _typed(form: forms.RecordForm) -> dict[str, Any]:
    """What was filled in, without what only the guard asks."""
    return {name: value for name, value in form.cleaned_data.items() if not name.endswith("_reason")}
