"""What comes from outside as a workbook is checked here, piece by piece. Nothing in it is believed. Pure."""

import re
from collections.abc import Iterator
from typing import Any

from selfhelp.modules import exercises
from selfhelp.modules.exercises import KEY, AnswerRefused, Kind

WRITER = re.compile(r"[0-9a-f]{8,32}")
LONGEST_TITLE = 300
_EXERCISES = frozenset(str(kind) for kind in exercises.EXERCISES)
_MOST_COUNT = 2**31


class NotAWorkbook(ValueError):
    """What was read is no workbook of a format that is known here."""


def refuse_constant(name: str) -> None:
    raise ValueError(name)


def whole(digits: str) -> float:
    """A browser reads 3.0 as 3."""
    number = float(digits)
    return int(number) if number.is_integer() else number


def object_with(found: object, names: set[str]) -> dict[str, Any]:
    if not isinstance(found, dict) or set(found) != names:
        raise NotAWorkbook(f"an object with {', '.join(sorted(names))} is expected")
    return found


def each(name: re.Pattern[str], found: object) -> Iterator[tuple[str, Any]]:
    if not isinstance(found, dict):
        raise NotAWorkbook("an object is expected")
    for key, value in found.items():
        yield name_of(name, key), value


def name_of(pattern: re.Pattern[str], found: object) -> str:
    if not isinstance(found, str) or not pattern.fullmatch(found):
        raise NotAWorkbook("a name is not of the kind that is expected")
    return found


def count_of(found: object) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 1 <= found < _MOST_COUNT:
        raise NotAWorkbook("a count is not of the kind that is expected")
    return found


def value_of(found: object, kind: Kind | None) -> dict[str, Any]:
    value = object_with(found, {"dot", "kind", "v", "answer", "asked"})
    dot = value["dot"]
    if not isinstance(dot, list) or len(dot) != 2:
        raise NotAWorkbook("a dot is a writer and a count")
    allowed = _EXERCISES if kind is None else {str(kind)}
    if not isinstance(value["kind"], str) or value["kind"] not in allowed:
        raise NotAWorkbook("another kind of answer is expected here")
    try:
        answer = exercises.check_answer(value["kind"], value["answer"])
    except AnswerRefused as refusal:
        raise NotAWorkbook(str(refusal)) from None
    asked = object_with(value["asked"], {"title", "labels"})
    labels = {key: words_of(label) for key, label in each(KEY, asked["labels"])}
    return {
        "dot": [name_of(WRITER, dot[0]), count_of(dot[1])],
        "kind": value["kind"],
        "v": count_of(value["v"]),
        "answer": answer,
        "asked": {"title": words_of(asked["title"]), "labels": dict(sorted(labels.items()))},
    }


def words_of(found: object) -> str:
    if not isinstance(found, str) or len(found.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_TITLE:
        raise NotAWorkbook("a short text is expected")
    return found
