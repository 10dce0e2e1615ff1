"""Every address that a visitor can ask for, found in the house's own tables of addresses."""

import re
from collections.abc import Iterator

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from chat import routing
from helpline.accounts.middleware import OPEN_NAMES, SHUT

#: for the machine's own monitoring, on loopback; nginx answers them on no visitors' host
FOR_THE_MACHINE = frozenset({"healthz", "readyz", "metrics"})


def visitor_routes() -> dict[str, str]:
    """Name with its namespace to pattern, of all that can be asked without being signed in."""
    return {
        name: pattern
        for name, pattern in _walk(get_resolver())
        if (pattern.partition("/")[0] not in SHUT or name in OPEN_NAMES)
        and name.rpartition(":")[2] not in FOR_THE_MACHINE
    }


def _walk(resolver: URLResolver, before: str = "", within: str = "") -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        pattern = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield f"{within}{each.name}", pattern
        else:
            namespace = f"{within}{each.namespace}:" if each.namespace else within
            yield from _walk(each, pattern, namespace)


def name_of(path: str) -> str:
    """The name of the route that answers this path; "" for none."""
    try:
        return str(resolve(path).view_name)
    except (Resolver404, UnicodeError):
        return ""


def wires() -> set[str]:
    """What is answered beside Django's addresses: the names of the sockets and roads of the chat."""
    return {
        name
        for name, value in vars(routing).items()
        if isinstance(value, re.Pattern)
        or (isinstance(value, str) and value.startswith("/") and not name.startswith("__"))
    }
