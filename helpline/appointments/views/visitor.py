"""What a code opens for who holds it: the time, cancelling, a calendar file. And the therapist's one-time link.

No cookie is set beside the form's own token, and no address holds a code: the page that a code opened carries a sealed
note in its forms, good for a quarter of an hour (docs/decisions/0136).
"""

from uuid import UUID, uuid4

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from helpline.appointments import calendar, queries, terms
from helpline.appointments.actions import booking, codes, reporting
from helpline.appointments.errors import AppointmentError, LinkOver, TooBusy, TooLate
from helpline.appointments.forms import TITLES, CalendarForm
from helpline.appointments.models import Appointment
from helpline.appointments.states import AppointmentState
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug

_SALT = "appointments.visit"


def _programme(slug: str) -> Programme:
    programme = programme_by_slug(slug)
    if programme is None or not queries.is_known(programme):
        raise Http404
    return programme


def _sealed(appointment: Appointment) -> str:
    """The note that the page carries: which appointment, and that its code was the one of this moment."""
    return signing.dumps([str(appointment.pk), (appointment.words_hash or "")[:16]], salt=_SALT)


def _opened(request: HttpRequest, programme: Programme) -> Appointment | None:
    """The appointment whose page this form was on; None when that is too long ago or its code has changed."""
    try:
        number, mark = signing.loads(request.POST.get("visit", ""), salt=_SALT, max_age=terms.VISIT)
    except signing.BadSignature:
        return None
    found = (
        Appointment.objects.select_related("slot", "programme")
        .filter(pk=UUID(number), programme=programme, code_ends_at__gt=timezone.now())
        .first()
    )
    if found is None or not found.words_hash or found.words_hash[:16] != mark:
        return None
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; with the right one, show the appointment."""
    programme = _programme(slug)
    if request.method != "POST":
        return _ask(request, programme)
    try:
        found = codes.by_typed(request.POST.get("code", ""), programme, timezone.now())
    except TooBusy:
        error = _("Many codes are being typed at this moment. Wait a minute and try again.")
        return _ask(request, programme, error=error, status=429)
    if found is None:
        error = _(
            "This code opens nothing. Look at the words or digits once more. A code works until the day of the "
            "appointment is over."
        )
        return _ask(request, programme, error=error, status=422)
    return _show(request, found)


def _ask(request: HttpRequest, programme: Programme, *, error: str = "", status: int = 200) -> HttpResponse:
    return render(request, "appointments/open.html", {"programme": programme, "error": error}, status=status)


def _show(
    request: HttpRequest, appointment: Appointment, *, notice: str = "", status: int = 200
) -> HttpResponse:
    now = timezone.now()
    is_booked = appointment.state == AppointmentState.BOOKED
    context = {
        "programme": appointment.programme,
        "appointment": appointment,
        "slot": appointment.slot,
        "is_booked": is_booked,
        "is_now": is_booked and terms.puts_through(appointment.slot.starts_at, appointment.slot.ends_at, now),
        "can_cancel": is_booked and now < appointment.slot.starts_at,
        "early_minutes": int(terms.EARLY.total_seconds() // 60),
        "visit": _sealed(appointment),
        "form": CalendarForm(),
        "notice": notice,
    }
    return render(request, "appointments/visit.html", context, status=status)


@never_cache
@require_POST
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then cancel."""
    programme = _programme(slug)
    appointment = _opened(request, programme)
    if appointment is None:
        return _again(request, programme)
    if request.POST.get("sure") != "yes":
        context = {"programme": programme, "slot": appointment.slot, "visit": _sealed(appointment)}
        return render(request, "appointments/visit_cancel.html", context)
    try:
        booking.cancel_by_person(appointment=appointment)
    except TooLate:
        notice = _("The appointment has begun, so it cannot be cancelled any more. You need not call.")
        return _show(request, appointment, notice=notice, status=422)
    except AppointmentError:
        pass  # it was cancelled already: what is shown says so
    appointment.refresh_from_db()
    return _show(request, appointment)


@never_cache
@require_POST
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The time as a file for the person's own calendar, under a title that tells nothing."""
    programme = _programme(slug)
    appointment = _opened(request, programme)
    if appointment is None or appointment.state != AppointmentState.BOOKED:
        return _again(request, programme)
    form = CalendarForm(request.POST)
    if not form.is_valid():
        return _show(request, appointment, status=422)
    body = calendar.write(
        title=str(TITLES[form.cleaned_data["title"]]),
        starts_at=appointment.slot.starts_at,
        ends_at=appointment.slot.ends_at,
        reminder_minutes=form.cleaned_data["reminder"],
        number=str(uuid4()),
        now=timezone.now(),
    )
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="calendar.ics"'},
    )


def _again(request: HttpRequest, programme: Programme) -> HttpResponse:
    error = _("This page was open for a long time. Type your code once more.")
    return _ask(request, programme, error=error, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A therapist's one-time link. Only pressing a button changes something: mail scanners open links."""
    now = timezone.now()
    try:
        appointment = reporting.by_token(token, now, programme_slug=slug)
        if request.method == "POST":
            reporting.report_by_link(token=token, state=request.POST.get("state", ""), now=now)
            return render(request, "appointments/report.html", {"done": True})
    except LinkOver:
        return render(request, "appointments/report.html", {"over": True}, status=410)
    except AppointmentError:
        context = {"appointment": appointment, "slot": appointment.slot, "refused": True}
        return render(request, "appointments/report.html", context, status=422)
    return render(request, "appointments/report.html", {"appointment": appointment, "slot": appointment.slot})
