"""The description of what the house asks of its provider (provider_spec/openapi.json), as something to look up in."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "provider_spec" / "openapi.json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked. fields: what a form or a query may hold, by name, as schemas."""

    name: str
    method: str
    path: str
    status: int
    fields: Mapping[str, Mapping[str, Any]]
    needed: frozenset[str]
    path_fields: Mapping[str, Mapping[str, Any]]
    answer: Mapping[str, Any] | None

    def complaints(self, given: Mapping[str, str]) -> list[str]:
        """What is wrong with the fields of a request."""
        wrong = [f"{name} is missing" for name in sorted(self.needed - set(given))]
        for name, value in given.items():
            if name not in self.fields:
                wrong.append(f"{name} is not known")
            elif not fits(value, self.fields[name]):
                wrong.append(f"{name} is not what it must be")
        return wrong


def fits(value: str, schema: Mapping[str, Any]) -> bool:
    """Whether a field's text can be read as what the schema says."""
    schema = resolved(schema)
    kind = schema.get("type")
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "pattern" in schema and not re.search(schema["pattern"], value):
        return False
    if kind == "integer":
        return value.lstrip("-").isdecimal()
    if kind == "boolean":
        return value in ("true", "false")
    if schema.get("format") == "uri":
        return re.match(r"https?://\S+$", value) is not None
    return True


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema, found where it points to."""
    pointer = schema.get("$ref")
    if pointer is None:
        return schema
    found: Mapping[str, Any] = document()["components"]["schemas"][pointer.rsplit("/", 1)[1]]
    return found


@cache
def document() -> Mapping[str, Any]:
    """The description itself."""
    read: Mapping[str, Any] = json.loads(FILE.read_text())
    return read


@cache
def operations() -> tuple[Operation, ...]:
    """All that can be asked."""
    return tuple(_operations(document()))


def find(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """What a request asks, and what stands in its path; None when it is not described."""
    for operation in operations():
        shape = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path.replace(".", r"\."))
        match = re.fullmatch(shape, path) if operation.method == method else None
        if match and all(fits(text, operation.path_fields[name]) for name, text in match.groupdict().items()):
            return operation, match.groupdict()
    return None


def _operations(description: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            fields = {
                each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"
            }
            needed: list[str] = []
            for content in operation.get("requestBody", {}).get("content", {}).values():
                fields |= content["schema"]["properties"]
                needed += content["schema"].get("required", [])
            status, answer = next(iter(operation["responses"].items()))
            yield Operation(
                name=operation["operationId"],
                method=method.upper(),
                path=path,
                status=int(status),
                fields=fields,
                needed=frozenset(needed),
                path_fields={
                    each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "path"
                },
                answer=answer.get("content", {}).get("application/json", {}).get("schema"),
            )
