"""A tree as plain data: the form in which it is exported, imported and kept in snapshots. Pure.

Exactly the fields of `tree.Node`, with what is empty or usual left out, so that a file shows what somebody wrote and
nothing else. `schema/advice-tree-1.json` says the same to others; a test compares the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Step, Text, Tree

#: the name and number of the form; a change that older readers would misread gets a new number
FORMAT = "advice-tree/1"

Record = TypeVar("Record", Node, Option, Step, Text)

_PARTS: Mapping[str, Any] = {
    "options": Option, "steps": Step,
    "text": Text, "help": Text, "body": Text, "say": Text, "label": Text, "title": Text,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scenario:
    """Answers, and the ending that editors expect. Information steps need no answer."""

    name: str
    answers: Mapping[str, Sequence[str]]
    expect: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file."""

    programme: str
    title: Text
    tree: Tree
    scenarios: tuple[Scenario, ...] = ()


class Unreadable(ValueError):
    """The data are not in this form. Where people import, a schema has said so before, with the place."""


def of_tree(tree: Tree) -> list[dict[str, Any]]:
    """The nodes as data."""
    return [_of(node) for node in tree.nodes]


def to_tree(nodes: Sequence[Mapping[str, Any]]) -> Tree:
    """The tree of such data. Raises Unreadable."""
    try:
        return Tree(tuple(_to(Node, node) for node in nodes))
    except (TypeError, ValueError, AttributeError, KeyError) as fault:
        raise Unreadable("not the nodes of a tree") from fault


def of_document(document: Document) -> dict[str, Any]:
    """A whole file as data."""
    return {
        "format": FORMAT,
        "programme": document.programme,
        "title": {"nl": document.title.nl, "en": document.title.en},
        "nodes": of_tree(document.tree),
        "scenarios": [
            {
                "name": each.name,
                "answers": {key: list(ids) for key, ids in each.answers.items()},
                "expect": each.expect,
            }
            for each in document.scenarios
        ],
    }


def to_document(data: Mapping[str, Any]) -> Document:
    """The file of such data. Raises Unreadable."""
    if data.get("format") != FORMAT:
        raise Unreadable(f"the format is not {FORMAT}")
    try:
        return Document(
            programme=data["programme"],
            title=_to(Text, data["title"]),
            tree=to_tree(data["nodes"]),
            scenarios=tuple(
                Scenario(
                    each["name"],
                    {key: tuple(ids) for key, ids in each["answers"].items()},
                    each["expect"],
                )
                for each in data.get("scenarios", ())
            ),
        )
    except (TypeError, KeyError, AttributeError) as fault:
        raise Unreadable("not a file with a tree") from fault


def _of(record: Any) -> dict[str, Any]:
    found = {}
    for each in fields(record):
        value = getattr(record, each.name)
        usual = each.default
        if usual is MISSING or value != usual:
            found[each.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Text | Option | Step):
        return _of(value)
    if isinstance(value, StrEnum):
        return value.value
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _to(kind: type[Record], data: Mapping[str, Any]) -> Record:
    values: dict[str, Any] = {}
    for name, value in data.items():
        part = _PARTS.get(name) if isinstance(value, list | dict) else None
        if part is not None:
            values[name] = (
                tuple(_to(part, each) for each in value) if isinstance(value, list) else _to(part, value)
            )
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    if kind is Node:
        values["kind"] = Kind(values["kind"])
        values["answers"] = AnswerKind(values.get("answers", AnswerKind.SINGLE))
    return kind(**values)
