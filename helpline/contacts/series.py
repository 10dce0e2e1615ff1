"""What a new version of a form would do to figures that are compared over years. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from helpline.contacts.composition import Form

#: field -> code -> what it means, in words
Meanings = Mapping[str, Mapping[str, str]]


class Why(StrEnum):
    """In which way a series breaks, or only bends."""

    FIELD_GONE = "field_gone"
    TAKES_ONE = "takes_one"
    TAKES_SEVERAL = "takes_several"
    MEANS_OTHER = "means_other"
    CONDITION_UNKNOWN = "condition_unknown"
    ASKED_LESS = "asked_less"
    OPTIONAL_NOW = "optional_now"


#: what is told and not refused: the numbers stay what they were, and there may be fewer of them
BENDS = frozenset({Why.ASKED_LESS, Why.OPTIONAL_NOW})


@dataclass(frozen=True, slots=True)
class Break:
    """One thing, at one field. before and now: the words of a code that changed."""

    why: Why
    field: str
    code: str = ""
    before: str = ""
    now: str = ""


def compare(before: Form, after: Form) -> list[Break]:
    """What a form changes in the series of another, field by field in the order of the earlier one."""
    found = []
    for old in before.fields():
        new = after.field(old.key)
        if new is None:
            found.append(Break(Why.FIELD_GONE, old.key))
            continue
        if old.many != new.many:
            found.append(Break(Why.TAKES_SEVERAL if new.many else Why.TAKES_ONE, old.key))
        is_same = new.when is None or (
            old.when is not None and new.when.field == old.when.field and old.when.codes <= new.when.codes
        )
        if not is_same:
            found.append(Break(Why.ASKED_LESS, old.key))
        if old.required and not new.required:
            found.append(Break(Why.OPTIONAL_NOW, old.key))
    return found


def changed_meanings(before: Meanings, now: Meanings) -> list[Break]:
    """Codes that say something else than when the earlier version was made. A code that came or went is none."""
    return [
        Break(Why.MEANS_OTHER, field, code, words, now[field][code])
        for field, codes in before.items()
        for code, words in codes.items()
        if field in now and code in now[field] and now[field][code] != words
    ]


def unknown_conditions(form: Form, known: Meanings) -> list[Break]:
    """Fields that are asked after an answer that nobody can give."""
    return [
        Break(Why.CONDITION_UNKNOWN, field.key, code)
        for field in form.fields()
        if field.when is not None
        for code in sorted(field.when.codes - set(known.get(field.when.field, {})))
    ]
