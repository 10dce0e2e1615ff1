"""What an editor fills in beside the fields: that the facts were looked at, and for what a tip is."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from helpline.directory import checking
from helpline.directory.models import Situation
from helpline.directory.records import in_a_year
from helpline.directory.whom import Audience, Region


class RecordForm(WagtailAdminModelForm):
    """A record. Ticking "checked" notes who looked and when, and moves the day of the next look."""

    checked = forms.BooleanField(
        label=_("I have looked: all of this is right today"),
        required=False,
        help_text=_("Notes your name and today, and asks again in a year unless you chose another day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.first_published_at is not None:
            # pages may refer to it by now; a field that is shut keeps its value whatever is sent
            self.fields["key"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Ask again in a year, unless another day was chosen just now."""
        cleaned: dict[str, Any] = super().clean()
        # not `changed_data`: a default that is computed makes Django compare with a hidden field that is not drawn
        if cleaned.get("checked") and cleaned.get("review_by") == self.initial.get("review_by"):
            cleaned["review_by"] = in_a_year()
        return cleaned

    def _post_clean(self) -> None:
        """A draft may hold anything. What is proposed or published has nothing that must be mended first."""
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors:
            for refusal in checking.refusals(self.instance):
                self.add_error(None, refusal)

    def save(self, commit: bool = True) -> Any:
        """Note the look on the record, so that it is kept with this version of the facts."""
        if self.cleaned_data.get("checked"):
            self.instance.mark_checked(by=self.for_user, at=timezone.now())
        return super().save(commit=commit)


class TipForm(RecordForm):
    """A tip, with its situations as boxes to tick."""

    situations = forms.MultipleChoiceField(
        label=_("For whom it fits"),
        choices=Situation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("In which situations the tip is shown by itself."),
    )


class OrganisationForm(RecordForm):
    """An organisation, with its regions and for whom it is as boxes to tick."""

    regions = forms.MultipleChoiceField(
        label=_("Regions"),
        choices=Region.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Where it helps. None chosen: everywhere."),
    )
    audiences = forms.MultipleChoiceField(
        label=_("For whom, to look for"),
        choices=Audience.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("By this counsellors find it. None chosen: for everybody."),
    )
