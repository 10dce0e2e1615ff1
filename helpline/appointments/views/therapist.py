"""The therapist's page: hours of their own, and what became of them. Nothing of anybody who calls."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.accounts.access import staff_required, user_of
from helpline.appointments import notices, queries
from helpline.appointments.actions import booking, publishing, reporting, service
from helpline.appointments.errors import (
    AppointmentError,
    NotOffered,
    Overlaps,
    SlotBooked,
    TooLate,
    WrongMove,
    WrongTime,
)
from helpline.appointments.forms import NumberForm, PauseForm, SlotForm, WeeklyForm
from helpline.appointments.models import Series, Slot
from helpline.appointments.policies import OWN, owns
from helpline.appointments.states import AppointmentState

_owns = staff_required(OWN)


@_owns
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """My hours, my weekly hours, and my number."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **forms: Any) -> HttpResponse:
    therapist, now = user_of(request), timezone.now()
    programmes = queries.programmes_on(therapist, OWN)
    coming, past = queries.own_slots(therapist, now)
    number = queries.number_of(therapist)
    context = {
        "coming": coming,
        "untold": [own for own in past if own.state == AppointmentState.BOOKED],
        "told": [own for own in past if own.state != AppointmentState.BOOKED],
        "series": queries.own_series(therapist, now),
        "programmes": programmes,
        "number": number,
        "several_programmes": len(programmes) > 1,
        "slot_form": SlotForm(programmes=programmes, auto_id="slot_%s"),
        "weekly_form": WeeklyForm(programmes=programmes, auto_id="weekly_%s"),
        "number_form": NumberForm(initial={"number": number}),
        "today": timezone.localdate(now),
        **forms,
    }
    return render(request, "appointments/mine.html", context, status=status)


@_owns
@never_cache
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish one hour."""
    therapist = user_of(request)
    form = SlotForm(request.POST, programmes=queries.programmes_on(therapist, OWN), auto_id="slot_%s")
    if form.is_valid():
        try:
            publishing.publish(
                programme=form.programme_chosen(),
                therapist=therapist,
                day=form.cleaned_data["day"],
                at=form.cleaned_data["at"],
                minutes=form.cleaned_data["minutes"],
            )
        except AppointmentError as refused:
            form.add_error("at", _refusal(refused))
        else:
            messages.success(request, _("The hour is published."))
            return redirect("appointments_staff:mine")
    return _page(request, status=422, slot_form=form)


@_owns
@never_cache
@require_POST
def publish_weekly(request: HttpRequest) -> HttpResponse:
    """Publish the same hour every week."""
    therapist = user_of(request)
    form = WeeklyForm(request.POST, programmes=queries.programmes_on(therapist, OWN), auto_id="weekly_%s")
    if form.is_valid():
        try:
            publishing.publish_weekly(
                programme=form.programme_chosen(),
                therapist=therapist,
                first=form.cleaned_data["first"],
                until=form.cleaned_data["until"],
                at=form.cleaned_data["at"],
                minutes=form.cleaned_data["minutes"],
            )
        except AppointmentError as refused:
            form.add_error("at", _refusal(refused))
        else:
            messages.success(request, _("The weekly hour is published for the coming eight weeks."))
            return redirect("appointments_staff:mine")
    return _page(request, status=422, weekly_form=form)


def _refusal(refused: AppointmentError) -> str:
    if isinstance(refused, Overlaps):
        at = timezone.localtime(refused.args[0])
        return _("You have another hour then: %(when)s.") % {"when": date_format(at, "l j F, H:i")}
    if isinstance(refused, WrongTime):
        return _("Choose a time that lies ahead, within a year, and that exists on that day.")
    if isinstance(refused, SlotBooked):
        return _("Somebody has an appointment in this hour. Cancel the appointment first.")
    if isinstance(refused, NotOffered):
        return _("This programme makes no appointments at this moment.")
    if isinstance(refused, TooLate):
        return _("It is not the time for this.")
    if isinstance(refused, WrongMove):
        return _("This was changed meanwhile. This is how it stands now.")
    return _("This cannot be done.")


def _slot(request: HttpRequest, slot_id: UUID) -> Slot:
    slot = queries.find_slot(slot_id)
    if slot is None or not owns(user_of(request), slot):
        raise Http404
    return slot


def _series(request: HttpRequest, series_id: UUID) -> Series:
    series = Series.objects.select_related("programme").filter(pk=series_id).first()
    if series is None or not owns(user_of(request), series):
        raise Http404
    return series


def _do(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except AppointmentError as refused:
        messages.error(request, _refusal(refused))
    else:
        messages.success(request, said)
    return redirect("appointments_staff:mine")


@_owns
@require_POST
def withdraw(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Take a free hour back."""
    slot, therapist = _slot(request, slot_id), user_of(request)
    return _do(
        request,
        lambda: publishing.withdraw(slot=slot, therapist=therapist),
        _("The hour is withdrawn."),
    )


