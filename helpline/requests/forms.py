"""The two forms for professionals.

They say what they are for in `autocomplete` (WCAG 2.2, 1.3.5): whoever fills them in does so with their work address
and is told beforehand what is kept. Free text is never checked by a spelling service: `spellcheck` is off.
"""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpline.programmes.models import Programme
from helpline.requests.kinds import Kind, materials_of
from helpline.requests.sealing import Answers

LONGEST_REMARK = 500
MOST = 9999
_TOO_LONG = _("This is too long. Use at most %(limit_value)d characters.")
_NO_NUMBER = _("Fill in a number, for example 25.")
_HOW_MANY_RANGE = _("Fill in a number between 1 and 9999.")


class _Text(forms.CharField):
    """A text whose lines end in one character, as people count them.

    No `maxlength`: a browser cuts off what is pasted and says nothing; we say it and keep what was typed.
    """

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


def _text(
    label: Any,
    missing: Any,
    *,
    longest: int,
    autocomplete: str = "off",
    help_text: Any = "",
    required: bool = True,
    rows: int = 0,
    keyboard: str = "",
    validators: Any = (),
) -> _Text:
    """A field for text; rows: so many lines high instead of one; keyboard: what a phone should offer."""
    attributes = {"autocomplete": autocomplete, "spellcheck": "false"}
    if keyboard:
        attributes["inputmode"] = keyboard
    widget = forms.Textarea(attrs={**attributes, "rows": rows}) if rows else forms.TextInput(attrs=attributes)
    return _Text(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        validators=validators,
        widget=widget,
        error_messages={"required": missing, "max_length": _TOO_LONG},
    )


def _how_many(label: Any, missing: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={
            "required": missing,
            "invalid": _NO_NUMBER,
            "min_value": _HOW_MANY_RANGE,
            "max_value": _HOW_MANY_RANGE,
        },
    )


def _remark() -> _Text:
    return _text(
        _("Anything else (you may leave this empty)"),
        "",
        longest=LONGEST_REMARK,
        required=False,
        rows=4,
        help_text=_("At most 500 characters. Please write nothing about pupils or clients."),
    )


class RequestForm(forms.Form):
    """What both forms ask, and the field that only machines fill in.

    Every field has an id that begins with the kind, so that both forms can stand on one page.
    """

    kind: Kind
    #: the fields in the order in which they are asked
    order: tuple[str, ...] = ()

    name = _text(_("Your name"), _("Fill in your name."), longest=100, autocomplete="name")
    organisation = _text(
        _("School or organisation"),
        _("Fill in the name of your school or organisation."),
        longest=120,
        autocomplete="organization",
    )
    email = forms.EmailField(
        label=_("E-mail address at work"),
        help_text=_("We answer to this address. That mail is then in our mailbox, too."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "work email", "spellcheck": "false"}),
        error_messages={
            "required": _("Fill in your e-mail address at work."),
            "invalid": _("This is not a complete e-mail address. It looks like name@school.nl."),
            "max_length": _TOO_LONG,
        },
    )
    remark = _remark()
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, data: QueryDict | None = None, *, programme: Programme) -> None:
        super().__init__(data, auto_id=f"{self.kind.value}_%s", field_order=self.order)

    def clean_website(self) -> str:
        """People do not see this field. Whoever has it filled in by a browser sees it then, and loses nothing."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty this field and press the button again."))
        return ""

    def asked(self) -> list[forms.BoundField]:
        """The fields for people."""
        return [self[name] for name in self.fields if name != "website"]

    def answers(self) -> Answers:
        """What was filled in, once the form is valid; empty fields are left out."""
        return {
            name: self.cleaned_data[name] for name in self.order if self.cleaned_data[name] not in ("", None)
        }


class LessonForm(RequestForm):
    """Somebody of the programme comes to tell."""

    kind = Kind.LESSON
    order = ("name", "organisation", "email", "phone", "place", "group", "how_many", "period", "remark")

    phone = _text(
        _("Phone number at work (you may leave this empty)"),
        "",
        longest=30,
        autocomplete="work tel",
        keyboard="tel",
        required=False,
        validators=[
            RegexValidator(r"^[0-9+() .-]{6,30}$", _("A phone number has at least 6 digits, and no letters."))
        ],
    )
    place = _text(_("In which town"), _("Fill in the town where the lesson is."), longest=80)
    group = _text(
        _("For which group"),
        _("Fill in for which group it is."),
        longest=120,
        help_text=_("Age, class or team. For example: second year, 13 and 14 years old."),
    )
    how_many = _how_many(_("With how many people"), _("Fill in how many people take part."))
    period = _text(
        _("In which period"),
        _("Fill in when you would like the lesson."),
        longest=120,
        help_text=_("For example: in March, on a Tuesday or a Thursday."),
    )


class MaterialsForm(RequestForm):
    """Something is sent by post."""

    kind = Kind.MATERIALS
    order = ("name", "organisation", "email", "address", "materials", "how_many", "remark")

    address = _text(
        _("Postal address of your work"),
        _("Fill in the address to which we can send it."),
        longest=300,
        autocomplete="street-address",
        rows=3,
        help_text=_("Street and number, postal code and town."),
    )
    materials = forms.MultipleChoiceField(
        label=_("Which materials"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose what we should send."),
            "invalid_choice": _("One of these is not in the list any more. Choose again."),
        },
    )
    how_many = _how_many(_("How many of each"), _("Fill in how many of each you need."))

    def __init__(self, data: QueryDict | None = None, *, programme: Programme) -> None:
        super().__init__(data, programme=programme)
        choices = [(material.code, material.label) for material in materials_of(programme)]
        self.fields["materials"].choices = choices  # type: ignore[attr-defined]


#: how the staff's screen calls each field: short, and not as a question to somebody else
STAFF_LABELS: dict[str, Any] = {
    "name": _("Name"),
    "organisation": _("School or organisation"),
    "email": _("E-mail address"),
    "phone": _("Phone number"),
    "address": _("Postal address"),
    "place": _("Town"),
    "group": _("Group"),
    "materials": _("What to send"),
    "how_many": _("How many"),
    "period": _("Period"),
    "remark": _("Remark"),
}

FORMS: dict[str, type[RequestForm]] = {form.kind: form for form in (LessonForm, MaterialsForm)}


def form_for(programme: Programme, kind: str, data: QueryDict | None = None) -> RequestForm:
    """The form of a kind; data: what was sent."""
    return FORMS[kind](data, programme=programme)
