"""The checks of a tree that is being typed: the form is read as if it were saved, examined, drawn, and forgotten."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.blocks import StreamValue
from wagtail.models import Page

from selfhelp.advice.editing.access import draft_of, page_for
from selfhelp.advice.editing.showing import look_at
from selfhelp.advice.models import AdvicePage


@require_POST
def check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Findings, picture and list of a page, as its form stands now."""
    draft = draft_of(page_for(request, page_id))
    return _answer(request, draft, draft.get_parent())


@require_POST
def check_new(request: HttpRequest, parent_id: int) -> HttpResponse:
    """The same for a page that was not saved yet."""
    parent = get_object_or_404(Page, pk=parent_id).specific
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if not AdvicePage.can_create_at(parent):
        raise Http404
    page = AdvicePage(locale=parent.locale, programme=parent.programme)
    return _answer(request, page, parent)


def _answer(request: HttpRequest, page: AdvicePage, parent: Page) -> HttpResponse:
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=page, parent_page=parent.specific, for_user=request.user)
    typed = _typed(form)
    shown = look_at(typed, timezone.localdate())
    return render(request, "advice/editing/result.html", {"shown": shown, "title": typed.title})


def _typed(form: Any) -> AdvicePage:
    """What stands in the form. A field that could not be saved as it is (a text too long) is read all the same."""
    form.defer_required_fields()
    if not form.is_valid():
        for name in form.errors:
            value = form[name].data if name in form.fields else None
            if isinstance(value, StreamValue):
                setattr(form.instance, name, value)
    page: AdvicePage = form.instance
    return page
