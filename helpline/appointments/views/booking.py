"""The counsellor's screens: what is free, booking, what is booked. Thin: load, call one action, answer.

What belongs to a programme in which a person books nothing is not there for that person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.accounts.models import User
from helpline.appointments import queries, terms
from helpline.appointments.actions import booking, service
from helpline.appointments.actions.codes import Code
from helpline.appointments.errors import AppointmentError, NotOffered, SlotTaken, TooLate, WrongMove
from helpline.appointments.models import Appointment, Slot
from helpline.appointments.policies import BOOK, SET_UP, may_book, may_book_for_case, may_book_for_contact
from helpline.cases.models import Case
from helpline.cases.queries import case_of
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme

_books = staff_required(BOOK)


@dataclass(frozen=True, slots=True)
class For:
    """For whom something is booked: a contact, a case, an appointment that is moved, or nobody that is known here."""

    contact: Contact | None = None
    case: Case | None = None
    moved: Appointment | None = None

    @property
    def programme(self) -> Programme | None:
        """The programme that this settles; None when it is open."""
        found = self.contact or self.case or self.moved
        return found.programme if found is not None else None

    @property
    def query(self) -> str:
        """As it goes along in an address."""
        found = {"contact": self.contact, "case": self.case, "move": self.moved}
        return urlencode({name: each.pk for name, each in found.items() if each is not None})


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _for_whom(request: HttpRequest, user: User) -> For:
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("contact"):
        contact = Contact.objects.select_related("programme").filter(pk=_uuid(asked["contact"])).first()
        if contact is None or not may_book_for_contact(user, contact):
            raise Http404
        return For(contact=contact)
    if asked.get("case"):
        case = Case.objects.select_related("programme").filter(pk=_uuid(asked["case"])).first()
        if case is None or case.expires_at <= timezone.now() or not may_book_for_case(user, case):
            raise Http404
        return For(case=case)
    if asked.get("move"):
        moved = queries.find_appointment(user, _uuid(asked["move"]))
        if moved is None:
            raise Http404
        return For(moved=moved)
    return For()


def _monday(request: HttpRequest) -> date:
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = timezone.localdate()
    today = timezone.localdate()
    if abs((day - today).days) > 366:
        day = today
    return queries.monday_of(day)


@_books
@never_cache
@require_safe
def free(request: HttpRequest) -> HttpResponse:
    """The free slots of a week."""
    user, now = user_of(request), timezone.now()
    for_whom = _for_whom(request, user)
    programmes = queries.programmes_on(user)
    if for_whom.programme is not None:
        programmes = [each for each in programmes if each.pk == for_whom.programme.pk]
    wanted = request.GET.get("programme", "")
    programme = next((each for each in programmes if each.slug == wanted), next(iter(programmes), None))
    context = {
        "programmes": programmes,
        "programme_shown": programme,
        "week": queries.week(programme, _monday(request), now) if programme is not None else None,
        "for_whom": for_whom,
    }
    return render(request, "appointments/free.html", context)


@_books
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Look once more, then book (or move); the answer shows the code, this once."""
    user = user_of(request)
    slot = queries.find_slot(slot_id)
    if slot is None or not may_book(user, slot):
        raise Http404
    for_whom = _for_whom(request, user)
    if for_whom.programme is not None and for_whom.programme.pk != slot.programme_id:
        raise Http404
    if request.method != "POST":
        return render(request, "appointments/book.html", {"slot": slot, "for_whom": for_whom})
    try:
        appointment, code = _place(slot, for_whom, user)
    except AppointmentError as refused:
        messages.error(request, _refusal(refused))
        return redirect(f"{reverse('appointments_staff:free')}?{for_whom.query}")
    return _show_code(request, appointment, code)


def _place(slot: Slot, for_whom: For, user: User) -> tuple[Appointment, Code]:
    if for_whom.moved is not None:
        return booking.move(appointment=for_whom.moved, to=slot, by=user)
    case = for_whom.case
    if for_whom.contact is not None:
        case = case_of(for_whom.contact)  # a contact that belongs to a case: the case is told
    return booking.book(slot=slot, by=user, contact=for_whom.contact, case=case)


def _refusal(refused: AppointmentError) -> str:
    if isinstance(refused, SlotTaken):
        return _("A colleague was faster: this time is taken. Choose another one.")
    if isinstance(refused, TooLate):
        return _("It is too late for this.")
    if isinstance(refused, NotOffered):
        return _("This programme makes no appointments at this moment.")
    if isinstance(refused, WrongMove):
        return _("This appointment was changed meanwhile. This is how it stands now.")
    return _("This cannot be done.")


def _show_code(request: HttpRequest, appointment: Appointment, code: Code) -> HttpResponse:
    context = {
        "appointment": appointment,
        "slot": appointment.slot,
        "code": code,
        "early_minutes": int(terms.EARLY.total_seconds() // 60),
        "page": settings.PUBLIC_URL + reverse("appointments:open", args=[appointment.programme.slug]),
    }
    return render(request, "appointments/code.html", context)


@_books
@never_cache
@require_safe
def booked(request: HttpRequest) -> HttpResponse:
    """What is booked, and what became of it."""
    user = user_of(request)
    coming, past = queries.booked(user, timezone.now())
    several = user.programmes_with(BOOK).count() > 1
    context = {"coming": coming, "past": past, "several_programmes": several}
    return render(request, "appointments/booked.html", context)


def _load(request: HttpRequest, appointment_id: UUID) -> Appointment:
    found = queries.find_appointment(user_of(request), appointment_id)
    if found is None:
        raise Http404
    return found


@_books
@never_cache
@require_safe
def show(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One appointment, and what can be done with it."""
    appointment, now = _load(request, appointment_id), timezone.now()
    context = {
        "appointment": appointment,
        "slot": appointment.slot,
        "can_change": appointment.state == "booked" and now < appointment.slot.starts_at,
        "can_renew": appointment.state == "booked" and now < appointment.code_ends_at,
    }
    return render(request, "appointments/show.html", context)


def _do(
    request: HttpRequest, appointment_id: UUID, act: Callable[[Appointment], None], said: str
) -> HttpResponse:
    appointment = _load(request, appointment_id)
    try:
        act(appointment)
    except AppointmentError as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, said)
    return redirect("appointments_staff:show", appointment_id)


@_books
@require_POST
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The person does not come after all."""
    by = user_of(request)
    return _do(
        request,
        appointment_id,
        lambda appointment: booking.cancel(appointment=appointment, by=by),
        _("The appointment is cancelled. The time is free again."),
    )


@_books
@never_cache
@require_POST
def renew(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """A new code for who lost theirs, shown this once."""
    appointment = _load(request, appointment_id)
    try:
        code = booking.renew_code(appointment=appointment, by=user_of(request))
    except AppointmentError as refused:
        messages.error(request, _refusal(refused))
        return redirect("appointments_staff:show", appointment_id)
    return _show_code(request, appointment, code)


@staff_required(SET_UP)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Which programmes make appointments."""
    user = user_of(request)
    programmes = list(user.programmes_with(SET_UP))
    if request.method == "POST":
        chosen = next((each for each in programmes if each.slug == request.POST.get("programme")), None)
        if chosen is None:
            raise Http404
        service.switch(programme=chosen, on=request.POST.get("on") == "yes", by=user)
        messages.success(request, _("It is changed."))
        return redirect("appointments_staff:set_up")
    rows = [(programme, queries.is_on(programme)) for programme in programmes]
    return render(request, "appointments/set_up.html", {"rows": rows})
