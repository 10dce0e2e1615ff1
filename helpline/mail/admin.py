"""The screens on which a programme's people change what is promised and the templates, in Django's admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from helpline.mail.actions.settings import remove_template, save_box, save_template
from helpline.mail.models import LetterTemplate, Postbox
from helpline.programmes.admin import OwnProgrammes
from helpline.programmes.permissions import EDIT_HOURS, EDIT_TEXTS, person


@admin.register(Postbox)
class Postboxes(OwnProgrammes):
    """Within how long an answer is promised, in whose hours; the own programmes only; every change in the audit log."""

    permission = EDIT_HOURS
    may_delete = False
    list_display = ("programme", "promise", "unit", "staffed_as", "closed", "second_pair")
    ordering = ("programme",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed():
            save_box(box=obj, changed=list(form.changed_data), by=person(request).audit_id)


@admin.register(LetterTemplate)
class LetterTemplates(OwnProgrammes):
    """Both languages side by side; the own programmes only; every change in the audit log."""

    permission = EDIT_TEXTS
    list_display = ("shortcut", "programme", "text_nl", "text_en", "order")
    list_filter = ("programme",)
    ordering = ("programme", "order", "shortcut")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed():
            save_template(template=obj, by=person(request).audit_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_template(template=obj, by=person(request).audit_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for template in queryset:
            self.delete_model(request, template)
