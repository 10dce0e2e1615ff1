"""The screen on which a programme's people change its canned answers, in Django's admin."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chat.actions.answers import remove_answer, save_answer
from chat.models import CannedAnswer
from helpline.programmes.admin import OwnProgrammes
from helpline.programmes.permissions import EDIT_TEXTS, person


@admin.register(CannedAnswer)
class CannedAnswers(OwnProgrammes):
    """Both languages side by side; the own programmes only; every change in the audit log."""

    permission = EDIT_TEXTS
    list_display = ("shortcut", "programme", "text_nl", "text_en", "order")
    list_filter = ("programme",)
    ordering = ("programme", "order", "shortcut")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.has_changed():
            save_answer(answer=obj, by=person(request).audit_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_answer(answer=obj, by=person(request).audit_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for answer in queryset:
            self.delete_model(request, answer)
