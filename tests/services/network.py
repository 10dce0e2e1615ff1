"""No test speaks to the world: a socket that is not loopback or unix is refused with a sentence."""

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class OutsideNetwork(RuntimeError):
    """A test tried to reach an address outside this machine."""


def check_is_loopback(family: int, address: Any) -> None:
    """Raise OutsideNetwork for an address that is not on this machine."""
    if family == socket.AF_UNIX:
        return
    host = str(address[0])
    if host == "localhost":
        return
    try:
        is_inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_inside = False
    if not is_inside:
        raise OutsideNetwork(f"A test tried to reach {host}; tests use loopback only.")


def refuse_all_but_loopback() -> None:
    """For this process, from now on."""

    def connect(self: socket.socket, address: Any) -> None:
        check_is_loopback(self.family, address)
        _connect(self, address)

    def connect_ex(self: socket.socket, address: Any) -> int:
        check_is_loopback(self.family, address)
        return _connect_ex(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
