"""The screens of referrals: thin. Load, ask whether this person may, call one action, answer.

A referral that a person may not read is not there for that person.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.cases.errors import CaseGone
from helpline.cases.models import Case
from helpline.contacts.states import ContactState
from helpline.drafts import actions as drafts
from helpline.drafts.guarding import record_overrides
from helpline.referrals import actions, delivery, forms, policies, queries
from helpline.referrals.errors import Gone, ReferralError
from helpline.referrals.models import Referral
from helpline.referrals.places import Place, case_of, place_of

_staff = staff_required()


def _load(request: HttpRequest, referral_id: UUID) -> Referral:
    referral = queries.find(user_of(request), referral_id)
    if referral is None:
        raise Http404
    return referral


def _place(request: HttpRequest) -> Place:
    place = place_of(request)
    if place is None:
        raise Http404
    return place


@_staff
@never_cache
@require_safe
def referral_list(request: HttpRequest) -> HttpResponse:
    """What was referred: first of what nobody has heard yet."""
    user = user_of(request)
    if not (user.can(policies.MAKE) or user.can(policies.LEAD)):
        raise PermissionDenied
    waiting, heard = queries.lines(user)
    context = {
        "waiting": waiting,
        "heard": heard,
        "several_programmes": user.programmes_with(policies.MAKE).count() > 1,
        "hotline_is_on": delivery.is_on(),
    }
    return render(request, "referrals/list.html", context)


@_staff
@never_cache
@require_safe
def pick(request: HttpRequest) -> HttpResponse:
    """Find an organisation: by region, for whom, and whether it can be reached now."""
    place = _place(request)
    form = forms.PickForm(request.GET)
    context = {
        "place": place,
        "form": form,
        "choices": queries.choices(place.programme, now=timezone.now(), **form.chosen()),
    }
    return render(request, "referrals/pick.html", context)


@_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, organisation: str) -> HttpResponse:
    """Refer to one organisation, with or without a note."""
    place, user = _place(request), user_of(request)
    choice = queries.choice_of(organisation, timezone.now())
    if choice is None:
        raise Http404
    form = forms.ReferForm(request.POST or None)
    draft = f"referrals.refer:{place.key}"
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            referral = actions.refer(
                organisation=organisation,
                number=form.cleaned_data["number"],
                note=form.cleaned_data["note"],
                agreed=form.cleaned_data["agreed"],
                contact=place.contact,
                case=place.case,
                by=user,
            )
            drafts.done(key=draft, by=user)
            record_overrides(form, by=user, programme=place.programme.slug)
        _say_made(request, place)
        return redirect("referrals:show", referral.pk)
    context = {"place": place, "choice": choice, "form": form, "draft": draft}
    return render(request, "referrals/refer.html", context, status=422 if form.errors else 200)


def _say_made(request: HttpRequest, place: Place) -> None:
    if place.contact is not None and place.contact.state == ContactState.REGISTERED:
        messages.warning(
            request,
            _(
                "The referral is written down. The contact was registered already: correct it, so that it is counted."
            ),
        )
        return
    messages.success(request, _("The referral is written down."))


def _page(request: HttpRequest, referral: Referral, *, status: int = 200, **bound: Any) -> HttpResponse:
    """A referral with its forms; bound: the form that was sent and could not be accepted, by its name."""
    user, now = user_of(request), timezone.now()
    try:
        note: str | None = actions.read(referral=referral, by=user, now=now)
    except Gone:
        note = None
    context = {
        "referral": referral,
        "line": queries.line_of(referral, user),
        "choice": queries.choice_of(referral.organisation, now),
        "note": note,
        "is_readable": note is not None,
        "outcome_form": forms.OutcomeForm(referral=referral, today=timezone.localdate(now)),
        "note_form": forms.NoteForm(note=note or ""),
        "draft": f"referrals.note:{referral.pk}",
        "place": Place(referral.programme, referral.contact, referral.case),
        "joins": _joins(referral),
        **bound,
    }
    return render(request, "referrals/show.html", context, status=status)


def _joins(referral: Referral) -> Case | None:
    """The case that the referral's contact belongs to by now, while the referral goes with none."""
    return case_of(referral.contact) if referral.case is None and referral.contact is not None else None


@_staff
@never_cache
@require_POST
def join(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Put it with the case of its contact."""
    referral, user = _load(request, referral_id), user_of(request)
    case = _joins(referral)
    if case is None:
        raise Http404
    try:
        actions.attach(referral=referral, case=case, by=user)
    except (ReferralError, CaseGone):
        messages.error(request, _("This referral is not there any more."))
        return redirect("referrals:list")
    messages.success(request, _("The referral goes with the case now."))
    return redirect("referrals:show", referral.pk)


@_staff
@never_cache
@require_safe
def show(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One referral, with its note."""
    return _page(request, _load(request, referral_id))


@_staff
@never_cache
@require_POST
def note(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Write the note anew."""
    referral, user = _load(request, referral_id), user_of(request)
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, referral, status=422, note_form=form)
    try:
        with transaction.atomic():
            actions.write_note(
                referral=referral, note=form.cleaned_data["note"], agreed=form.cleaned_data["agreed"], by=user
            )
            drafts.done(key=f"referrals.note:{referral.pk}", by=user)
            record_overrides(form, by=user, programme=referral.programme.slug)
    except Gone:
        messages.error(request, _("This referral is not there any more."))
        return redirect("referrals:list")
    messages.success(request, _("The note to take along is saved."))
    return redirect("referrals:show", referral.pk)


@_staff
@never_cache
@require_POST
def outcome(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """Say what came of it."""
    referral, user = _load(request, referral_id), user_of(request)
    form = forms.OutcomeForm(request.POST, referral=referral, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, referral, status=422, outcome_form=form)
    try:
        actions.tell_outcome(referral=referral, outcome=form.cleaned_data["outcome"], by=user)
    except (ReferralError, CaseGone):
        messages.error(request, _("This referral is not there any more."))
        return redirect("referrals:list")
    messages.success(request, _("It is written down what came of it."))
    return redirect("referrals:show", referral.pk)


@_staff
@never_cache
@require_safe
def paper(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """The note on a plain page, to print or to read out: nothing of us, of the contact or of the case stands there."""
    referral = _load(request, referral_id)
    try:
        text = actions.read(referral=referral, by=user_of(request))
    except Gone:
        text = ""
    if not text:
        raise Http404
    context = {
        "referral": referral,
        "choice": queries.choice_of(referral.organisation, timezone.now()),
        "name": queries.name_of(referral.organisation),
        "note": text,
    }
    return render(request, "referrals/print.html", context)
