"""What an editor sees beside the text: the findings of the content checks, of what was saved and of what is typed."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import Panel

from helpline.directory.records import Record

if TYPE_CHECKING:
    from cms.examining import Subject

#: the styles are on every screen of the admin (cms.wagtail_hooks)
MEDIA = forms.Media(js=[cast("str", forms.Script("editors/checks.js", type="module"))])


class FindingsPanel(Panel):
    """The findings of a page, the heaviest first, and how hard the text reads."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/findings.html"

        @property
        def media(self) -> forms.Media:
            return MEDIA

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk:
                address = reverse("cms_checks:page", args=[self.instance.pk])
            else:
                place = self.form.parent_page.pk
                address = reverse("cms_checks:new_page", args=[self.instance._meta.model_name, place])  # noqa: SLF001
            return context | shown(self.instance, address)


class TranslationsPanel(Panel):
    """In which other languages the page exists, and the way to each: above the text, where one begins."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/translations.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            theirs = {page.locale.language_code: page for page in self._translations()}
            own = self.instance.locale.language_code
            context["translations"] = [
                (name, code, theirs.get(code)) for code, name in settings.LANGUAGES if code != own
            ]
            context["is_translation"] = own != settings.LANGUAGE_CODE
            context["page"] = self.instance
            return context

        def _translations(self) -> Any:
            return self.instance.get_translations().select_related("locale")


class RecordChecks:
    """The same for records of the directory, whose forms stand in a room below."""

    template = "cms/admin/findings.html"
    media = MEDIA

    def refusals(self, record: Record) -> list[str]:
        """What must be mended before visitors may see the record as it is now, a sentence each."""
        from cms.examining import report_on

        return [each.in_a_sentence() for each in report_on(record, timezone.localdate()).blocking]

    def context(self, record: Record, request: HttpRequest) -> dict[str, Any]:
        """The findings of a record, and where to ask for those of what is typed."""
        kind: Any = record._meta.model_name  # noqa: SLF001 - Django's documented interface
        if record.pk:
            return shown(record, reverse("cms_checks:record", args=[kind, record.pk]))
        return shown(record, reverse("cms_checks:new_record", args=[kind]))


def shown(subject: "Subject", address: str) -> dict[str, Any]:
    """What the panel shows. address: where the form's present state is checked."""
    from cms.examining import report_on  # the pages name this panel, and examining knows the pages

    report = report_on(subject, timezone.localdate()) if subject.pk else None
    return {"report": report, "checks_address": address}
