"""Compare our description of what we ask the phone's provider with the provider's own public one.

Usage: python tools/compare_provider.py provider.json [ours.json]. Prints each difference and fails on any. What the
provider's file does not hold at all (it is published in parts) is named, and is no difference.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[1] / "helpline" / "phone" / "provider_spec" / "openapi.json"
#: what must be the same where both say it; the provider's words about a thing are its own
SAME = ("type", "format", "enum", "pattern", "nullable")

Schema = Mapping[str, Any]


def differences(ours: Schema, theirs: Schema) -> Iterator[str]:
    """What we say otherwise than the provider, one sentence each."""
    for path, item in ours["paths"].items():
        if path not in theirs["paths"]:
            continue
        for method, operation in item.items():
            other = theirs["paths"][path].get(method)
            where = f"{method.upper()} {path}"
            if other is None:
                yield f"{where}: the provider knows no such request"
            else:
                yield from _operation(where, ours, operation, theirs, other)


def unknown(ours: Schema, theirs: Schema) -> list[str]:
    """Paths of ours of which the provider's file says nothing."""
    return [path for path in ours["paths"] if path not in theirs["paths"]]


def _operation(where: str, ours: Schema, mine: Schema, theirs: Schema, other: Schema) -> Iterator[str]:
    if mine["operationId"] != other["operationId"]:
        yield f"{where}: named {mine['operationId']}, the provider says {other['operationId']}"
    known = {(each["name"], each["in"]): each["schema"] for each in other.get("parameters", [])}
    for each in mine["parameters"]:
        if (each["name"], each["in"]) not in known:
            yield f"{where}: no parameter {each['name']}"
        else:
            yield from _schema(
                f"{where} {each['name']}", ours, each["schema"], theirs, known[each["name"], each["in"]]
            )
    if "requestBody" in mine:
        yield from _contents(f"{where} form", ours, mine["requestBody"], theirs, other.get("requestBody", {}))
    for status, answer in mine["responses"].items():
        if status not in other["responses"]:
            yield f"{where}: the provider never answers {status}"
        else:
            yield from _contents(f"{where} {status}", ours, answer, theirs, other["responses"][status])


def _contents(where: str, ours: Schema, mine: Schema, theirs: Schema, other: Schema) -> Iterator[str]:
    for kind, content in mine.get("content", {}).items():
        if kind not in other.get("content", {}):
            yield f"{where}: not as {kind}"
        else:
            yield from _schema(where, ours, content["schema"], theirs, other["content"][kind]["schema"])


def _schema(where: str, ours: Schema, mine: Schema, theirs: Schema, other: Schema) -> Iterator[str]:
    mine, other = _found(ours, mine), _found(theirs, other)
    for name in SAME:
        if name in mine and mine[name] != other.get(name):
            yield f"{where}: {name} is {mine[name]}, the provider says {other.get(name)}"
    if set(mine.get("required", [])) != set(other.get("required", [])):
        yield f"{where}: needs {mine.get('required')}, the provider {other.get('required')}"
    for name, schema in mine.get("properties", {}).items():
        if name not in other.get("properties", {}):
            yield f"{where}: the provider has no {name}"
        else:
            yield from _schema(f"{where}.{name}", ours, schema, theirs, other["properties"][name])
    if "items" in mine:
        yield from _schema(f"{where}[]", ours, mine["items"], theirs, other.get("items", {}))


def _found(document: Schema, schema: Schema) -> Schema:
    pointer = schema.get("$ref")
    if pointer is None:
        return schema
    found: Schema = document["components"]["schemas"][pointer.rsplit("/", 1)[1]]
    return _found(document, found)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    theirs = json.loads(Path(arguments[0]).read_text())
    ours = json.loads(Path(arguments[1]).read_text() if len(arguments) == 2 else OURS.read_text())
    found = list(differences(ours, theirs))
    missing = unknown(ours, theirs)
    for each in found:
        print(each)
    for path in missing:
        print(f"not in the provider's file, so not compared: {path}")
    print(f"{len(ours['paths']) - len(missing)} paths compared, {len(found)} differences.")
    return 1 if found or len(missing) == len(ours["paths"]) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
