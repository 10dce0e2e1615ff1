"""Reading a file with a tree: from bytes to a document, or to the places where it is wrong. Pure but for the schema.

Nothing of a file is trusted: not its size, its depth, its keys or its ids. Every problem has its place in the file.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from selfhelp.advice import form
from selfhelp.advice.errors import ImportRefused, Problem

SCHEMA = Path(__file__).parent / "schema" / "advice-tree-1.json"

#: bytes; the largest tree we know of is a seventh of it
LARGEST_FILE = 2 * 1024 * 1024
#: lists and objects within each other; a tree has seven
DEEPEST = 40
#: problems that are named at a time
MOST_PROBLEMS = 50
#: faults that are looked for, so that a file of nothing but faults takes no minutes
_MOST_FAULTS = 500


def schema_text() -> str:
    """The published schema, as it is served."""
    return SCHEMA.read_text(encoding="utf-8")


def read(data: bytes) -> form.Document:
    """The document in a file. Raises ImportRefused with every problem and its place."""
    plain = _parsed(data)
    _check_letters(plain)
    problems = list(_against_schema(plain))
    if problems:
        raise ImportRefused(problems[:MOST_PROBLEMS])
    problems = list(_ids(plain))
    if problems:
        raise ImportRefused(problems[:MOST_PROBLEMS])
    return form.to_document(plain)


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST_FILE:
        raise ImportRefused(
            [Problem("", _("The file is larger than %(most)s kilobytes.") % {"most": LARGEST_FILE // 1024})]
        )
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise ImportRefused([Problem("", _("The file is no text in UTF-8."))]) from None
    except json.JSONDecodeError as fault:
        place = _("line %(line)s, column %(column)s") % {"line": fault.lineno, "column": fault.colno}
        raise ImportRefused([Problem(place, _("This is no JSON."))]) from None
    except ImportRefused:
        raise
    except ValueError:  # Python refuses to read a number of thousands of digits
        raise ImportRefused([Problem("", _("This is no JSON."))]) from None
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> ImportRefused:
    return ImportRefused([Problem("", _("The file is nested too deep."))])


def _check_letters(plain: Any) -> None:
    """Refuse letters that no database keeps (U+0000, half a pair of surrogates), and depth that no tree has."""
    waiting: list[tuple[str, Any, int]] = [("", plain, 0)]
    while waiting:
        place, value, depth = waiting.pop()
        if depth > DEEPEST:
            raise _too_deep()
        if isinstance(value, dict):
            waiting += [(f"{place}.{name}"[:200], each, depth + 1) for name, each in value.items()]
            waiting += [(place, name, depth + 1) for name in value]
        elif isinstance(value, list):
            waiting += [(f"{place}[{number}]", each, depth + 1) for number, each in enumerate(value)]
        elif isinstance(value, str) and not _can_be_kept(value):
            raise ImportRefused([Problem(place.lstrip("."), _("This holds a letter that cannot be kept."))])


def _can_be_kept(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        counted = Counter(name for name, _value in pairs)
        twice = next(name for name, count in counted.items() if count > 1)
        raise ImportRefused([Problem(twice[:60], _("This name stands twice in the same place."))])
    return found


def _no_constant(name: str) -> None:
    raise ImportRefused([Problem("", _("“%(name)s” is no value of JSON.") % {"name": name})])


@cache
def _validator() -> Any:
    import jsonschema  # only who imports a file needs it

    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _against_schema(plain: Any) -> Iterator[Problem]:
    faults = islice(_validator().iter_errors(plain), _MOST_FAULTS)
    for fault in sorted(faults, key=lambda fault: [str(part) for part in fault.absolute_path]):
        for leaf in _leaves(fault):
            yield Problem(_place(leaf.absolute_path), _sentence(leaf))


def _leaves(fault: Any) -> Iterable[Any]:
    """The faults inside a fault, where it has any: those name the place."""
    return [leaf for each in fault.context for leaf in _leaves(each)] if fault.context else [fault]


def _place(path: Iterable[str | int]) -> str:
    """A path as people write it: nodes[3].options[0].target."""
    found = ""
    for part in path:
        found += f"[{part}]" if isinstance(part, int) else f".{part}"
    return found.lstrip(".")


def _sentence(fault: Any) -> str:
    value = _shortened(fault.instance)
    match fault.validator:
        case "required":
            missing = [name for name in fault.validator_value if name not in fault.instance]
            return _("This is missing: %(names)s.") % {"names": ", ".join(missing)}
        case "additionalProperties":
            known = fault.schema.get("properties", {})
            extra = [name for name in fault.instance if name not in known]
            return _("This does not belong here: %(names)s.") % {"names": _shortened(", ".join(extra))}
        case "enum" | "const":
            allowed = fault.validator_value if fault.validator == "enum" else [fault.validator_value]
            return _("%(value)s is not one of: %(allowed)s.") % {
                "value": value, "allowed": ", ".join(str(each) for each in allowed),
            }  # fmt: skip
        case "pattern":
            return _("%(value)s is not written as it should be: %(pattern)s.") % {
                "value": value, "pattern": fault.validator_value,
            }  # fmt: skip
        case "maxLength" | "maxItems":
            return _("This is too long: %(most)s at most.") % {"most": fault.validator_value}
        case "type":
            return _("%(value)s is of another kind than is wanted here: %(kind)s.") % {
                "value": value, "kind": fault.validator_value,
            }  # fmt: skip
        case "uniqueItems":
            return _("Something stands here twice.")
    return _("%(value)s does not fit the schema.") % {"value": value}


def _shortened(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return f"“{text if len(text) <= 60 else text[:57] + '…'}”"


def _ids(plain: dict[str, Any]) -> Iterator[Problem]:
    """Ids are unique, and scenarios name what is there.

    Where answers lead is for the validator: a draft may be loose.
    """
    nodes: dict[str, Any] = {}
    for number, node in enumerate(plain["nodes"]):
        if node["id"] in nodes:
            yield Problem(
                f"nodes[{number}].id", _("Another node has this id: “%(id)s”.") % {"id": node["id"]}
            )
        nodes.setdefault(node["id"], node)
        own = [option["id"] for option in node.get("options", ())]
        for place, option_id in enumerate(own):
            if option_id in own[:place]:
                yield Problem(
                    f"nodes[{number}].options[{place}].id",
                    _("Another answer of this question has this id: “%(id)s”.") % {"id": option_id},
                )
    names: set[str] = set()
    for number, scenario in enumerate(plain.get("scenarios", ())):
        if scenario["name"] in names:
            yield Problem(f"scenarios[{number}].name", _("Another scenario has this name."))
        names.add(scenario["name"])
        yield from _scenario(f"scenarios[{number}]", scenario, nodes)


def _scenario(here: str, scenario: Any, nodes: dict[str, Any]) -> Iterator[Problem]:
    for node_id, chosen in scenario["answers"].items():
        if node_id not in nodes:
            yield Problem(f"{here}.answers", _("There is no node “%(id)s”.") % {"id": node_id})
            continue
        known = {option["id"] for option in nodes[node_id].get("options", ())}
        for option_id in chosen:
            if option_id not in known:
                words = {"id": option_id, "node": node_id}
                yield Problem(f"{here}.answers.{node_id}", _("“%(id)s” is no answer to “%(node)s”.") % words)
    if nodes.get(scenario["expect"], {}).get("kind") not in ("advice", "crisis"):
        yield Problem(f"{here}.expect", _("“%(id)s” is no advice of this tree.") % {"id": scenario["expect"]})
