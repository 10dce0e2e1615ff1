"""What is filled in on the page of a record. Every text is guarded; every form carries a number of its own.

The number makes a form that is sent twice (a lost answer, a second press) one text.
"""

import uuid
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpline.accounts.models import User
from helpline.care import levels, queries
from helpline.care.meldcode import Applies, Help, Report, TextKind
from helpline.care.models import RiskRecord
from helpline.drafts.guarding import allowed
from helpline.guard.forms import GuardedText, GuardedTextarea
from helpline.programmes.models import Programme
from helpline.programmes.queries import codes

LONGEST = 8000
_TOO_LONG = _("This is too long. Use at most %(limit_value)d characters.")


def _text(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> GuardedText:
    return GuardedText(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        allowed=allowed,
        widget=GuardedTextarea(attrs={"rows": rows, "spellcheck": "false"}),
        error_messages={"required": _("Write this down first."), "max_length": _TOO_LONG},
    )


class RecordForm(forms.Form):
    """What all of them have. prefix: keeps the ids of the forms on one page apart."""

    #: the name of the act that it is for
    act = ""
    number = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, record: RiskRecord | None = None) -> None:
        super().__init__(
            data, auto_id=f"{self.act}_%s", initial={"number": uuid.uuid4(), **self.at_first(record)}
        )
        self.record = record

    def at_first(self, record: RiskRecord | None) -> dict[str, Any]:
        """What stands in it when it is opened."""
        return {}

    def asked(self) -> list[forms.BoundField]:
        """The fields for people, in their order."""
        return [field for field in self if not field.is_hidden]


class _LevelForm(RecordForm):
    level = forms.ChoiceField(
        label=_("How serious is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how serious it is."), "invalid_choice": _("Choose again.")},
    )

    def offer_levels(self, programme: Programme) -> None:
        """Offer the levels of a programme."""
        offered = codes(programme, levels.LIST, timezone.localdate())
        self.fields["level"].choices = [(code.code, code.label()) for code in offered]  # type: ignore[attr-defined]


def _applies() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Does the Meldcode apply?"),
        help_text=_("It is about violence at home or in the family, or about abuse of a child."),
        choices=[(Applies.YES, _("Yes")), (Applies.NO, _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )


class OpenForm(_LevelForm):
    """A new record."""

    act = "open"
    said = _text(
        _("What was said, and what did you notice?"),
        rows=8,
        help_text=_("Facts and words as they were. No names, addresses or numbers of people."),
    )
    applies = _applies()

    def __init__(self, data: QueryDict | None = None, *, programme: Programme) -> None:
        super().__init__(data)
        self.offer_levels(programme)
        self.order_fields(["level", "said", "applies"])
        applies: Any = self.fields["applies"]
        applies.choices = [*applies.choices, (Applies.UNKNOWN, _("Not clear yet"))]


class LevelForm(_LevelForm):
    """Another level."""

    act = "level"

    def __init__(self, data: QueryDict | None = None, *, record: RiskRecord) -> None:
        super().__init__(data, record=record)
        self.offer_levels(record.programme)

    def at_first(self, record: RiskRecord | None) -> dict[str, Any]:
        return {"level": record.level} if record is not None else {}


class MeldcodeForm(RecordForm):
    """Whether the Meldcode applies."""

    act = "meldcode"
    applies = _applies()

    def at_first(self, record: RiskRecord | None) -> dict[str, Any]:
        return {"applies": record.applies} if record is not None else {}


#: the question above each text that is added by itself
QUESTIONS: dict[str, Any] = {
    TextKind.SAID: _("What else was said, or did you notice?"),
    TextKind.VEILIG_THUIS: _("What did Veilig Thuis advise? They can be asked without a name."),
    TextKind.TALKED: _("How did the talk with the person concerned go?"),
    TextKind.NOT_TALKED: _("Why is such a talk not possible?"),
    TextKind.WEIGHED: _("What weighs for and against, and how serious is it all together?"),
    TextKind.INFORMED: _("How was the person told what is decided?"),
    TextKind.NOT_INFORMED: _("Why was the person not told?"),
}


class TextForm(RecordForm):
    """One more text of a kind."""

    text = _text("")

    def __init__(self, kind: str, data: QueryDict | None = None, *, record: RiskRecord) -> None:
        self.act = f"write_{kind}"
        super().__init__(data, record=record)
        self.kind = kind
        self.fields["text"].label = QUESTIONS[kind]


class ConsultForm(RecordForm):
    """The shift lead advises and signs."""

    act = "consult"
    advice = _text(_("What do you advise?"), help_text=_("You sign for it with your name and this moment."))


class NoteConsultationForm(RecordForm):
    """What a shift lead advised in person or by phone, written down by the one who asked."""

    act = "note_consultation"
    consulted = forms.ModelChoiceField(
        label=_("Whom did you consult?"),
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom you consulted."), "invalid_choice": _("Choose again.")},
    )
    consulted_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Fill in when it was."), "invalid": _("Fill in a day and a time.")},
    )
    advice = _text(_("What was advised?"))

    def __init__(self, data: QueryDict | None = None, *, record: RiskRecord) -> None:
        super().__init__(data, record=record)
        people = queries.who_can_be_consulted(record)
        consulted: Any = self.fields["consulted"]
        consulted.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name")
        consulted.label_from_instance = lambda person: person.name
        self.has_people = bool(people)

    def at_first(self, record: RiskRecord | None) -> dict[str, Any]:
        return {"consulted_at": timezone.localtime()}

    def clean_consulted_at(self) -> datetime:
        """Nobody was consulted in the future."""
        at: datetime = self.cleaned_data["consulted_at"]
        if at > timezone.now():
            raise forms.ValidationError(_("This moment is still to come."))
        return at


class DecideForm(RecordForm):
    """The decision and the plan; where the Meldcode applies, with the two questions of its fifth step."""

    act = "decide"
    report = forms.ChoiceField(
        label=_("Is it necessary to report this to Veilig Thuis?"),
        choices=Report.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer this question.")},
    )
    why_not_reported = _text(
        _("Why can it not be reported?"),
        required=False,
        rows=3,
        help_text=_("Only when it should be, and cannot."),
    )
    help_given = forms.ChoiceField(
        label=_("Is help given or organised?"),
        choices=Help.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer this question.")},
    )
    decision = _text(_("What is decided, and why?"))
    plan = _text(_("What is done, by whom, and when?"), required=False)

    def __init__(self, data: QueryDict | None = None, *, record: RiskRecord) -> None:
        super().__init__(data, record=record)
        if record.applies != Applies.YES:
            for name in ("report", "why_not_reported", "help_given"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What cannot be reported has a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("report") == Report.IMPOSSIBLE and not cleaned.get("why_not_reported"):
            self.add_error("why_not_reported", _("Write the reason."))
        return cleaned


class FollowUpForm(RecordForm):
    """What is to follow, and when."""

    act = "follow_up"
    due_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Fill in when."), "invalid": _("Fill in a day and a time.")},
    )
    text = _text(_("What is to follow?"), rows=2)

    def clean_due_at(self) -> datetime:
        """What is to follow is still to come."""
        at: datetime = self.cleaned_data["due_at"]
        if at <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return at


class FollowedUpForm(RecordForm):
    """What came of it."""

    act = "followed_up"
    text = _text(_("What came of it?"), rows=3)
