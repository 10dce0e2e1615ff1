"""The forms of this room. What is typed passes the identity guard: no number, address or name of a website is kept."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpline.drafts.guarding import allowed
from helpline.groups import terms
from helpline.groups.actions import LONGEST_ALIAS
from helpline.groups.models import Group, PlaceKind
from helpline.guard.forms import GuardedText, GuardedTextarea
from helpline.programmes.models import Programme

_MISSING = _("Fill this in.")


class GroupForm(forms.Form):
    """A new group."""

    programme = forms.ChoiceField(label=_("Programme"))
    name = GuardedText(
        label=_("Working title"),
        help_text=_("For colleagues, such as: Thursday evenings. Nothing about who takes part."),
        max_length=60,
        one_line=True,
        allowed=allowed,
        error_messages={"required": _MISSING},
    )
    places = forms.IntegerField(label=_("Places"), min_value=2, max_value=30, initial=terms.PLACES)

    def __init__(self, *args: Any, programmes: list[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        self._programmes = {str(programme.pk): programme for programme in programmes}
        field = self.fields["programme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, programme.name) for key, programme in self._programmes.items()]

    def programme_chosen(self) -> Programme:
        """The programme, once the form is valid."""
        return self._programmes[self.cleaned_data["programme"]]


class MeetingForm(forms.Form):
    """A meeting: when, where, and how to join."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day that exists.")},
    )
    at = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"required": _("Fill in a time."), "invalid": _("Fill in a time, such as 10:00.")},
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=15, max_value=480, initial=90)
    place = forms.ChoiceField(label=_("Place"), choices=PlaceKind.choices)
    instruction = GuardedText(
        label=_("How to join (may stay empty)"),
        help_text=_(
            "Neutral words: a room, or how the code of the online meeting is given. It is kept encrypted."
        ),
        required=False,
        max_length=400,
        allowed=allowed,
        widget=GuardedTextarea(attrs={"rows": 2}),
    )

    def starts_at(self) -> datetime:
        """The beginning, once the form is valid."""
        wall = datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])
        return timezone.make_aware(wall)


class ParticipantForm(forms.Form):
    """Somebody under an alias. case: its alias, when they have a case and want it to be linked."""

    alias = GuardedText(
        label=_("Alias"),
        help_text=_("A word the person chose. Never their name."),
        max_length=LONGEST_ALIAS,
        one_line=True,
        allowed=allowed,
        error_messages={"required": _MISSING},
    )
    case = forms.CharField(
        label=_("Alias of the case (may stay empty)"),
        required=False,
        max_length=60,
        help_text=_("Only when the person wants that. The case then tells that they take part."),
    )
    waits = forms.BooleanField(label=_("Put on the waiting list"), required=False)


class InterestForm(forms.Form):
    """Somebody would like to join: this group, or any to come."""

    group = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self._groups = {str(group.pk): group for group in groups}
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any group")), *((key, group.name) for key, group in self._groups.items())]

    def group_chosen(self) -> Group | None:
        """The group, once the form is valid; None for any."""
        return self._groups.get(self.cleaned_data["group"])