@_owns
@require_POST
def cancel(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """I cannot be there: the appointment in this hour is cancelled."""
    slot, therapist = _slot(request, slot_id), user_of(request)
    return _do(
        request,
        lambda: booking.cancel_by_therapist(slot=slot, therapist=therapist),
        _("The appointment is cancelled, and the hour withdrawn."),
    )


@_owns
@require_POST
def pause(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """Let a weekly hour rest for a while."""
    series, therapist = _series(request, series_id), user_of(request)
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(each[0]) for each in form.errors.values()))
        return redirect("appointments_staff:mine")
    stay = publishing.pause(
        series=series, therapist=therapist, first=form.cleaned_data["first"], last=form.cleaned_data["last"]
    )
    _tell_of_booked(request, _("The weekly hour rests."), stay)
    return redirect("appointments_staff:mine")


@_owns
@require_POST
def resume(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """The pause is over."""
    series, therapist = _series(request, series_id), user_of(request)
    return _do(
        request,
        lambda: publishing.resume(series=series, therapist=therapist),
        _("The weekly hour is offered again."),
    )


@_owns
@require_POST
def end_series(request: HttpRequest, series_id: UUID) -> HttpResponse:
    """No more of this weekly hour."""
    series, therapist = _series(request, series_id), user_of(request)
    try:
        stay = publishing.end_series(series=series, therapist=therapist)
    except AppointmentError as refused:
        messages.error(request, _refusal(refused))
    else:
        _tell_of_booked(request, _("The weekly hour has ended."), stay)
    return redirect("appointments_staff:mine")


def _tell_of_booked(request: HttpRequest, said: str, stay: int) -> None:
    if not stay:
        messages.success(request, said)
        return
    more = ngettext(
        "%(n)d appointment is booked in it and stays. Cancel it yourself if you cannot be there.",
        "%(n)d appointments are booked in it and stay. Cancel them yourself if you cannot be there.",
        stay,
    ) % {"n": stay}
    messages.warning(request, f"{said} {more}")


@_owns
@require_POST
def report(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """What became of an appointment."""
    therapist = user_of(request)
    appointment = queries.own_appointment(therapist, slot_id)
    if appointment is None:
        raise Http404
    state = request.POST.get("state", "")
    return _do(
        request,
        lambda: reporting.report(appointment=appointment, state=state, therapist=therapist),
        _("Thank you, it is counted."),
    )


@_owns
@never_cache
@require_POST
def link(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """A one-time link to report with later, without signing in; shown this once."""
    therapist = user_of(request)
    appointment = queries.own_appointment(therapist, slot_id)
    if appointment is None:
        raise Http404
    token = reporting.make_link(appointment=appointment, by=therapist)
    context = {"slot": appointment.slot, "link": notices.link_of(appointment, token)}
    return render(request, "appointments/link.html", context)


@_owns
@never_cache
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """The number at which I am called."""
    therapist = user_of(request)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, number_form=form)
    service.set_number(therapist=therapist, number=form.cleaned_data["number"], by=therapist)
    messages.success(request, _("Your number is kept."))
    return redirect("appointments_staff:mine")
