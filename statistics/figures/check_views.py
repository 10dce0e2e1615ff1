"""The screen on which somebody has a table of their own checked. What is pasted is read, answered, and kept nowhere."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from figures.asking import Asked
from figures.frame import for_managers_who_send, page_context
from figures.pasted import MOST_CHARACTERS, Unreadable, grids, text_of
from figures.plausible import Grid, findings
from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that was pasted, by its title, how many lines it has, and what does not follow in it."""

    title: str
    lines: int
    findings: tuple[str, ...]


@for_managers_who_send
def check(request: HttpRequest, programme: Programme, wanted: Asked) -> HttpResponse:
    """Read a table and say what does not follow."""
    context = page_context(request, programme, wanted, "check")
    status = 200
    if request.method == "POST":
        text = request.POST.get("table", "")
        try:
            text = _uploaded(request) or text
            context["checked"] = [_checked(at, grid) for at, grid in enumerate(grids(text), start=1)]
        except Unreadable as refused:
            context["error"] = str(refused)
            status = 422
        context["table"] = text
    return render(request, "figures/check.html", context, status=status)


def _uploaded(request: HttpRequest) -> str:
    """A CSV file's text; empty when none came. Raises Unreadable."""
    file = request.FILES.get("file")
    return "" if file is None else text_of(file.read(MOST_CHARACTERS + 1))


def _checked(number: int, grid: Grid) -> Checked:
    title = grid.title or _("Table %(number)s") % {"number": number}
    return Checked(title, len(grid.lines), tuple(findings(grid)))
