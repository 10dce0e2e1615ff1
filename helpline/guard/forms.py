"""A form field for what staff type and the house keeps: what could identify somebody is masked before it is saved."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.guard.finding import Kind, find, masked


class Reason(models.TextChoices):
    """Why something that was found is kept all the same. A list, because a reason in words would need a guard too."""

    NOBODY = "nobody", _("It belongs to nobody: a false alarm")
    ORGANISATION = "organisation", _("It is public, of an organisation")
    NEEDED = "needed", _("It is needed to help, and a shift lead knows")


@dataclass(frozen=True, slots=True)
class Judged:
    """A text as it may be kept. overridden: the kinds that stay in it, each once; empty without a reason."""

    text: str
    found: tuple[Kind, ...]
    overridden: tuple[Kind, ...]
    reason: str = ""


def judge(text: str, *, reason: str = "", allowed: Collection[str] = ()) -> Judged:
    """Mask what was found, unless one of the reasons is given: then it stays, and the caller audits `overridden`."""
    # a browser sends every end of a line as two characters
    text = text.replace("\r\n", "\n")
    findings = find(text, allowed=allowed)
    kinds = tuple(sorted({finding.kind for finding in findings}))
    if kinds and reason in Reason.values:
        return Judged(text, kinds, kinds, reason)
    return Judged(masked(text, findings), kinds, ())


class _WithReason(str):
    """What was typed, together with the reason that came beside it."""

    reason = ""


class _ReadsReason:
    """Makes a widget read `<name>_reason` beside its own value."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The text as it was sent, with its reason."""
        value = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        if not isinstance(value, str):
            return value
        typed = _WithReason(value)
        typed.reason = str(data.get(f"{name}_reason") or "")
        return typed


class GuardedTextarea(_ReadsReason, forms.Textarea):
    """Several lines, marked while somebody types (guard/guard.js)."""


class GuardedInput(_ReadsReason, forms.TextInput):
    """One line, marked while somebody types."""


class Guarded(str):
    """The cleaned text, ready to be kept. `judged` says what was found, and what stays for a reason."""

    judged: Judged


class GuardedText(forms.CharField):
    """Free text of staff. `cleaned_data` has a `Guarded`: the masked text, or the text itself when a reason came.

    allowed: called when a text is cleaned; the numbers and addresses that may stay (`drafts.guarding.allowed`). The
    form's field `<name>_reason` carries the reason; the view then records "guard.overridden"
    (`drafts.guarding.record_overrides`).
    """

    widget = GuardedTextarea

    def __init__(
        self, *, allowed: Callable[[], Collection[str]] = tuple, one_line: bool = False, **kwargs: Any
    ) -> None:
        if one_line:
            kwargs.setdefault("widget", GuardedInput)
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)
        self.allowed = allowed

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the script know the field."""
        return {**super().widget_attrs(widget), "data-guard": True, "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """The text as it may be kept. Raises ValidationError for what a CharField refuses."""
        reason = value.reason if isinstance(value, _WithReason) else ""
        judged = judge(super().clean(value), reason=reason, allowed=self.allowed())
        text = Guarded(judged.text)
        text.judged = judged
        return text
