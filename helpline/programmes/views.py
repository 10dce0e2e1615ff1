"""The staff's screen of opening hours, closed days and languages: thin. Load, ask, call one action, answer."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from helpline.programmes import actions, queries, weekform, words
from helpline.programmes.errors import HoursChanged
from helpline.programmes.hours_forms import CHANNELS, ClosureForm, WholeForm
from helpline.programmes.models import Closure, Programme
from helpline.programmes.permissions import EDIT_HOURS, may, person
from helpline.programmes.weekform import Mistake, Week


@dataclass(frozen=True, slots=True)
class Now:
    """What a channel does at this moment, in words."""

    label: str
    words: str


def _load(request: HttpRequest, slug: str) -> Programme:
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    if not may(request, EDIT_HOURS, programme):
        raise PermissionDenied
    return programme


def _closure(programme: Programme, closure_id: int) -> Closure:
    found = programme.closures.filter(pk=closure_id).first()
    if found is None:
        raise Http404
    return found


def _own(request: HttpRequest) -> list[Programme]:
    if not may(request, EDIT_HOURS):
        raise PermissionDenied
    return list(person(request).programmes_with(EDIT_HOURS).order_by("order", "slug"))


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Lead to the first programme of this person; the page offers the others."""
    own = _own(request)
    if not own:
        raise PermissionDenied
    return HttpResponseRedirect(reverse("programmes:hours", args=[own[0].slug]))


@never_cache
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The hours of a programme, its closed days, and its languages."""
    return _page(request, _load(request, slug))


@never_cache
@require_POST
def save_week(request: HttpRequest, slug: str, channel: str) -> HttpResponse:
    """Take the week of one channel, or say in sentences what is to be mended."""
    programme = _load(request, slug)
    if channel not in CHANNELS:
        raise Http404
    week = weekform.posted(channel, request.POST)
    if week.mistakes:
        return _page(request, programme, week=week, status=422)
    try:
        actions.replace_hours(
            programme=programme,
            channel=channel,
            spans=week.spans,
            seen=week.seen,
            by=person(request).audit_id,
        )
    except HoursChanged:
        there = weekform.stored(programme, channel)
        told = _(
            "Somebody else changed these hours meanwhile. Below stands what you typed. "
            "Save once more to put it in place of theirs, or open the page anew to see theirs."
        )
        again = replace(week, seen=there.seen, mistakes=(Mistake(f"{channel}-0-0", told),))
        return _page(request, programme, week=again, status=409)
    messages.success(request, _("The opening hours are saved. Visitors see them within seconds."))
    return _back(programme)


@never_cache
@require_POST
def save_whole(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the languages and the last entry."""
    programme = _load(request, slug)
    form = WholeForm(request.POST, instance=programme)
    if not form.is_valid():
        return _page(request, programme, whole=form, status=422)
    actions.save_row(row=form.save(commit=False), by=person(request).audit_id)
    messages.success(request, _("Saved."))
    return _back(programme)


@never_cache
@require_POST
def add_closure(request: HttpRequest, slug: str) -> HttpResponse:
    """Close on some days."""
    programme = _load(request, slug)
    form = ClosureForm(request.POST, instance=Closure(programme=programme))
    if not form.is_valid():
        return _page(request, programme, closure=form, status=422)
    actions.save_row(row=form.save(commit=False), by=person(request).audit_id)
    messages.success(request, _("The closed days are saved."))
    return _back(programme)


@never_cache
@require_POST
def decide_closure(request: HttpRequest, slug: str, closure_id: int) -> HttpResponse:
    """Confirm or decline a proposal, or take a closure away."""
    programme = _load(request, slug)
    closure, by = _closure(programme, closure_id), person(request).audit_id
    match request.POST.get("do"):
        case "confirm":
            actions.confirm_closures(closures=[closure], by=by)
            messages.success(request, _("Closed on these days."))
        case "decline":
            actions.decline_closures(closures=[closure], by=by)
            messages.success(request, _("Open on these days."))
        case "remove":
            actions.remove_row(row=closure, by=by)
            messages.success(request, _("The closed days are taken away."))
    return _back(programme)


@never_cache
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose the public holidays of this year and the next."""
    programme = _load(request, slug)
    year, by = timezone.localdate().year, person(request).audit_id
    proposed = sum(
        len(actions.propose_holidays(programme=programme, year=which, by=by)) for which in (year, year + 1)
    )
    told = _("The public holidays stand below. Say of each whether you are closed.")
    messages.success(request, told if proposed else _("No new public holidays: all stand here already."))
    return _back(programme)


def _back(programme: Programme) -> HttpResponse:
    return HttpResponseRedirect(reverse("programmes:hours", args=[programme.slug]))


def _page(
    request: HttpRequest,
    programme: Programme,
    *,
    week: Week | None = None,
    whole: WholeForm | None = None,
    closure: ClosureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    weeks = [
        week if week is not None and week.channel == channel else weekform.stored(programme, channel)
        for channel in CHANNELS
    ]
    ahead = programme.closures.filter(last_date__gte=today).order_by("first_date", "pk")
    context: dict[str, Any] = {
        "programme": programme,
        "own": _own(request),
        "weeks": weeks,
        "now": [Now(str(channel.label), _state(programme, channel, now)) for channel in CHANNELS],
        "whole": whole or WholeForm(instance=programme),
        "closure": closure or ClosureForm(),
        "proposals": [each for each in ahead if not each.confirmed and not each.declined],
        "closures": [each for each in ahead if each.confirmed],
    }
    return render(request, "programmes/hours.html", context, status=status)


def _state(programme: Programme, channel: str, now: Any) -> str:
    if queries.is_open(programme, channel, now):
        closes = queries.closes_at(programme, channel, now)
        if closes is None:
            return _("open day and night")
        return _("open %(until)s") % {"until": words.until_in_words(closes, now)}
    opens = queries.next_opening(programme, channel, now)
    if opens is None:
        return _("closed, without a time at which it opens")
    return _("closed, opens %(when)s") % {"when": words.opening_in_words(opens, now)}
