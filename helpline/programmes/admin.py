"""The screens on which managers and administrators change programmes, in Django's admin.

A manager sees and changes the own programmes only; an administrator all. What is changed goes through the actions,
so that the audit log knows; nothing here can remove a text or a code.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import DateField, ForeignKey, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpline.programmes import actions
from helpline.programmes.models import Closure, Code, CodeList, Programme, ProgrammeText
from helpline.programmes.permissions import (
    EDIT_CODES,
    EDIT_HOURS,
    EDIT_TEXTS,
    MANAGE_SYSTEM,
    may,
    person,
)

if TYPE_CHECKING:
    ProgrammeModelAdmin = admin.ModelAdmin[Programme]
    ClosureModelAdmin = admin.ModelAdmin[Closure]
    CodeListModelAdmin = admin.ModelAdmin[CodeList]
    AnyModelAdmin = admin.ModelAdmin[Any]
    TextTabular = admin.TabularInline[ProgrammeText, Programme]
    CodeTabular = admin.TabularInline[Code, CodeList]
    CodeModelForm = forms.ModelForm[Code]
else:
    ProgrammeModelAdmin = ClosureModelAdmin = CodeListModelAdmin = AnyModelAdmin = admin.ModelAdmin
    TextTabular = CodeTabular = admin.TabularInline
    CodeModelForm = forms.ModelForm


def programme_of(row: Model | None) -> Programme | None:
    """The programme that a row belongs to."""
    if row is None or isinstance(row, Programme):
        return row
    programme: Programme | None = getattr(row, "programme", None)
    return programme


class OwnProgrammes(AnyModelAdmin):
    """Shows and changes rows of the programmes in which the person has `permission`."""

    permission: ClassVar[str]
    programme_field: ClassVar[str] = "programme"
    may_add: ClassVar[bool] = True
    may_delete: ClassVar[bool] = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        own = person(request).programmes_with(self.permission)
        return super().get_queryset(request).filter(**{f"{self.programme_field}__in": own})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request, self.permission)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may(request, self.permission, programme_of(obj))

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may(request, self.permission, programme_of(obj))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.may_add and may(request, self.permission)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_delete and may(request, self.permission, programme_of(obj))

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.related_model is Programme:
            kwargs["queryset"] = person(request).programmes_with(self.permission)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if form.has_changed():
            actions.save_row(row=obj, by=person(request).audit_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        actions.remove_row(row=obj, by=person(request).audit_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            actions.remove_row(row=row, by=person(request).audit_id)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            actions.remove_row(row=row, by=person(request).audit_id)
        for row in rows:
            actions.save_row(row=row, by=person(request).audit_id)
        formset.save_m2m()


class TextInline(TextTabular):
    """The texts, Dutch and English side by side."""

    model = ProgrammeText
    extra = 0
    ordering = ("key",)
    readonly_fields = ("key",)

    def has_view_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return may(request, EDIT_TEXTS, obj)

    has_change_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(OwnProgrammes, ProgrammeModelAdmin):
    """A programme with its texts. Its hours, languages and closed days have a screen of their own."""

    permission = EDIT_HOURS
    programme_field = "pk"
    may_add = False
    may_delete = False
    fields = ("name", "slug", "theme", "phone_number", "order")
    list_display = ("name", "phone_number")
    ordering = ("order", "slug")
    inlines = (TextInline,)
    actions = ("propose_holidays",)

    def get_readonly_fields(self, request: HttpRequest, obj: Programme | None = None) -> tuple[str, ...]:
        """The address and the look belong to the installation."""
        return ("slug",) if may(request, MANAGE_SYSTEM) else ("slug", "name", "theme", "order")

    @admin.action(
        description=_("Propose the public holidays of this year and the next"), permissions=["change"]
    )
    def propose_holidays(self, request: HttpRequest, queryset: QuerySet[Programme]) -> None:
        """Add proposals; the closures page confirms them."""
        year = timezone.localdate().year
        proposed = sum(
            len(actions.propose_holidays(programme=programme, year=which, by=person(request).audit_id))
            for programme in queryset
            for which in (year, year + 1)
        )
        said = ngettext("%(n)d day proposed.", "%(n)d days proposed.", proposed) % {"n": proposed}
        messages.success(request, said)


@admin.register(Closure)
class ClosureAdmin(OwnProgrammes, ClosureModelAdmin):
    """Closed days, and proposals for them."""

    permission = EDIT_HOURS
    fields = ("programme", "channel", ("first_date", "last_date"), ("reason_nl", "reason_en"), "confirmed")
    list_display = ("first_date", "last_date", "programme", "channel", "reason_nl", "confirmed", "declined")
    list_filter = ("confirmed", "declined", "channel")
    date_hierarchy = "first_date"
    ordering = ("first_date", "programme")
    actions = ("confirm", "decline")

    def save_model(self, request: HttpRequest, obj: Closure, form: forms.ModelForm, change: bool) -> None:
        """Confirming by the form takes back an earlier refusal."""
        if obj.confirmed:
            obj.declined = False
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Confirm: closed on these days"), permissions=["change"])
    def confirm(self, request: HttpRequest, queryset: QuerySet[Closure]) -> None:
        """Close on the chosen days."""
        actions.confirm_closures(closures=queryset, by=person(request).audit_id)

    @admin.action(description=_("Decline: open on these days"), permissions=["change"])
    def decline(self, request: HttpRequest, queryset: QuerySet[Closure]) -> None:
        """Stay open on the chosen days."""
        actions.decline_closures(closures=queryset, by=person(request).audit_id)


class CodeLine(CodeModelForm):
    """One line of a list. Its head stands above the column, so each field says aloud what it is, and of which code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} {self.instance.code}".strip()


class CodeInline(CodeTabular):
    """The codes of a list, Dutch and English side by side. A last day retires a code."""

    model = Code
    form = CodeLine
    extra = 1
    fields = ("order", "code", "label_nl", "label_en", "valid_from_date", "valid_until_date")
    ordering = ("order", "code")
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
    }

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["programmes/admin.css"]}

    def has_view_permission(self, request: HttpRequest, obj: CodeList | None = None) -> bool:
        return may(request, EDIT_CODES, programme_of(obj))

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: CodeList | None = None) -> bool:
        return False


@admin.register(CodeList)
class CodeListAdmin(OwnProgrammes, CodeListModelAdmin):
    """A code list with its codes."""

    permission = EDIT_CODES
    may_add = False
    may_delete = False
    fields = ("programme", "key", ("name_nl", "name_en"))
    readonly_fields = ("programme", "key")
    list_display = ("__str__", "programme", "key", "offered")
    list_filter = ("programme",)
    ordering = ("programme", "key")
    inlines = (CodeInline,)

    @admin.display(description=_("codes offered today"))
    def offered(self, code_list: CodeList) -> int:
        """How many codes can be chosen today."""
        today: date = timezone.localdate()
        return sum(code.is_offered(today) for code in code_list.codes.all())
