"""A tree that goes out as a file, comes in as one, or is copied to another programme. What comes in is a draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cms.models import HomePage
from helpline.accounts.models import User
from helpline.programmes.models import Programme
from selfhelp.advice import exchange
from selfhelp.advice.editing.access import editor_of, page_for
from selfhelp.advice.editing.screens import frame
from selfhelp.advice.errors import ImportRefused
from selfhelp.advice.findings import errors
from selfhelp.advice.models import AdvicePage, Snapshot

#: bytes; a tree of 200 nodes in two languages takes about a quarter of this
LARGEST = 2_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """Export, import and copy."""
    page = page_for(request, page_id)
    user = editor_of(request)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            drafted = _take_in(request, page, user)
        except ImportRefused as refused:
            context["problems"] = refused.problems
        else:
            _say(request, drafted)
            return HttpResponseRedirect(reverse("wagtailadmin_pages:edit", args=[drafted.page.pk]))
    context |= frame(page, _("Export, import, copy")) | {
        "versions": Snapshot.objects.filter(page_id=page.pk).order_by("-number"),
        "programmes": _others(page, user),
    }
    return render(request, "advice/editing/files.html", context)


def _take_in(request: HttpRequest, page: AdvicePage, user: User) -> exchange.Drafted:
    """Raises ImportRefused, Http404."""
    if request.POST.get("do") == "copy":
        programme = get_object_or_404(Programme, slug=request.POST.get("programme", ""))
        if programme not in _others(page, user):
            raise Http404
        return exchange.copy(source=page, programme=programme, user=user)
    file = request.FILES.get("file")
    data = file.read(LARGEST + 1) if file is not None else b""
    return exchange.import_file(
        programme=page.programme,
        data=data[: LARGEST + 1],
        user=user,
        leave_out=request.POST.get("leave_out") == "1",
    )


def _others(page: AdvicePage, user: User) -> list[Programme]:
    """The other programmes in which this person may write a tree."""
    found = []
    homes = HomePage.objects.filter(locale=page.locale).select_related("programme")
    for home in homes.exclude(programme_id=page.programme_id):
        there = AdvicePage.objects.filter(programme_id=home.programme_id).first()
        may = (
            there.permissions_for_user(user).can_edit()
            if there is not None
            else home.permissions_for_user(user).can_add_subpage()
        )
        if may:
            found.append(home.programme)
    return found


def _say(request: HttpRequest, drafted: exchange.Drafted) -> None:
    messages.success(request, _("It stands here as a draft. Nothing was published."))
    if drafted.left_out:
        keys = ", ".join(sorted({each.key for each in drafted.left_out}))
        messages.warning(
            request, _("Left out, because the directory does not have it: %(keys)s.") % {"keys": keys}
        )
    count = len(errors(drafted.findings))
    if count:
        words = ngettext("%(n)s thing must be mended.", "%(n)s things must be mended.", count) % {"n": count}
        messages.warning(request, words)


@require_safe
def export(request: HttpRequest, page_id: int) -> HttpResponse:
    """The draft, or a published version, as a file."""
    page = page_for(request, page_id)
    number = request.GET.get("version", "")
    snapshot = None
    if number:
        if not number.isascii() or not number.isdigit() or len(number) > 9:
            raise Http404
        snapshot = get_object_or_404(Snapshot, page_id=page.pk, number=int(number))
    data = exchange.exported(exchange.document_of(page, snapshot=snapshot))
    response = HttpResponse(data, content_type="application/json")
    name = f"advice-{page.programme.slug}-{f'version-{number}' if number else 'draft'}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
