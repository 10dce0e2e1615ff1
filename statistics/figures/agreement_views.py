"""The screen on which managers and administrators see whether contacts and facts agree, and compare them now."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from figures.agreement import WORDS, State, compare, last
from figures.frame import FIGURES_VIEW
from helpline.programmes import queries
from helpline.programmes.models import Programme
from helpline.programmes.permissions import MANAGE_SYSTEM, may, person


@dataclass(frozen=True, slots=True)
class Line:
    """One difference in words. field: the name of the coded field that differs, or empty."""

    month: str
    what: str
    field: str
    n: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A programme with what its last comparison found."""

    programme: Programme
    state: State
    lines: tuple[Line, ...]


@never_cache
@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """What the last comparison found, of every programme this person may know of."""
    mine = _programmes(request)
    states = last([programme.slug for programme in mine])
    shown = [_shown(programme, state) for programme, state in zip(mine, states, strict=True)]
    return render(request, "figures/agreement.html", {"shown": shown})


@never_cache
@require_POST
def compare_now(request: HttpRequest) -> HttpResponse:
    """Compare, and show what was found."""
    _programmes(request)
    compare(timezone.now())
    return HttpResponseRedirect(reverse("figures:agreement"))


def _programmes(request: HttpRequest) -> list[Programme]:
    """The programmes of a manager; every one for an administrator. Raises PermissionDenied."""
    if may(request, MANAGE_SYSTEM):
        return queries.programmes()
    mine = list(person(request).programmes_with(FIGURES_VIEW)) if may(request, FIGURES_VIEW) else []
    if not mine:
        raise PermissionDenied
    return mine


def _shown(programme: Programme, state: State) -> Shown:
    lines = []
    for each in state.differences:
        code_list = queries.code_list(programme, each.field) if each.field else None
        field = code_list.name() if code_list is not None else each.field
        lines.append(Line(f"{each.month:%Y-%m}", str(WORDS[each.fault]), field, each.n))
    return Shown(programme, state, tuple(lines))
