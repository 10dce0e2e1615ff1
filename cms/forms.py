"""The form in which an editor writes a page."""

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.checks.findings import Severity


class SitePageForm(WagtailAdminPageForm):
    """A draft may hold anything. What is proposed or published has no finding that keeps it from visitors."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation or self.errors:  # a draft is saved with whatever it has
            return
        from cms.examining import (  # the pages name this form, and examining knows the pages
            examine,
            place_in_words,
        )

        for finding in examine(self.instance, timezone.localdate()):
            if finding.severity is Severity.ERROR:
                words = {
                    "where": place_in_words(finding.where),
                    "what": finding.message,
                    "do": finding.suggestion,
                }
                self.add_error(None, _("%(where)s: %(what)s %(do)s") % words)
