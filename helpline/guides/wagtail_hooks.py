"""The way to the editors' guide from Wagtail's screens, which have no bar of ours."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def _editors_guide() -> MenuItem:
    """Last in the menu. It opens beside the text that somebody is writing."""
    return MenuItem(
        _("Guide for editors"),
        reverse("guides:show", args=["editor"]),
        name="guide",
        icon_name="help",
        order=10_000,
        attrs={"target": "_blank", "rel": "noopener"},
    )
