"""The forms beside the week: a closed day, and what holds for the whole programme."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpline.programmes.models import Channel, Closure, Programme

if TYPE_CHECKING:
    ClosureModelForm = forms.ModelForm[Closure]
    ProgrammeModelForm = forms.ModelForm[Programme]
else:
    ClosureModelForm = ProgrammeModelForm = forms.ModelForm

#: the channels that have hours; the others are always open, or need none
CHANNELS = (Channel.CHAT, Channel.PHONE)
#: minutes; longer than that and most evenings would have no entry at all
LONGEST_LAST_ENTRY = 120


class ClosureForm(ClosureModelForm):
    """Days on which the helpline is closed."""

    class Meta:
        model = Closure
        fields = ("first_date", "last_date", "channel", "reason_nl", "reason_en")
        labels: ClassVar[dict[str, Promise]] = {"channel": _("What is closed")}
        help_texts: ClassVar[dict[str, Any]] = {"channel": ""}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "first_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(
            label=_("What is closed"),
            required=False,
            choices=[
                ("", _("Everything")),
                *((channel.value, channel.label) for channel in CHANNELS),
            ],
        )
        self.fields["last_date"].required = False
        self.fields["last_date"].help_text = _("Empty: one day.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first = cleaned.get("first_date")
        if first and not cleaned.get("last_date") and "last_date" not in self.errors:
            cleaned["last_date"] = first
        last = cleaned.get("last_date")
        if first and last and last < first:
            self.add_error("last_date", _("The last day comes before the first."))
        return cleaned


class WholeForm(ProgrammeModelForm):
    """The languages in which people are helped, and how long before closing time nobody new is let in."""

    languages = forms.MultipleChoiceField(
        label=_("Languages in which people can be helped"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
        help_text=_("The phone greets callers in these languages."),
    )
    last_entry_minutes = forms.IntegerField(
        label=_("Minutes before closing time after which nobody new is let in"),
        min_value=0,
        max_value=LONGEST_LAST_ENTRY,
    )

    class Meta:
        model = Programme
        fields = ("languages", "last_entry_minutes")
