"""A visitor without a browser: raw requests and sockets, so that a proof can send what no browser would."""

import http.client
import json
import re
import secrets
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from chat import pow as puzzles
from helpline import cookies
from tests.services.house import House

FORM = "application/x-www-form-urlencoded"
OURS = "our own page"
#: seconds for an answer; only a fault takes so long
PATIENCE = 60.0


class Client:
    """One visitor at one house, by the entrance of one of its servers (no balancer between), with a cookie jar.

    address: a loopback address to come from. headers: sent with everything. `refusals` keeps every answer of 400 and
    above, and every cookie and close reason: what the house says about somebody it does not serve.
    trusted: where the house is entered over TLS, whose certificate this visitor trusts.
    """

    def __init__(
        self,
        house: House,
        *,
        address: str = "127.0.0.1",
        headers: Mapping[str, str] | None = None,
        server: int = 0,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self.house = house
        self.trusted = trusted
        self.address = address
        self.headers = dict(headers or {})
        self.cookies: dict[str, str] = {}
        self.refusals: list[bytes] = []
        self.server = server
        self.token = ""
        self._sockets: list[Socket] = []

    @property
    def host(self) -> str:
        return self.house.url.partition("://")[2]

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        """One request; its status and text."""
        sent = {"Host": self.host, "Cookie": self.cookie, **self.headers, **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1")
        connection.sock = self._connected()
        with closing(connection):
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            content = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.refusals.append(line.encode())
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            self.refusals.append(str(answer.headers).encode() + content)
        text = content.decode(errors="replace")
        if token := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text):
            self.token = token[1]
        return answer.status, text

    def _connected(self) -> socket.socket:
        to_server = socket.create_connection(
            ("127.0.0.1", self.house.entrance(self.server)),
            timeout=PATIENCE,
            source_address=(self.address, 0),
        )
        if self.trusted is None:
            return to_server
        return self.trusted.wrap_socket(to_server, server_hostname=self.host.partition(":")[0])

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """A form, with the token of the page that was seen last."""
        fields = {"csrfmiddlewaretoken": self.token, **fields}
        headers = {"Content-Type": FORM, "Origin": self.house.url}
        return self.ask("POST", path, urlencode(fields).encode(), headers)

    def post_json(self, path: str, told: object, **headers: str) -> tuple[int, Any]:
        """A request of the HTTP road."""
        headers = {"Content-Type": "application/json", "Origin": self.house.url, **headers}
        status, text = self.ask("POST", path, json.dumps(told).encode(), headers)
        return status, json.loads(text) if text.startswith("{") else text

    def knock(self, slug: str = "helpwanted", **fields: str) -> int:
        """Come in through the door, the puzzle solved."""
        _, page = self.get(f"/{slug}/chat/")
        found = re.search(r'data-challenge="([^"]+)"', page)
        assert found, "the door is closed"
        proof = puzzles.solve(found[1], puzzles.bits_of(found[1]))
        status, _ = self.post(f"/{slug}/chat/start/", scripted="1", proof=proof, **fields)
        begins = "" if self.trusted is None else "__Host-"
        visit = cookies.of_programme(f"{begins}{settings.VISIT_COOKIE_NAME}", slug)
        assert self.cookies.get(visit), "no visit began"
        return status

    def ticket(self, slug: str = "helpwanted") -> str:
        status, told = self.post_json(f"/{slug}/chat/road/ticket", {})
        assert status == 200, told
        return str(told["ticket"])

    def says(self, body: str, cid: str = "", slug: str = "helpwanted") -> tuple[int, Any]:
        """Send a message by the HTTP road."""
        return self.post_json(f"/{slug}/chat/road/send", {"cid": cid or secrets.token_hex(16), "body": body})

    def events(self, slug: str = "helpwanted") -> list[dict[str, Any]]:
        """The whole conversation, by the HTTP road."""
        status, text = self.get(f"/{slug}/chat/road/events?after=0")
        assert status == 200, status
        events: list[dict[str, Any]] = json.loads(text)["events"]
        return events

    def said(self, slug: str = "helpwanted") -> list[str]:
        """What people wrote in the conversation, in order."""
        return [event["body"] for event in self.events(slug) if event["kind"] == "text"]

    def socket(
        self,
        path: str = "/helpwanted/chat/socket",
        *,
        origin: str | None = OURS,
        cookie: str | None = None,
        host: str = "",
    ) -> "Socket":
        """Open a socket; nothing is said on it yet. Raises InvalidStatus when it is refused."""
        headers = {"Cookie": self.cookie if cookie is None else cookie, **self.headers}
        agent = headers.pop("User-Agent", None)
        origin = self.house.url if origin == OURS else origin
        to_server = self._connected()
        try:
            connection = connect(
                # what encrypts is there already
                f"ws://{host or self.host}{path}",
                sock=to_server, origin=None if origin is None else Origin(origin), additional_headers=headers,
                user_agent_header=agent, proxy=None, compression=None, open_timeout=PATIENCE, close_timeout=2,
                legacy=True,
            )  # fmt: skip
        except BaseException:
            to_server.close()
            raise
        self._sockets.append(Socket(connection, self.refusals))
        return self._sockets[-1]

    def line(self, slug: str = "helpwanted", *, after: int = 0) -> "Socket":
        """A socket on which the visitor was welcomed."""
        opened = self.socket(f"/{slug}/chat/socket")
        opened.send({"t": "hello", "ticket": self.ticket(slug), "after": after})
        opened.welcome = opened.next("welcome")
        return opened

    def leave(self) -> None:
        """Close what is open."""
        while self._sockets:
            self._sockets.pop().leave()


class Socket:
    """One socket, from the client's side."""

    def __init__(self, connection: ClientConnection, refusals: list[bytes]) -> None:
        self._connection = connection
        self._refusals = refusals
        self.welcome: dict[str, Any] = {}

    def send(self, frame: object) -> None:
        self._connection.send(
            frame if isinstance(frame, str | bytes) else json.dumps(frame, ensure_ascii=False)
        )

    def next(self, *kinds: str, seconds: float = PATIENCE) -> dict[str, Any]:
        """The next frame of one of these types; others are passed over. Raises TimeoutError, ConnectionClosed."""
        while True:
            frame: dict[str, Any] = json.loads(self._connection.recv(timeout=seconds))
            if frame["t"] in kinds:
                return frame

    def says(self, body: str, cid: str = "") -> dict[str, Any]:
        """Send a message and wait for what the house says to it: `ack` or `no`."""
        self.send({"t": "send", "cid": cid or secrets.token_hex(16), "body": body})
        return self.next("ack", "no")

    def closed(self, *, seconds: float = PATIENCE) -> int:
        """The code with which the server closes. Raises TimeoutError when it does not."""
        while True:
            try:
                self._connection.recv(timeout=seconds)
            except ConnectionClosed as closed:
                if closed.rcvd is None:
                    return 1006
                self._refusals.append(closed.rcvd.reason.encode())
                return closed.rcvd.code

    def leave(self) -> None:
        self._connection.close()
