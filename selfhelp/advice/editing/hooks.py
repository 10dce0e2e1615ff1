"""How Wagtail finds the editors' screens of a tree. `selfhelp.advice.wagtail_hooks` reads this."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from selfhelp.advice.models import AdvicePage


@hooks.register("register_admin_urls")
def _screens() -> list[URLResolver]:
    return [path("advice/", include("selfhelp.advice.editing.urls"))]


@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_page_header_buttons")
def _ways_to_the_screens(page: Any, user: Any, view_name: str = "", **_more: Any) -> Iterator[Button]:
    if not isinstance(page.specific_deferred, AdvicePage) or not page.permissions_for_user(user).can_edit():
        return
    screens = (
        ("picture", _("Picture of the tree"), "view"),
        ("changes", _("What changed"), "resubmit"),
        ("preview", _("Preview from any block"), "mobile-alt"),
        ("scenarios", _("Scenarios"), "tasks"),
        ("files", _("Export, import, copy"), "download"),
    )
    for number, (name, label, icon) in enumerate(screens):
        yield Button(
            label, reverse(f"advice_editing:{name}", args=[page.pk]), icon_name=icon, priority=60 + number
        )
