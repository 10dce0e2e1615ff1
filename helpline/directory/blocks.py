"""What stands more than once in a record: a telephone number of an organisation, a step of a removal route."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from helpline.directory import facts
from helpline.directory.words import Words, say


def validate_phone_number(number: str) -> None:
    """Refuse what a telephone cannot dial."""
    try:
        facts.dialled(number)
    except facts.NotAPhoneNumber:
        raise ValidationError(
            _("Write a number that can be dialled, such as 0800-0113, 112 or 030 123 45 67."), code="phone"
        ) from None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number of an organisation, as its people write it."""

    number: str
    free: bool = False
    day_and_night: bool = False
    note_nl: str = ""
    note_en: str = ""

    @property
    def href(self) -> str:
        """The address that makes a telephone dial it. Empty when the number cannot be dialled (a draft)."""
        try:
            return f"tel:{facts.dialled(self.number)}"
        except facts.NotAPhoneNumber:
            return ""

    def note(self, language: str | None = None) -> Words:
        """What else to know about it, in a language; None means the active one."""
        return say(self.note_nl, self.note_en, language)


class PhoneValue(blocks.StructValue):
    """A number as it is stored. What was not filled in is None there."""

    def as_number(self) -> PhoneNumber:
        """The same, as the rest of the house knows it."""
        return PhoneNumber(
            number=self.get("number") or "",
            free=bool(self.get("free")),
            day_and_night=bool(self.get("day_and_night")),
            note_nl=self.get("note_nl") or "",
            note_en=self.get("note_en") or "",
        )


class PhoneBlock(blocks.StructBlock):
    """One number, with what a caller wants to know before calling."""

    number = blocks.CharBlock(
        label=_("Number"),
        max_length=20,
        validators=[validate_phone_number],
        help_text=_("As people write it."),
    )
    free = blocks.BooleanBlock(label=_("Free to call"), required=False)
    day_and_night = blocks.BooleanBlock(label=_("Day and night"), required=False)
    note_nl = blocks.CharBlock(label=_("Note in Dutch"), required=False, max_length=80)
    note_en = blocks.CharBlock(label=_("Note in English"), required=False, max_length=80)

    class Meta:
        label = _("Phone number")
        value_class = PhoneValue
        icon = "mobile-alt"

    def clean(self, value: Any) -> Any:
        """Refuse to call a paid number free."""
        cleaned = super().clean(value)
        if cleaned["free"] and facts.costs_money(cleaned["number"]):
            raise blocks.StructBlockValidationError(
                block_errors={"free": ValidationError(_("A number of this kind costs money."))}
            )
        return cleaned


class StepValue(blocks.StructValue):
    """A step as it is stored. What was not filled in is None there."""

    def say(self, language: str | None = None) -> Words:
        """What to do, in a language; None means the active one."""
        return say(self.get("text_nl") or "", self.get("text_en") or "", language)


class StepBlock(blocks.StructBlock):
    """One thing to do, in an ordered list."""

    text_nl = blocks.TextBlock(label=_("Dutch"), max_length=300, rows=2)
    text_en = blocks.TextBlock(label=_("English"), max_length=300, rows=2, required=False)

    class Meta:
        label = _("Step")
        value_class = StepValue
        icon = "list-ol"
