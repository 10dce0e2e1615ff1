"""The form in which an editor writes a page."""

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm


class SitePageForm(WagtailAdminPageForm):
    """A draft may hold anything. What is proposed or published has no finding that keeps it from visitors."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:  # a draft is saved with whatever it has
            return
        from cms.examining import report_on  # the pages name this form, and examining knows the pages

        for told in report_on(self.instance, timezone.localdate()).blocking:
            self.add_error(None, told.in_a_sentence())
