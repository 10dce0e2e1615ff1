"""What stands beside the blocks in the form of a tree: the tools above them, and the tab with findings and picture."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

_SCRIPTS: list[Any] = [  # the stubs know names only
    forms.Script("advice/editing/form.js", type="module"),
    forms.Script("advice/editing/picture.js", type="module"),
]
MEDIA = forms.Media(js=_SCRIPTS, css={"all": ["advice/editing.css"]})


def script_words() -> dict[str, str]:
    """What the form's scripts say, in the active language."""
    return {
        "choose": _("Choose, or type words or a number"),
        "list": _("Leads to"),
        "none": _("Nothing with these words. Type on to make it new."),
        "untitled": _("(no words yet)"),
        "go": _("To"),
        "gone": _("Not there any more: “{title}”"),
        "gone_unknown": _("Not there any more"),
        "broken": _("What this led to was removed. Choose another."),
        "new_question": _("New question: “{title}”"),
        "new_advice": _("New advice: “{title}”"),
        "new_info": _("New information: “{title}”"),
        "from": _("comes from"),
        "checking": _("Checking what you typed …"),
        "fresh": _("This is about what you have typed."),
        "failed": _("Could not check just now. What you typed is still there."),
        "found": _("Must be mended: {errors}. To look at: {warnings}."),
        "must": _("to mend"),
        "look": _("to look at"),
        "open_some": _("Open {count} more"),
    }


class TreeTools(Panel):
    """Above the blocks: jump to one, show the easy versions, open or close all; and the way to the other screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "advice/editing/tools.html"

        @property
        def media(self) -> forms.Media:
            return MEDIA

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"tree_words": script_words(), "page": self.instance}


class TreeChecks(Panel):
    """Findings, the picture and the list: of what was saved, and with scripts of what is typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "advice/editing/checks.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from selfhelp.advice.editing.showing import look_at  # the page names this panel

            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk:
                context["checks_address"] = reverse("advice_editing:check", args=[self.instance.pk])
                context["shown"] = look_at(self.instance, timezone.localdate())
            else:
                place = self.form.parent_page.pk
                context["checks_address"] = reverse("advice_editing:check_new", args=[place])
            return context | {"title": self.instance.title}
