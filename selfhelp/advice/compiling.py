"""From the page that editors write to a tree, and back. Fields that mean nothing for a kind are left behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Step, Text, Tree

#: the kinds of directory records a tree refers to, by the name of the field that holds their keys
RECORD_KINDS = ("tips", "organisations", "removal")

#: (kind, key) to the primary key of a record; None when there is no such record
FindRecord = Callable[[str, str], int | None]


def tree_of(stream: Iterable[Any]) -> Tree:
    """The tree that a stream of `blocks.TreeBlock` holds, saved or not."""
    return Tree(tuple(_node(block.id or "", Kind(block.block_type), block.value) for block in stream))


def _node(node_id: str, kind: Kind, value: Any) -> Node:
    text = _text(value["text"])
    if kind == Kind.QUESTION:
        several = value["answers"] == AnswerKind.MULTIPLE
        return Node(
            id=node_id,
            kind=kind,
            text=text,
            start=bool(value["start"]),
            help=_text(value["help"]),
            answers=AnswerKind(value["answers"] or AnswerKind.SINGLE),
            options=tuple(_option(item.id, item.value) for item in value["options"].bound_blocks),
            target=value["target"] or "" if several else "",
            counts_as=value["counts_as"] or "",
        )
    body = _text(value["body"])
    if kind == Kind.INFO:
        return Node(
            id=node_id,
            kind=kind,
            text=text,
            body=body,
            start=bool(value["start"]),
            target=value["target"] or "",
        )
    return Node(
        id=node_id,
        kind=kind,
        text=text,
        body=body,
        steps=tuple(Step(_text(step["title"]), _text(step["text"])) for step in value["steps"]),
        tips=_keys(value["tips"]),
        organisations=_keys(value["organisations"]),
        removal=_keys(value["removal"]),
        chosen_removal=bool(value["chosen_removal"]),
        doors=tuple(dict.fromkeys(door for door in value["doors"] if door)),
        say=_text(value["say"]),
    )


def _option(option_id: str, value: Any) -> Option:
    return Option(
        id=option_id,
        label=_text(value["label"]),
        target=value["target"] or "",
        code=value["code"] or "",
        unknown=bool(value["unknown"]),
        removal=_keys(value["removal"]),
    )


def _text(value: Any) -> Text:
    return Text(*((value[name] or "").strip() for name in ("nl", "en", "easy_nl", "easy_en")))


def _keys(records: Iterable[Any]) -> tuple[str, ...]:
    """The keys of what was chosen, each once; a record that was deleted since is gone here too."""
    return tuple(dict.fromkeys(record.key for record in records if record is not None))


@dataclass(frozen=True, slots=True)
class Missing:
    """A key in a tree without a record of that kind."""

    node: str
    option: str
    kind: str
    key: str


def stream_of(tree: Tree, find: FindRecord) -> tuple[list[dict[str, Any]], list[Missing]]:
    """The raw stream of a tree, with its own ids, and the keys that were left out because no record has them."""
    missing: list[Missing] = []

    def records(kind: str, keys: Iterable[str], node: str, option: str = "") -> list[int]:
        found = []
        for key in keys:
            pk = find(kind, key)
            if pk is None:
                missing.append(Missing(node, option, kind, key))
            else:
                found.append(pk)
        return found

    return [_block(node, records) for node in tree.nodes], missing


def _block(node: Node, records: Callable[..., list[int]]) -> dict[str, Any]:
    value: dict[str, Any] = {"text": _words(node.text)}
    if node.kind == Kind.QUESTION:
        value |= {
            "start": node.start,
            "help": _words(node.help),
            "answers": node.answers.value,
            "target": node.target,
            "counts_as": node.counts_as,
            "options": [_item(_option_value(node, option, records), option.id) for option in node.options],
        }
    elif node.kind == Kind.INFO:
        value |= {"start": node.start, "body": _words(node.body), "target": node.target}
    else:
        value |= {
            "body": _words(node.body),
            "steps": [_item({"title": _words(step.title), "text": _words(step.text)}) for step in node.steps],
            "chosen_removal": node.chosen_removal,
            "doors": [_item(door) for door in node.doors],
            "say": _words(node.say),
        }
        value |= {
            kind: [_item(pk) for pk in records(kind, getattr(node, kind), node.id)] for kind in RECORD_KINDS
        }
    return {"id": node.id, "type": node.kind.value, "value": value}


def _option_value(node: Node, option: Option, records: Callable[..., list[int]]) -> dict[str, Any]:
    return {
        "label": _words(option.label),
        "target": option.target,
        "unknown": option.unknown,
        "code": option.code,
        "removal": [_item(pk) for pk in records("removal", option.removal, node.id, option.id)],
    }


def _item(value: Any, item_id: str = "") -> dict[str, Any]:
    return {"type": "item", "value": value, "id": item_id or str(uuid4())}


def _words(text: Text) -> Mapping[str, str]:
    return {"nl": text.nl, "en": text.en, "easy_nl": text.easy_nl, "easy_en": text.easy_en}
