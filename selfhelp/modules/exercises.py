"""The exercises of a module: what each kind asks, and what an answer to it looks like. Pure.

An exercise has a key that never changes, in every language the same, and a version. Whoever changes the question so
that old answers no longer answer it, raises the version. An answer remembers the version it answered and the words it
was asked with, so that it stays readable as an "older" answer when the exercise has changed or gone.

An answer is a flat JSON object of few fields; `SHAPES` says which. Kinds with rows (a diary, a timeline) have one
answer for each row, all others have one, at the part named ANSWER. The same table stands in
`static/selfhelp/shapes.js`, and a test compares the two.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

#: module keys, exercise keys, keys of options and columns
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
#: the name of one row; made at random where the row is made
PART = re.compile(r"[a-z][a-z0-9]{0,15}")
#: the part of a kind that has one answer only
ANSWER = "answer"


class Kind(StrEnum):
    """What an exercise asks for."""

    SCALE = "scale"
    CHECKLIST = "checklist"
    TABLE = "table"
    WRITING = "writing"
    TIMELINE = "timeline"
    BALANCE = "balance"
    PLAN = "plan"
    QUIZ = "quiz"
    # What a module asks by itself, around its exercises.
    SCORE = "score"
    TICK = "tick"


class FieldType(StrEnum):
    """What stands in one field of an answer."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    KEYS = "keys"
    CELLS = "cells"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an answer.

    most: characters of a text, the largest number, or how many keys; of cells: characters of each. least: the smallest
    number. bare: it says nothing in the visitor's own words, so it is kept where only ticks are kept.
    """

    type: FieldType
    most: int = 0
    least: int = 0
    bare: bool = False


#: rows of one diary or timeline; keys in one answer
MOST_ROWS = 200
MOST_KEYS = 40

_TEXT, _NUMBER, _FLAG = FieldType.TEXT, FieldType.NUMBER, FieldType.FLAG

#: kind -> field -> what stands there. The first field is the one that a list shows.
SHAPES: Mapping[Kind, Mapping[str, Field]] = MappingProxyType(
    {
        Kind.SCALE: {"value": Field(_NUMBER, most=100, bare=True)},
        Kind.CHECKLIST: {
            "ticked": Field(FieldType.KEYS, most=MOST_KEYS, bare=True),
            "other": Field(_TEXT, most=500),
        },
        Kind.TABLE: {"date": Field(FieldType.DAY), "cells": Field(FieldType.CELLS, most=1000)},
        Kind.WRITING: {"text": Field(_TEXT, most=6000)},
        Kind.TIMELINE: {
            "when": Field(_TEXT, most=80),
            "what": Field(_TEXT, most=1000),
            "place": Field(_NUMBER, most=9999),
        },
        Kind.BALANCE: {
            "now_gives": Field(_TEXT, most=2000),
            "now_costs": Field(_TEXT, most=2000),
            "change_gives": Field(_TEXT, most=2000),
            "change_costs": Field(_TEXT, most=2000),
        },
        Kind.PLAN: {
            "what": Field(_TEXT, most=500),
            "when": Field(_TEXT, most=300),
            "date": Field(FieldType.DAY),
            "done": Field(_FLAG),
        },
        Kind.QUIZ: {"chosen": Field(FieldType.KEYS, most=MOST_KEYS, bare=True)},
        Kind.SCORE: {"value": Field(_NUMBER, most=10, bare=True)},
        Kind.TICK: {"on": Field(_FLAG, bare=True)},
    }
)

#: the kinds whose answers are rows
WITH_ROWS = frozenset({Kind.TABLE, Kind.TIMELINE})
#: the kinds that an editor can put into a chapter
EXERCISES = tuple(kind for kind in Kind if kind not in (Kind.SCORE, Kind.TICK))
_NAMES = frozenset(str(kind) for kind in Kind)

Answer = Mapping[str, Any]


class AnswerRefused(ValueError):
    """This is no answer of its kind."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tick or choose. right and explanation are for a quiz: shown after choosing, never counted."""

    key: str
    label: str
    right: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a diary."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise as it is asked now, in one language.

    help: a sentence below the question. lines: writing lines or empty rows on paper. low, high: the ends of a scale,
    with their words in low_label and high_label. other: a checklist has a line for what is not in it. several: a quiz
    takes more than one answer. suggestions: what a plan could be, to pick from. now_label, change_label: the two sides
    of a decision balance.
    """

    key: str
    kind: Kind
    title: str
    version: int = 1
    help: str = ""
    lines: int = 4
    low: int = 0
    high: int = 10
    low_label: str = ""
    high_label: str = ""
    options: tuple[Option, ...] = ()
    other: bool = False
    several: bool = False
    columns: tuple[Column, ...] = ()
    suggestions: tuple[str, ...] = ()
    now_label: str = ""
    change_label: str = ""

    @property
    def has_rows(self) -> bool:
        """Whether it is answered in rows."""
        return self.kind in WITH_ROWS

    def labels(self) -> dict[str, str]:
        """The words behind every key that an answer to it can name."""
        found = {option.key: option.label for option in self.options}
        found |= {column.key: column.label for column in self.columns}
        if self.kind is Kind.BALANCE:
            found |= {"now": self.now_label, "change": self.change_label}
        return found


def check_answer(kind: str, answer: object) -> dict[str, Any]:
    """Return the answer in its one form: every field there, keys sorted, no field besides. Raises AnswerRefused."""
    if kind not in _NAMES:
        raise AnswerRefused("there is no such kind of exercise")
    if not isinstance(answer, Mapping):
        raise AnswerRefused("an answer is an object")
    shape = SHAPES[Kind(kind)]
    if strange := set(answer) - set(shape):
        raise AnswerRefused(f"{kind} has no field {min(map(str, strange))[:40]}")
    return {name: _CHECKS[field.type](field, answer.get(name)) for name, field in shape.items()}


def is_empty(answer: Answer) -> bool:
    """Whether nothing was answered. A scale at 0 is an answer; a place in a timeline alone is none."""
    return all(
        value is None or value is False or (not isinstance(value, int) and not value)
        for name, value in answer.items()
        if name != "place"
    )


def fits(exercise: Exercise, kind: str, version: int, answer: Answer) -> bool:
    """Whether an answer answers the exercise as it is asked now. One that does not is "older"."""
    if kind != exercise.kind or version != exercise.version:
        return False
    if exercise.kind is Kind.SCALE:
        value = answer["value"]
        return value is None or exercise.low <= value <= exercise.high
    known = {option.key for option in exercise.options} | {column.key for column in exercise.columns}
    named = [*answer.get("ticked", ()), *answer.get("chosen", ()), *answer.get("cells", ())]
    return all(key in known for key in named)


def without_words(kind: str, answer: Answer) -> dict[str, Any] | None:
    """What is left of an answer when only ticks are kept; None when nothing is."""
    shape = SHAPES[Kind(kind)]
    bare = {name: answer[name] for name, field in shape.items() if field.bare}
    return check_answer(kind, bare) if bare and not is_empty(bare) else None


def used_labels(exercise: Exercise, answer: Answer) -> dict[str, str]:
    """The words behind the keys that this answer names: kept with it, so that it can be read without the exercise."""
    labels = exercise.labels()
    if exercise.kind is Kind.BALANCE:
        return labels
    named = [*answer.get("ticked", ()), *answer.get("chosen", ()), *answer.get("cells", ())]
    return {key: labels[key] for key in named if key in labels}


class Fault(StrEnum):
    """What keeps an exercise from being published."""

    KEY_TWICE = "key_twice"
    KEY_FORM = "key_form"
    NAMES = "names"
    OPTIONS = "options"
    RIGHT = "right"
    COLUMNS = "columns"
    SCALE = "scale"


def find_faults(exercises: Sequence[Exercise]) -> list[tuple[str, Fault]]:
    """What is wrong with the exercises of one text, as (title, fault); nothing when they can be published."""
    keys = [exercise.key for exercise in exercises]
    found = [(each.title, Fault.KEY_TWICE) for each in exercises if keys.count(each.key) > 1]
    return found + [(each.title, fault) for each in exercises for fault in _faults(each)]


def _faults(exercise: Exercise) -> list[Fault]:
    names = [option.key for option in exercise.options] + [column.key for column in exercise.columns]
    wrong = {
        Fault.KEY_FORM: not KEY.fullmatch(exercise.key),
        Fault.NAMES: any(not KEY.fullmatch(name) for name in names) or len(set(names)) != len(names),
        Fault.OPTIONS: exercise.kind in (Kind.CHECKLIST, Kind.QUIZ)
        and not 2 <= len(exercise.options) <= MOST_KEYS,
        Fault.RIGHT: exercise.kind is Kind.QUIZ and not any(option.right for option in exercise.options),
        Fault.COLUMNS: exercise.kind is Kind.TABLE and not 1 <= len(exercise.columns) <= 6,
        Fault.SCALE: exercise.kind is Kind.SCALE and not 0 <= exercise.low < exercise.high <= 100,
    }
    return [fault for fault, is_wrong in wrong.items() if is_wrong]


def _text(field: Field, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AnswerRefused("a text is expected")
    if len(value.encode("utf-16-le", "surrogatepass")) // 2 > field.most:  # as a browser counts
        raise AnswerRefused(f"a text of {field.most} characters at most is expected")
    return value


def _number(field: Field, value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not field.least <= value <= field.most:
        raise AnswerRefused(f"a whole number from {field.least} to {field.most} is expected")
    return value


def _flag(_field: Field, value: object) -> bool:
    if value is not None and not isinstance(value, bool):
        raise AnswerRefused("yes or no is expected")
    return bool(value)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(_field: Field, value: object) -> str:
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise AnswerRefused("a day is expected, as 2026-01-31")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise AnswerRefused("there is no such day") from None
    return value


def _keys(field: Field, value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise AnswerRefused("a list of keys is expected")
    keys = sorted(set(value))
    if len(keys) > field.most or not all(KEY.fullmatch(key) for key in keys):
        raise AnswerRefused("a list of keys is expected")
    return keys


def _cells(field: Field, value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or len(value) > MOST_KEYS:
        raise AnswerRefused("cells by the key of their column are expected")
    if not all(isinstance(key, str) and KEY.fullmatch(key) for key in value):
        raise AnswerRefused("cells by the key of their column are expected")
    cells = {key: _text(field, value[key]) for key in sorted(value)}
    return {key: text for key, text in cells.items() if text}


_CHECKS: Mapping[FieldType, Any] = {
    FieldType.TEXT: _text,
    FieldType.NUMBER: _number,
    FieldType.FLAG: _flag,
    FieldType.DAY: _day,
    FieldType.KEYS: _keys,
    FieldType.CELLS: _cells,
}
