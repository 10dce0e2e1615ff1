"""The screens for a programme's phone line and the organisations that may be asked to join a call."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from helpline.audit import actions as audit
from helpline.phone.models import OutsideDesk, PhoneLine
from helpline.programmes.admin import OwnProgrammes
from helpline.programmes.permissions import EDIT_HOURS, person

if TYPE_CHECKING:
    LineModelAdmin = admin.ModelAdmin[PhoneLine]
    DeskModelAdmin = admin.ModelAdmin[OutsideDesk]
else:
    LineModelAdmin = DeskModelAdmin = admin.ModelAdmin


class _Told(OwnProgrammes):
    """Saves and removes rows with an audit entry in the same transaction (Django's admin is atomic)."""

    permission = EDIT_HOURS

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Save the row; what changed is named, never a number."""
        if form.has_changed():
            obj.save()
            self._tell(request, obj, "changed" if change else "added")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._tell(request, obj, "removed")
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def _tell(self, request: HttpRequest, row: Any, what: str) -> None:
        kind = "line" if isinstance(row, PhoneLine) else "outside_desk"
        audit.record(
            by=person(request).audit_id,
            action=f"phone.{kind}_{what}",
            programme=row.programme.slug,
            subject=f"{kind}:{row.pk}",
        )


@admin.register(PhoneLine)
class PhoneLineAdmin(_Told, LineModelAdmin):
    """A programme's own number and its waiting rules. The sentences that are spoken are the programme's texts."""

    may_delete = False
    fields = ("programme", "number", "wait_limit_minutes", "max_waiting", "ask_tried_before")
    list_display = ("programme", "number", "wait_limit_minutes", "max_waiting")
    ordering = ("programme__order",)


@admin.register(OutsideDesk)
class OutsideDeskAdmin(_Told, DeskModelAdmin):
    """Another organisation that a counsellor may ask to join."""

    fields = ("programme", "name", "number", "order", "active")
    list_display = ("name", "programme", "number", "active")
    list_filter = ("programme",)
    ordering = ("programme__order", "order", "name")
