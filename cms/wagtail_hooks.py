"""Wagtail's screens for our editors: what they do not need is gone, and what needs review is in front."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms import reviews
from helpline.accounts.models import User

#: menu items of Wagtail that lead to screens of ours elsewhere, or to what this house does not use
NOT_OURS = {"documents", "help"}


class NeedsReview(Component):
    """On the editors' first page: what has to be looked at again, the oldest first."""

    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def render_html(self, parent_context: Any = None) -> SafeString:
        user = self._request.user
        due = reviews.due(user, timezone.localdate()) if isinstance(user, User) else []
        return render_to_string("cms/admin/needs_review.html", {"due": due}, request=self._request)


@hooks.register("construct_homepage_panels")
def _show_what_needs_review(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(NeedsReview(request))


@hooks.register("construct_main_menu")
def _keep_the_menu_small(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in NOT_OURS]
