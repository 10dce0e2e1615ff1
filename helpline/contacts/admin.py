"""The screen on which a programme's registration form is changed, in Django's admin: always as a new version."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from helpline.accounts.models import User
from helpline.contacts import actions, form_editor
from helpline.contacts.actions.versions import judge_version
from helpline.contacts.errors import BreaksSeries, FormMistake
from helpline.contacts.form_editor import VersionForm, label_of
from helpline.contacts.models import RegistrationForm
from helpline.contacts.series import BENDS, Break, Why
from helpline.programmes.admin import OwnProgrammes
from helpline.programmes.models import Programme
from helpline.programmes.permissions import EDIT_CODES, person
from helpline.programmes.queries import programme_by_slug

if TYPE_CHECKING:
    FormModelAdmin = admin.ModelAdmin[RegistrationForm]
else:
    FormModelAdmin = admin.ModelAdmin


def sentence(programme: Programme, one: Break) -> str:
    """What breaks or bends, as somebody reads it who makes a form."""
    words = {"field": label_of(programme, one.field), "code": one.code, "before": one.before, "now": one.now}
    said = {
        Why.FIELD_GONE: _(
            "“%(field)s” is no longer asked: its figures would stop. Let it be optional instead."
        ),
        Why.TAKES_ONE: _("“%(field)s” took several answers and would take one: its figures would differ."),
        Why.TAKES_SEVERAL: _("“%(field)s” took one answer and would take several: its figures would differ."),
        Why.MEANS_OTHER: _(
            "A code of “%(field)s” was called “%(before)s” and is called “%(now)s” now. Does it mean something else, "
            "retire it and make another code. Were only its words corrected, say so below."
        ),
        Why.CONDITION_UNKNOWN: _(
            "“%(field)s” is asked after an answer that nobody can give any more (%(code)s)."
        ),
        Why.ASKED_LESS: _("“%(field)s” will be asked less often: its figures will be smaller."),
        Why.OPTIONAL_NOW: _("“%(field)s” may stay empty from now on: more contacts will count as unknown."),
    }
    return said[one.why] % words


@admin.register(RegistrationForm)
class RegistrationFormAdmin(OwnProgrammes, FormModelAdmin):
    """The versions of the forms of one's programmes. A version is made from the newest one, and never changed."""

    permission = EDIT_CODES
    may_delete = False
    list_display = ("programme", "version", "in_use_from_date")
    list_filter = ("programme",)
    ordering = ("programme", "-version")
    change_form_template = "admin/contacts/registrationform/version.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes a version: contacts were registered on it."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How a version looks."""
        version = self.get_queryset(request).select_related("programme").filter(pk=object_id).first()
        sections = (
            form_editor.preview(version.programme, version.definition, timezone.localdate())
            if version
            else []
        )
        context = {"version": version, "sections": sections, "subtitle": None}
        if version:
            context["title"] = _("%(programme)s: the registration form") % {
                "programme": version.programme.name
            }
        return super().change_view(request, object_id, form_url, context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose a programme, change what stands there, look at it, and keep it as the next version."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        own = list(person(request).programmes_with(EDIT_CODES))
        chosen = programme_by_slug(request.GET.get("programme", own[0].slug if len(own) == 1 else ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A new version of a form"),
        }
        if chosen is None or chosen.pk not in {each.pk for each in own}:
            return TemplateResponse(
                request, "admin/contacts/registrationform/make.html", {**context, "choose": own}
            )
        newest = RegistrationForm.objects.filter(programme=chosen).order_by("-version").first()
        today = timezone.localdate()
        form = VersionForm(request.POST or None, programme=chosen, source=newest, today=today)
        context |= {"form": form, "programme": chosen, "newest": newest}
        if request.method == "POST" and form.is_valid():
            context |= self._judged(chosen, form)
            if "_save" in request.POST and not context["broken"]:
                kept = self._keep(request, chosen, form)
                if kept is not None:
                    return redirect("admin:contacts_registrationform_change", kept.pk)
        return TemplateResponse(request, "admin/contacts/registrationform/make.html", context)

    def _judged(self, programme: Programme, form: VersionForm) -> dict[str, Any]:
        today = timezone.localdate()
        definition = form.definition()
        try:
            found = judge_version(programme, definition, today)
        except FormMistake:
            return {
                "broken": [_("A question stands before the one it depends on, or nothing is asked at all.")]
            }
        is_said = form.cleaned_data["same_meaning"]
        broken = [
            one for one in found if one.why not in BENDS and not (is_said and one.why == Why.MEANS_OTHER)
        ]
        return {
            "broken": [sentence(programme, one) for one in broken],
            "bent": [sentence(programme, one) for one in found if one.why in BENDS],
            "sections": form_editor.preview(programme, definition, today),
        }

    def _keep(self, request: HttpRequest, programme: Programme, form: VersionForm) -> RegistrationForm | None:
        try:
            version = actions.add_version(
                programme=programme,
                definition=form.definition(),
                in_use_from=form.cleaned_data["in_use_from"],
                same_meaning=form.cleaned_data["same_meaning"],
                by=cast("User", request.user),
            )
        except FormMistake:
            form.add_error(
                "in_use_from", _("Choose today or a later day, not before the version it follows.")
            )
            return None
        except BreaksSeries as refusal:
            # somebody else changed a list or a version a moment ago
            for one in refusal.breaks:
                form.add_error(None, sentence(programme, one))
            return None
        messages.success(request, _("Version %(version)s is kept.") % {"version": version.version})
        return version
