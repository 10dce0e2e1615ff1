"""The form on which a registration form is made: sections, and which field stands in which, as plain controls.

Every field that figures can count and that the programme has a code list for has one line. Nothing depends on a script.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from figures import fields as fact_fields
from helpline.contacts.models import RegistrationForm
from helpline.programmes.models import Programme, in_language
from helpline.programmes.queries import code_list, codes

SECTIONS = 6


@dataclass(frozen=True, slots=True)
class SectionLine:
    """The names of one section."""

    number: int
    name_nl: BoundField
    name_en: BoundField


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer after which a question can be asked. value: what the browser sends for it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """Another question with its answers."""

    label: str
    answers: list[Answer]

    @property
    def chosen(self) -> str:
        """The answers that are chosen, in words; "" for none."""
        return ", ".join(answer.label for answer in self.answers if answer.chosen)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What is chosen for one field. single: None where a fact takes one code anyway."""

    key: str
    label: str
    section: BoundField
    order: BoundField
    required: BoundField
    single: BoundField | None
    when: BoundField
    conditions: list[Condition]

    @property
    def after(self) -> str:
        """After which answers it is asked, in words; "" for always."""
        return "; ".join(f"{each.label}: {each.chosen}" for each in self.conditions if each.chosen)


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of the preview. after: the question and the answers after which it is asked."""

    label: str
    required: bool
    many: bool
    options: list[str]
    after: str


def askable(programme: Programme) -> list[str]:
    """The fields of a fact for which the programme has a code list; the kind is asked apart."""
    return [key for key in fact_fields.FIELDS if key != "kind" and code_list(programme, key) is not None]


def label_of(programme: Programme, key: str) -> str:
    """What a field is called, in the active language."""
    listed = code_list(programme, key)
    return listed.name() if listed else key


class VersionForm(forms.Form):
    """A new version of a form, filled with the version it is made from."""

    in_use_from = forms.DateField(
        label=_("In use from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Contacts that begin on this day or later get this version; the others keep theirs."),
    )
    same_meaning = forms.BooleanField(
        label=_("Words of codes were corrected; they mean what they meant"), required=False
    )

    def __init__(
        self, *args: Any, programme: Programme, source: RegistrationForm | None, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.today = programme, today
        sections = source.definition["sections"] if source else []
        self.keys = [section["key"] for section in sections]
        placed = {
            field["key"]: (str(at), 10 * (number + 1), field)
            for at, section in enumerate(sections)
            for number, field in enumerate(section["fields"])
        }
        self.fields["in_use_from"].initial = today
        self._answers: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
        # as they are asked now, and behind them what is not asked
        last: tuple[str, int, dict[str, Any]] = (str(SECTIONS), 0, {})
        self.asked = sorted(askable(programme), key=lambda key: placed.get(key, last)[:2])
        for at in range(SECTIONS):
            for language in ("nl", "en"):
                initial = sections[at][f"name_{language}"] if at < len(sections) else ""
                self.fields[f"s{at}_{language}"] = forms.CharField(
                    max_length=60, required=False, initial=initial
                )
        for key in self.asked:
            self._add_field(key, *placed.get(key, ("", 0, {})))

    def _add_field(self, key: str, section: str, order: int, chosen: dict[str, Any]) -> None:
        places = [("", _("not asked")), *((str(at), self._place(at)) for at in range(SECTIONS))]
        when = chosen.get("when") or {"field": "", "codes": []}
        groups = [
            (
                label_of(self.programme, other),
                [(f"{other}:{code.code}", code.label()) for code in codes(self.programme, other, self.today)],
            )
            for other in self.asked
            if other != key
        ]
        self._answers[key] = groups
        self.fields[f"{key}_section"] = forms.ChoiceField(choices=places, required=False, initial=section)
        self.fields[f"{key}_order"] = forms.IntegerField(
            min_value=0, max_value=999, required=False, initial=order or ""
        )
        self.fields[f"{key}_required"] = forms.BooleanField(
            required=False, initial=chosen.get("required", False)
        )
        if key in fact_fields.MANY_CODES:
            self.fields[f"{key}_single"] = forms.BooleanField(
                required=False, initial=chosen.get("single", False)
            )
        self.fields[f"{key}_when"] = forms.MultipleChoiceField(
            choices=groups,
            required=False,
            initial=[f"{when['field']}:{code}" for code in when["codes"]],
        )

    def _place(self, at: int) -> str:
        """A section as it is chosen from a list: by its number, with the name it had."""
        name = in_language(*(self.fields[f"s{at}_{language}"].initial for language in ("nl", "en")))
        return f"{at + 1} {name}".strip()

    def clean(self) -> dict[str, Any]:
        """Refuse a condition on two questions, and a section with fields and no name."""
        data = super().clean() or {}
        for key in self.asked:
            if len({chosen.split(":")[0] for chosen in data.get(f"{key}_when", [])}) > 1:
                self.add_error(f"{key}_when", _("A question can depend on one other question."))
            at = data.get(f"{key}_section", "")
            if at and not (data.get(f"s{at}_nl") and data.get(f"s{at}_en")):
                self.add_error(f"{key}_section", _("This section has no name in both languages."))
        return data

    def definition(self) -> dict[str, Any]:
        """The definition that was filled in, of a form that was found valid."""
        data = self.cleaned_data
        sections = []
        for at in range(SECTIONS):
            chosen = [key for key in self.asked if data[f"{key}_section"] == str(at)]
            chosen.sort(key=lambda key: (data[f"{key}_order"] or 0, self.asked.index(key)))
            if chosen:
                sections.append(
                    {
                        "key": self.keys[at] if at < len(self.keys) else f"section{at + 1}",
                        "name_nl": data[f"s{at}_nl"],
                        "name_en": data[f"s{at}_en"],
                        "fields": [self._field(key) for key in chosen],
                    }
                )
        return {"sections": sections}

    def _field(self, key: str) -> dict[str, Any]:
        data = self.cleaned_data
        field: dict[str, Any] = {"key": key}
        if data[f"{key}_required"]:
            field["required"] = True
        if data.get(f"{key}_single"):
            field["single"] = True
        if chosen := data[f"{key}_when"]:
            field["when"] = {
                "field": chosen[0].split(":")[0],
                "codes": [value.split(":")[1] for value in chosen],
            }
        return field

    def section_lines(self) -> Iterator[SectionLine]:
        """The sections, for the page."""
        for at in range(SECTIONS):
            yield SectionLine(at + 1, self[f"s{at}_nl"], self[f"s{at}_en"])

    def field_lines(self) -> Iterator[FieldLine]:
        """The fields, for the page."""
        for key in self.asked:
            single = self[f"{key}_single"] if f"{key}_single" in self.fields else None
            when = self[f"{key}_when"]
            yield FieldLine(
                key, label_of(self.programme, key), self[f"{key}_section"], self[f"{key}_order"],
                self[f"{key}_required"], single, when, list(self._conditions(key, when)),
            )  # fmt: skip

    def _conditions(self, key: str, when: BoundField) -> Iterator[Condition]:
        chosen = set(when.value() or ())
        for label, answers in self._answers[key]:
            yield Condition(label, [Answer(value, words, value in chosen) for value, words in answers])


def preview(programme: Programme, definition: dict[str, Any], on_date: date) -> list[tuple[str, list[Shown]]]:
    """A definition as counsellors will see it: sections with their questions, in the active language."""
    return [
        (
            in_language(section["name_nl"], section["name_en"]),
            [_shown(programme, field, on_date) for field in section["fields"]],
        )
        for section in definition["sections"]
    ]


def _shown(programme: Programme, field: dict[str, Any], on_date: date) -> Shown:
    key, when = field["key"], field.get("when")
    after = ""
    if when:
        words = {code.code: code.label() for code in codes(programme, when["field"], on_date)}
        answers = ", ".join(words.get(code, code) for code in when["codes"])
        after = f"{label_of(programme, when['field'])}: {answers}"
    return Shown(
        label=label_of(programme, key),
        required=bool(field.get("required")),
        many=key in fact_fields.MANY_CODES and not field.get("single"),
        options=[code.label() for code in codes(programme, key, on_date)],
        after=after,
    )
