"""Editors hear of what the clock could not publish: on their first page, and on the page itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from selfhelp.advice.models import AdvicePage


class Refused(Component):
    """The modules of this editor that did not appear on time. Nothing when there are none."""

    order = 40

    def __init__(self, request: HttpRequest) -> None:
        allowed = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
        refused = AdvicePage.objects.filter(refused_at__isnull=False, pk__in=allowed.values("pk"))
        self.pages = list(refused.order_by("refused_at"))

    def render_html(self, parent_context: Any = None) -> SafeString:
        return (
            render_to_string("advice/admin/refused.html", {"pages": self.pages})
            if self.pages
            else SafeString()
        )


@hooks.register("construct_homepage_panels")
def _show_what_was_refused(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(Refused(request))


@hooks.register("before_edit_page")
def _say_so(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, AdvicePage) and page.refused_at is not None:
        moment = date_format(localtime(page.refused_at), "j F, H:i")
        messages.warning(
            request,
            _("This was to appear on %(moment)s. The checks refused it; nothing was changed.")
            % {"moment": moment},
        )
