"""Checks of what an editor is typing: the form is read as if it were saved, examined, and forgotten.

Only who may edit a page or record may ask, and nothing is stored. The address answers with the list of findings, ready
to be put in the place of the one that stands there.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.examining import Subject, report_on
from cms.models import PAGE_TYPES, SitePage
from helpline.directory.models import KINDS
from helpline.directory.records import Record

app_name = "cms_checks"

_PAGES = {kind._meta.model_name: kind for kind in PAGE_TYPES}  # noqa: SLF001 - Django's documented interface
_RECORDS = {kind._meta.model_name: kind for kind in KINDS}  # noqa: SLF001


@require_POST
def page(request: HttpRequest, page_id: int) -> HttpResponse:
    """The findings of a page, as its form stands now."""
    saved = get_object_or_404(Page, pk=page_id)
    if not saved.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = saved.get_latest_revision_as_object()
    if not isinstance(draft, SitePage):
        raise Http404
    return _answer(request, _page_form(request, draft, draft.get_parent()))


@require_POST
def new_page(request: HttpRequest, kind: str, parent_id: int) -> HttpResponse:
    """The findings of a page that was not saved yet."""
    model = _PAGES.get(kind)
    parent = get_object_or_404(Page, pk=parent_id).specific
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if model is None or not model.can_create_at(parent):
        raise Http404
    return _answer(request, _page_form(request, model(locale=parent.locale), parent))


@require_POST
def record(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The findings of a record of the directory, as its form stands now."""
    saved = get_object_or_404(_record_kind(kind), pk=pk)
    if not saved.snippet_viewset.permission_policy.user_has_permission_for_instance(
        request.user, "change", saved
    ):
        raise PermissionDenied
    return _answer(request, _record_form(request, saved.get_latest_revision_as_object()))


@require_POST
def new_record(request: HttpRequest, kind: str) -> HttpResponse:
    """The findings of a record that was not saved yet."""
    model: Any = _record_kind(kind)
    if not model.snippet_viewset.permission_policy.user_has_permission(request.user, "add"):
        raise PermissionDenied
    return _answer(request, _record_form(request, model()))


def _record_kind(name: str) -> type[Record]:
    if name not in _RECORDS:
        raise Http404
    return _RECORDS[name]


def _page_form(request: HttpRequest, instance: SitePage, parent: Page) -> WagtailAdminModelForm:
    form_class = instance.get_edit_handler().get_form_class()
    return form_class(request.POST, instance=instance, parent_page=parent.specific, for_user=request.user)


def _record_form(request: HttpRequest, instance: Any) -> WagtailAdminModelForm:
    form_class = instance.snippet_viewset.get_edit_handler().get_form_class()
    return form_class(request.POST, instance=instance, for_user=request.user)


def _answer(request: HttpRequest, form: WagtailAdminModelForm) -> HttpResponse:
    report = report_on(_typed(form), timezone.localdate())
    return render(request, "cms/admin/findings_list.html", {"report": report})


def _typed(form: WagtailAdminModelForm) -> Subject:
    """What stands in the form. A field that could not be saved as it is (a text too long) is read all the same."""
    form.defer_required_fields()
    if not form.is_valid():
        for name in form.errors:
            value = form[name].data if name in form.fields else None
            is_text = isinstance(value, str) and isinstance(getattr(form.instance, name, None), str)
            if is_text or isinstance(value, StreamValue):
                setattr(form.instance, name, value)
    subject: Subject = form.instance
    return subject


urlpatterns: list[URLPattern] = [
    path("page/<int:page_id>/", page, name="page"),
    path("page/<slug:kind>/below/<int:parent_id>/", new_page, name="new_page"),
    path("record/<slug:kind>/<int:pk>/", record, name="record"),
    path("record/<slug:kind>/", new_record, name="new_record"),
]
