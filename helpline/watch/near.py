"""Who may ask how the machine does: the machine itself, and who has the token. Pure.

A request from outside comes through the reverse proxy, and the proxy says so in a header. What comes from this machine
without such a header was asked by whoever runs it. Everybody else sees the page for an address that leads nowhere.
"""

from collections.abc import Iterable, Mapping
from hmac import compare_digest
from typing import Any

#: set by the server for a request whose peer is this machine: it takes the peer's address away
FROM_HERE = "helpline.from_here"
#: headers that a proxy adds
_OF_PROXIES = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip"})


def is_loopback(address: object) -> bool:
    """Whether a peer's address, as the server has it, is this machine's own."""
    host = address[0] if isinstance(address, list | tuple) and address else ""
    return isinstance(host, str) and (host.startswith("127.") or host in {"::1", "::ffff:127.0.0.1"})


def is_direct(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether no proxy handed the request on."""
    return not any(name in _OF_PROXIES for name, _ in headers)


def may_ask(scope: Mapping[str, Any], token: str) -> bool:
    """Whether this request is answered. token: the one that is set, or nothing."""
    if scope.get(FROM_HERE) is True and is_direct(scope["headers"]):
        return True
    if not token:
        return False
    told = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    return compare_digest(told, b"Bearer " + token.encode())
