"""What an editor sees beside the text: the findings of the content checks in what was saved last."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel


class FindingsPanel(Panel):
    """The findings, the heaviest first, and how hard the text reads."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/findings.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            from cms.checks import wording  # the pages name this panel, and examining knows the pages
            from cms.examining import content_of, examine, place_in_words

            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk:
                reading = wording.measured(content_of(self.instance))
                found = examine(self.instance, timezone.localdate())
                context["findings"] = [(place_in_words(each.where), each) for each in found]
                context["reading"] = wording.in_words(reading) if reading is not None else ""
            return context
