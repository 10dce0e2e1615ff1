"""The forms of this room: a therapist's hours, a telephone number, and what a visitor types."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helpline.appointments.calendar import REMINDERS
from helpline.programmes.models import Programme
from helpline.programmes.numbers import e164

MINUTES = (30, 45, 50, 60, 90)

#: what a person may call it in their own calendar. None of them tells anything
TITLES = {
    "appointment": _("Appointment"),
    "call": _("Phone call"),
    "meeting": _("Meeting"),
    "busy": _("Busy"),
}
REMINDER_NAMES = {
    0: _("No reminder"),
    15: _("15 minutes before"),
    60: _("1 hour before"),
    1440: _("1 day before"),
}


class _ProgrammeForm(forms.Form):
    """A form that asks for the programme where a therapist works for several."""

    programme = forms.ChoiceField(label=_("Programme"))

    def __init__(self, *args: Any, programmes: list[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        self._programmes = {str(programme.pk): programme for programme in programmes}
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, programme.name) for key, programme in self._programmes.items()]
        if len(programmes) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(programmes[0].pk)

    def programme_chosen(self) -> Programme:
        """The programme, once the form is valid."""
        return self._programmes[self.cleaned_data["programme"]]


def _date(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day that exists.")},
    )


def _time() -> forms.TimeField:
    return forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"required": _("Fill in a time."), "invalid": _("Fill in a time, such as 10:00.")},
    )


def _minutes() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Length"),
        coerce=int,
        initial=45,
        choices=[(minutes, _("%d minutes") % minutes) for minutes in MINUTES],
    )


class SlotForm(_ProgrammeForm):
    """One hour that somebody can call."""

    day = _date(_("Day"))
    at = _time()
    minutes = _minutes()
    field_order = ("day", "at", "minutes", "programme")


class WeeklyForm(_ProgrammeForm):
    """The same hour every week."""

    first = _date(_("First day"))
    at = _time()
    minutes = _minutes()
    until = _date(_("Last day (may stay empty)"), required=False)
    field_order = ("first", "at", "minutes", "until", "programme")


class PauseForm(forms.Form):
    """When a series rests."""

    first = _date(_("From"))
    last = _date(_("Up to and including (may stay empty)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("The last day is before the first."))
        return cleaned


class NumberForm(forms.Form):
    """The number at which a therapist is called."""

    number = forms.CharField(
        label=_("Your number for these calls"),
        required=False,
        max_length=30,
        help_text=_("Callers never see it. You see the helpline's number, never the caller's."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        typed: str = self.cleaned_data["number"].strip()
        number = e164(typed) if typed else ""
        if typed and not number:
            raise forms.ValidationError(_("This is not a whole telephone number, such as 020 123 45 67."))
        return number


class CalendarForm(forms.Form):
    """What goes into the person's own calendar."""

    title = forms.ChoiceField(label=_("What should it say in your calendar?"), choices=list(TITLES.items()))
    reminder = forms.TypedChoiceField(
        label=_("Reminder from your own device"),
        coerce=int,
        choices=[(minutes, REMINDER_NAMES[minutes]) for minutes in REMINDERS],
    )
