"""What the screens of this room take in, checked for its shape."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpline.accounts.models import User
from helpline.cases.models import TaskKind
from helpline.cases.rules import ALIAS_LIMIT, NOTE_LIMIT, TASK_LIMIT
from helpline.cases.searching import ANY, GOES_ON, MINE, NOBODYS, Filters
from helpline.cases.states import CaseState
from helpline.drafts import guarding
from helpline.guard.forms import GuardedText, GuardedTextarea
from helpline.programmes.models import Programme

_DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
_MORNING = time(10, 0)


class FilterForm(forms.Form):
    """The filters above the list; what is not understood is left away."""

    text = forms.CharField(required=False, max_length=ALIAS_LIMIT)
    state = forms.CharField(required=False, max_length=10)
    owner = forms.CharField(required=False, max_length=10)
    programme = forms.SlugField(required=False)
    opened_from = forms.DateField(required=False)
    opened_until = forms.DateField(required=False)
    moved_from = forms.DateField(required=False)
    moved_until = forms.DateField(required=False)
    soon = forms.BooleanField(required=False)

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """The filters in an address."""
        form = cls(query)
        form.is_valid()
        found = form.cleaned_data
        return Filters(
            text=found.get("text", ""),
            state=found.get("state") or GOES_ON,
            owner=found.get("owner", ""),
            programme=found.get("programme", ""),
            opened_from=found.get("opened_from"),
            opened_until=found.get("opened_until"),
            moved_from=found.get("moved_from"),
            moved_until=found.get("moved_until"),
            soon=found.get("soon", False),
        )


def states_to_choose() -> list[tuple[str, Any]]:
    """The values of the filter of states."""
    return [
        (GOES_ON, _("Open and waiting")),
        *CaseState.choices,
        (ANY, pgettext_lazy("cases", "All")),
    ]


def owners_to_choose(people: list[User]) -> list[tuple[str, Any]]:
    """The values of the filter of owners."""
    return [
        ("", _("Everybody")),
        (MINE, _("Mine")),
        (NOBODYS, _("Nobody")),
        *((str(person.pk), person.name) for person in people),
    ]


class AliasForm(forms.Form):
    """An alias, and whether whoever chose it says that it is nobody's name."""

    alias = forms.CharField(
        label=_("Alias"),
        max_length=ALIAS_LIMIT,
        required=False,
        help_text=_("Not the person’s name, nor anything that leads to the person."),  # noqa: RUF001
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-guard": ""}),
    )
    is_no_name = forms.BooleanField(required=False, widget=forms.HiddenInput)


class _ProgrammeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class NewCaseForm(AliasForm):
    """A new case."""

    programme = _ProgrammeField(Programme.objects.none(), label=_("Programme"), empty_label=None)

    def __init__(self, *args: Any, programmes: list[Programme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Programme.objects.filter(pk__in=[each.pk for each in programmes]).order_by(
            "order", "pk"
        )
        if len(programmes) == 1:
            field.widget = forms.HiddenInput()
            field.initial = programmes[0]


class NoteForm(forms.Form):
    """A note. number: of this form, so that sending it twice writes one note."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    text = GuardedText(
        label=_("Note"),
        max_length=NOTE_LIMIT,
        allowed=guarding.allowed,
        widget=GuardedTextarea(attrs={"rows": 5}),
    )


class TaskForm(forms.Form):
    """Something to be done."""

    number = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What"), choices=TaskKind.choices)
    day = forms.DateField(label=_("On"), widget=_DAY)
    moment = forms.TimeField(
        label=_("At"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    assigned_to = forms.ModelChoiceField(
        User.objects.none(), label=_("Who"), required=False, empty_label=_("Whoever has the case")
    )
    text = GuardedText(
        label=_("More words"),
        required=False,
        max_length=TASK_LIMIT,
        allowed=guarding.allowed,
        one_line=True,
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assigned_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name")

    @property
    def due_at(self) -> datetime:
        """When it is due, in the house's time zone."""
        when = datetime.combine(self.cleaned_data["day"], self.cleaned_data.get("moment") or _MORNING)
        return timezone.make_aware(when)


class MoveTaskForm(forms.Form):
    """Another moment for a task."""

    day = forms.DateField(label=_("On"), widget=_DAY)
    moment = forms.TimeField(required=False)

    @property
    def due_at(self) -> datetime:
        """When it is due from now on."""
        when = datetime.combine(self.cleaned_data["day"], self.cleaned_data.get("moment") or _MORNING)
        return timezone.make_aware(when)
