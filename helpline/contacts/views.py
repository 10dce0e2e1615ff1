"""The screens of this room: thin. Load, ask whether this person may, call one action, answer.

The registration talks JSON to its script and HTML to a browser without one; both use the same addresses.
"""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.contacts import actions, offers, policies, queries
from helpline.contacts.errors import (
    ContactError,
    FieldConflict,
    Incomplete,
    RequestReused,
    UnknownCode,
    UnknownField,
    WrongMove,
)
from helpline.contacts.forms import BadShape, posted_codes, posted_values, read_field_request
from helpline.contacts.models import Answer, Contact
from helpline.contacts.states import ContactState

#: the whole room: for whoever registers or corrects in any programme; which contacts, `_load` asks
_staff = staff_required()


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _load(request: HttpRequest, contact_id: UUID) -> Contact:
    """The contact, for who has its registration or may take it. For everybody else it is not there."""
    contact, user = queries.find(contact_id), user_of(request)
    if contact is None or not (policies.may_register(user, contact) or policies.may_take(user, contact)):
        raise Http404
    return contact


def _page(
    request: HttpRequest,
    contact: Contact,
    *,
    missing: tuple[str, ...] = (),
    given: dict[str, list[str]] | None = None,
    status: int = 200,
    template: str = "contacts/page.html",
) -> HttpResponse:
    context = {
        "contact": contact,
        "registration": queries.form_for(contact, missing=missing, given=given),
        "may_take": policies.may_take(user_of(request), contact)
        and contact.state == ContactState.TO_REGISTER,
        "offers": offers.for_contact(user_of(request), contact),
        "beside": template == "contacts/registration.html",
    }
    return render(request, template, context, status=status)


@_staff
@never_cache
@require_safe
def registration(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The registration of one contact, as a page of its own."""
    contact = _load(request, contact_id)
    if contact.state in (ContactState.AT_THE_DOOR, ContactState.CLOSED):
        raise Http404
    return _page(request, contact)


@_staff
@never_cache
@require_safe
def part(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """The same as a part, to stand beside a conversation."""
    contact = _load(request, contact_id)
    if contact.state in (ContactState.AT_THE_DOOR, ContactState.CLOSED):
        raise Http404
    return _page(request, contact, template="contacts/registration.html")


def _answer_data(field: str, answer: Answer | None) -> dict[str, object]:
    return {
        "field": field,
        "codes": answer.codes if answer else [],
        "version": answer.version if answer else 0,
    }


@_staff
@never_cache
@require_safe
def answers(request: HttpRequest, contact_id: UUID) -> JsonResponse:
    """What stands there now, for a window that lost touch."""
    contact = _load(request, contact_id)
    fields = [_answer_data(field, answer) for field, answer in queries.answers(contact).items()]
    return JsonResponse({"state": contact.state, "answers": fields})


@_staff
@never_cache
@require_POST
def save_field(request: HttpRequest, contact_id: UUID, field: str) -> JsonResponse:
    """Save one field. 200 what stands there; 409 somebody else saved it; 410 no longer open; 400 not acceptable."""
    contact = _load(request, contact_id)
    user = user_of(request)
    if not policies.may_register(user, contact):
        raise PermissionDenied
    try:
        wanted = read_field_request(request)
        answer = actions.save_field(
            contact=contact,
            field=field,
            codes=wanted.codes,
            base_version=wanted.base_version,
            request_id=wanted.request_id,
            by=user,
        )
    except FieldConflict as conflict:
        current = conflict.current
        name = current.saved_by.name if current else ""
        return JsonResponse(
            {
                "why": "changed",
                **_answer_data(field, current),
                "by": name,
                "own": current is not None and current.saved_by_id == user.pk,
            },
            status=409,
        )
    except WrongMove:
        return JsonResponse({"why": "finished"}, status=410)
    except (BadShape, UnknownField, UnknownCode, RequestReused):
        return JsonResponse({"why": "not_accepted"}, status=400)
    return JsonResponse(_answer_data(field, answer))


def _finished(request: HttpRequest, contact: Contact) -> HttpResponse:
    address = reverse("contacts:list")
    if _wants_json(request):
        return JsonResponse({"state": contact.state, "kind": contact.kind, "next": address})
    messages.success(request, _("The contact is registered."))
    return HttpResponseRedirect(address)


def _not_finished(
    request: HttpRequest, contact: Contact, sentence: str, *, missing: tuple[str, ...] = (), status: int
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"why": sentence, "missing": list(missing)}, status=status)
    messages.error(request, sentence)
    contact.refresh_from_db()
    return _page(request, contact, missing=missing, status=status)


@_staff
@require_POST
def register(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Finish the registration. Without a script the fields come along and are saved first."""
    contact = _load(request, contact_id)
    user = user_of(request)
    if not policies.may_register(user, contact):
        raise PermissionDenied
    try:
        actions.save_fields(contact=contact, values=posted_values(contact, request.POST), by=user)
        actions.register(contact=contact, by=user)
    except Incomplete as incomplete:
        sentence = _("Some questions still need an answer.")
        return _not_finished(request, contact, sentence, missing=incomplete.fields, status=422)
    except FieldConflict as conflict:
        field = queries.label_of(contact, conflict.field)
        sentence = _("Somebody else changed “%(field)s” in the meantime. Look at it again.") % {
            "field": field
        }
        return _not_finished(request, contact, sentence, status=409)
    except WrongMove:
        return _not_finished(request, contact, _("This contact is registered already."), status=409)
    except ContactError:
        return _not_finished(request, contact, _("One of the answers is not in its list."), status=400)
    return _finished(request, contact)


@_staff
@require_POST
def non_counselling(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Close with one click: silent, wrong number, test, ..."""
    contact = _load(request, contact_id)
    user = user_of(request)
    if not policies.may_register(user, contact):
        raise PermissionDenied
    try:
        actions.close_non_counselling(contact=contact, kind=request.POST.get("kind", ""), by=user)
    except WrongMove:
        return _not_finished(request, contact, _("This contact is registered already."), status=409)
    except UnknownCode:
        return _not_finished(request, contact, _("There is no such kind of contact."), status=400)
    return _finished(request, contact)


@_staff
@require_POST
def correct(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Correct a registered contact; its figures change with it."""
    contact = _load(request, contact_id)
    user = user_of(request)
    if not policies.may_correct(user, contact):
        raise PermissionDenied
    given = posted_codes(contact, request.POST)
    try:
        actions.correct(contact=contact, codes=given, kind=request.POST.get("kind", ""), by=user)
    except Incomplete as incomplete:
        messages.error(request, _("Some questions still need an answer."))
        return _page(request, contact, missing=incomplete.fields, given=given, status=422)
    except (UnknownCode, UnknownField):
        messages.error(request, _("One of the answers is not in its list."))
        return _page(request, contact, given=given, status=400)
    except WrongMove:
        messages.error(request, _("Only a registered contact can be corrected."))
        return redirect("contacts:registration", contact_id)
    messages.success(request, _("The correction is saved, in the figures too."))
    return redirect("contacts:registration", contact_id)


@_staff
@require_POST
def take(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take over a registration that a colleague did not finish."""
    contact = _load(request, contact_id)
    user = user_of(request)
    if not policies.may_take(user, contact):
        raise PermissionDenied
    try:
        actions.take_registration(contact=contact, by=user)
    except WrongMove:
        messages.error(request, _("This registration does not wait to be finished any more."))
        return redirect("contacts:list")
    return redirect("contacts:registration", contact_id)
