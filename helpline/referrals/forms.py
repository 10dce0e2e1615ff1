"""What is filled in: a referral with its note, what came of it, and addresses for the hotline."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from helpline.directory.whom import Audience, Region
from helpline.drafts.guarding import allowed
from helpline.guard.finding import Kind, find
from helpline.guard.forms import GuardedText, GuardedTextarea
from helpline.referrals import addresses, delivery, queries
from helpline.referrals.errors import NotAddresses
from helpline.referrals.models import Referral

LONGEST_NOTE = 4000


class PickForm(forms.Form):
    """What the picker filters by. It goes along in the address: nothing in it is about anybody."""

    words = forms.CharField(
        label=_("Search"), required=False, max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    region = forms.ChoiceField(label=_("Region"), choices=[("", _("all")), *Region.choices], required=False)
    audience = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("everybody")), *Audience.choices], required=False
    )
    open_now = forms.BooleanField(label=_("Can be reached now"), required=False)

    def chosen(self) -> dict[str, Any]:
        """What to filter by; what is not in the lists is left away."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class _NoteForm(forms.Form):
    note = GuardedText(
        label=_("Note to take along (you may leave this empty)"),
        help_text=_(
            "What the organisation should know. No names or numbers of people. It can be printed, or read out by phone."
        ),
        required=False,
        max_length=LONGEST_NOTE,
        allowed=allowed,
        widget=GuardedTextarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    agreed = forms.BooleanField(
        label=_("The person heard this and agreed that it is passed on"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """A note is written only of what the person agreed to."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("note") and not cleaned.get("agreed"):
            self.add_error(
                "agreed", _("Ask first. Without agreement nothing is passed on: then empty the note.")
            )
        return cleaned


class ReferForm(_NoteForm):
    """Refer to the organisation that was picked. number: a form that is sent twice is one referral."""

    number = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"number": uuid.uuid4()})


class NoteForm(_NoteForm):
    """The note, written anew."""

    def __init__(self, data: QueryDict | None = None, *, note: str = "") -> None:
        super().__init__(data, initial={"note": note, "agreed": bool(note)})


class OutcomeForm(forms.Form):
    """What came of a referral."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it."), "invalid_choice": _("Choose again.")},
    )

    def __init__(self, data: QueryDict | None = None, *, referral: Referral, today: Any) -> None:
        super().__init__(data, initial={"outcome": referral.outcome})
        self.fields["outcome"].choices = queries.outcomes(referral.programme, today)  # type: ignore[attr-defined]


class HotlineForm(forms.Form):
    """Web addresses for the hotline. Not guarded, because they are to arrive as they are; never drafted, never kept.

    Its errors name lines by number and repeat nothing.
    """

    number = forms.UUIDField(widget=forms.HiddenInput)
    addresses = forms.CharField(
        label=_("Web addresses"),
        help_text=_("One on a line, 50 at most. Only addresses: no text, no names, no pictures."),
        max_length=(addresses.LONGEST + 2) * addresses.MOST,
        error_messages={
            "required": _("Fill in the address of a page."),
            "max_length": _("This is too much for one time. Pass it on in parts."),
        },
        widget=forms.Textarea(
            attrs={
                "rows": 8, "autocomplete": "off", "autocapitalize": "off", "autocorrect": "off",
                "spellcheck": "false", "translate": "no", "inputmode": "url",
            }
        ),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"number": uuid.uuid4()})

    def clean_addresses(self) -> tuple[str, ...]:
        """The addresses, each once."""
        try:
            return addresses.read(self.cleaned_data["addresses"])
        except NotAddresses as refusal:
            raise forms.ValidationError(_why(refusal)) from None


def _why(refusal: NotAddresses) -> str:
    if refusal.why == "too_many":
        return str(_("These are more than 50. Pass them on in parts."))
    if not refusal.lines:
        return str(_("Fill in the address of a page."))
    shown = ", ".join(str(number) for number in refusal.lines[:10])
    return ngettext(
        "Line %(lines)s is no web address.",
        "These lines are no web addresses: %(lines)s.",
        len(refusal.lines),
    ) % {"lines": shown}


class ReferenceForm(forms.Form):
    """The hotline's own reference."""

    reference = forms.CharField(
        label=_("Reference of the hotline"),
        max_length=delivery.LONGEST_REFERENCE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reference(self) -> str:
        """No address fits into a reference."""
        reference: str = self.cleaned_data["reference"]
        if not delivery.is_reference(reference):
            raise forms.ValidationError(_("A reference has letters, digits and hyphens, 40 at most."))
        if any(finding.kind == Kind.PHONE for finding in find(reference)):
            raise forms.ValidationError(_("This looks like a telephone number, and those are not kept."))
        return reference
