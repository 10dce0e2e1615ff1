"""Wagtail's screens for our editors: what they do not need is gone, and what needs review is in front."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLResolver, include, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.models import Page

from cms import examinations, reviews
from cms.examining import report_on
from cms.models import SitePage
from helpline.accounts.models import User

#: menu items of Wagtail that lead to screens of ours elsewhere, or to what this house does not use
NOT_OURS = {"documents", "help"}
#: panels of the first page whose content stands in ours
REPLACED = {
    "workflow_objects_to_moderate",
    "user_objects_in_workflow_moderation",
    "whats_new_in_wagtail_version",
}
#: pages and records examined while somebody waits for the list; the rest is done by the clock
AT_ONCE = 10


class NeedsReview(Component):
    """On the editors' first page: what needs them, what matters first."""

    order = 50
    template_name = "cms/admin/needs_review.html"

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user, now = self._request.user, timezone.now()
        pending = examinations.catch_up(now=now, most=AT_ONCE)
        groups = reviews.groups(user, timezone.localdate(now)) if isinstance(user, User) else []
        return {"groups": groups, "pending": pending}


@hooks.register("insert_global_admin_css")
def _dress() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("editors/editors.css"))


@hooks.register("insert_editor_js")
def _name_who_else_is_here() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("editors/sessions.js"))


@hooks.register("construct_homepage_panels")
def _show_what_needs_review(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.append(NeedsReview(request))


@hooks.register("construct_homepage_summary_items")
def _count_what_is_ours(request: HttpRequest, items: list[Component]) -> None:
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


@hooks.register("before_bulk_action")
def _publish_nothing_that_must_be_mended(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publishing many at once passes no form, so it is asked here. Returns the way back when one of them may not."""
    if action_type != "publish":
        return None
    today, refused = timezone.localdate(), []
    for page in _with_descendants(objects, action):
        draft = page.get_latest_revision_as_object()
        if isinstance(draft, SitePage) and report_on(draft, today).blocks_publishing:
            refused.append(draft.title)
    if not refused:
        return None
    words = _("Nothing was published. Must be mended first: %(titles)s.") % {"titles": ", ".join(refused)}
    messages.error(request, words)
    return redirect(action.next_url)


def _with_descendants(pages: Iterable[Page], action: Any) -> Iterator[Page]:
    for page in pages:
        yield page
        if action.cleaned_form.cleaned_data.get("include_descendants"):
            yield from page.get_descendants()


@hooks.register("register_admin_urls")
def _check_what_is_typed() -> list[URLResolver]:
    return [path("checks/", include("cms.checking_forms"))]


class _WithApproval:
    """What stands beside the arrow of an editor's screen: saving, and the yes of a second editor.

    Saving comes first: the Enter key in a field presses the first button of a form.
    """

    def __init__(self, saving: Any, approval: Any) -> None:
        self._both = (saving, approval)
        self.name, self.order = saving.name, saving.order
        self.media = saving.media + approval.media

    def render_html(self, parent_context: Any) -> SafeString:
        """Both buttons, as Wagtail draws each."""
        return format_html_join("", "{}", ((item.render_html(parent_context),) for item in self._both))


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def _show_the_approval(menu_items: list[Any], request: HttpRequest, context: Any) -> None:
    """Take the approval from behind the arrow, for who may give it."""
    approval = next((item for item in menu_items if item.name == "approve"), None)
    saving = next((item for item in menu_items if item.order == 0), None)
    if approval is not None and saving is not None:
        menu_items.remove(approval)
        menu_items[menu_items.index(saving)] = _WithApproval(saving, approval)


@hooks.register("construct_main_menu")
def _keep_the_menu_small(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]
