"""A registration form as data: sections of fields, each with codes of one code list. Pure.

A field can depend on the answer to an earlier one: then it is asked only when one of the named codes was chosen, and
what was answered before the other answer changed does not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpline.contacts.errors import FormMistake

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only when `field` was answered with one of `codes`."""

    field: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. key: also the code list it takes its codes from, and the fact's field. many: takes several codes."""

    key: str
    many: bool
    required: bool
    when: Condition | None


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading, in both languages."""

    key: str
    name_nl: str
    name_en: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A programme's form."""

    sections: tuple[Section, ...]

    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the form."""
        for section in self.sections:
            yield from section.fields

    def field(self, key: str) -> Field | None:
        """The field of that key."""
        return next((field for field in self.fields() if field.key == key), None)

    def asked(self, answers: Answers) -> tuple[Field, ...]:
        """The fields that are asked, given the answers so far."""
        asked: list[Field] = []
        keys: set[str] = set()
        for field in self.fields():
            when = field.when
            # A condition on a field that is itself not asked is not met, whatever was once answered there.
            if when is None or (when.field in keys and when.codes & set(answers.get(when.field, ()))):
                asked.append(field)
                keys.add(field.key)
        return tuple(asked)

    def missing(self, answers: Answers) -> tuple[str, ...]:
        """The keys of required fields that are asked and not answered."""
        return tuple(
            field.key for field in self.asked(answers) if field.required and not answers.get(field.key)
        )

    def counted(self, answers: Answers) -> dict[str, tuple[str, ...]]:
        """The answers that count: those of fields that are asked, without the empty ones."""
        return {
            field.key: tuple(answers[field.key]) for field in self.asked(answers) if answers.get(field.key)
        }


def _condition(data: Mapping[str, Any] | None, before: Mapping[str, Field]) -> Condition | None:
    if data is None:
        return None
    if data["field"] not in before:
        raise FormMistake(f"a field depends on {data['field']!r}, which does not stand before it")
    if not data["codes"]:
        raise FormMistake(f"a field that depends on {data['field']!r} names no codes")
    return Condition(data["field"], frozenset(data["codes"]))


def parse(definition: Mapping[str, Any], *, one_code: Sequence[str], many_codes: Sequence[str]) -> Form:
    """Read a definition. one_code and many_codes: the fields a fact has. Raises FormMistake.

    A field of several codes can be asked for one ("single"); one of a single code never for more.
    """
    before: dict[str, Field] = {}
    sections = []
    try:
        for section in definition["sections"]:
            fields = []
            for data in section["fields"]:
                key = data["key"]
                if key in before:
                    raise FormMistake(f"the field {key!r} stands twice")
                if key not in (*one_code, *many_codes) or key == "kind":
                    raise FormMistake(f"a fact has no field {key!r} to fill in")
                field = Field(
                    key=key,
                    many=key in many_codes and not data.get("single", False),
                    required=bool(data.get("required", False)),
                    when=_condition(data.get("when"), before),
                )
                before[key] = field
                fields.append(field)
            sections.append(Section(section["key"], section["name_nl"], section["name_en"], tuple(fields)))
    except (KeyError, TypeError) as error:
        raise FormMistake(f"the definition misses {error}") from error
    if not before:
        raise FormMistake("the form has no fields")
    return Form(tuple(sections))
