"""The screen on which a programme's people change its tip sheets, in Django's admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helpline.audit import actions as audit
from helpline.programmes.admin import OwnProgrammes
from helpline.programmes.permissions import EDIT_TEXTS, person
from helpline.programmes.queries import code_exists
from helpline.team.models import TipSheet


class TipSheetForm(forms.ModelForm[TipSheet]):
    """A sheet stands beside an answer that exists."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a question or an answer that the programme does not have."""
        given = super().clean() or {}
        programme, field, code = given.get("programme"), given.get("field"), given.get("code")
        if programme and field and code and not code_exists(programme, field, code):
            self.add_error("code", _("This programme has no such answer to this question."))
        return given


@admin.register(TipSheet)
class TipSheets(OwnProgrammes):
    """Both languages side by side; the own programmes only; every change in the audit log."""

    permission = EDIT_TEXTS
    form = TipSheetForm
    list_display = ("title_nl", "programme", "field", "code", "reviewed_on_date")
    list_filter = ("programme",)
    ordering = ("programme", "field", "code")

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: TipSheet, form: Any, change: bool) -> None:
        obj.save()
        self._tell(request, obj, "tip_sheet.saved")

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: TipSheet) -> None:
        self._tell(request, obj, "tip_sheet.removed")
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[TipSheet]) -> None:
        for sheet in queryset:
            self.delete_model(request, sheet)

    @staticmethod
    def _tell(request: HttpRequest, sheet: TipSheet, action: str) -> None:
        audit.record(
            by=person(request).audit_id,
            action=action,
            programme=sheet.programme.slug,
            detail={"field": sheet.field, "code": sheet.code},
        )
