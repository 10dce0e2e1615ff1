"""No test reaches the world, and few modules of the house could."""

import ast
import socket

import pytest

from tests.house.tree import ROOT
from tests.services.network import OutsideNetwork


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_an_address_outside_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(OutsideNetwork, match=host):
        outside.connect((host, 80))


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


#: packages that can open a connection of their own
FETCHING = {"aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
            "twilio", "urllib.request", "urllib3", "websockets", "xmlrpc"}  # fmt: skip
#: who may: each asks an address of the settings, and follows no answer elsewhere
ASKS = {
    "helpline/referrals/delivery.py",  # the hotline
    "helpline/phone/provider.py",
    "helpline/mail/bridge/imap.py",  # these two protocols have no redirects that Python's library follows
    "helpline/mail/bridge/smtp.py",
    "helpline/phone/simulator/live.py",  # a provider on this machine, for the demo
    "helpline/phone/simulator/here.py",
}


def test_few_modules_can_ask_anybody_anything() -> None:
    found = set()
    for room in ("helpline", "chat", "cms", "selfhelp", "statistics"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
                if any(name in FETCHING or name.split(".")[0] in FETCHING for name in names):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == ASKS
