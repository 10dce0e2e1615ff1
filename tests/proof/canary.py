"""A visitor who gives away who they are with everything they do, and all that can be given away.

Each entry point of the proof has a canary of its own, so that what is found anywhere tells by which way it came in.
"""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass

from tests.proof.wire import Client, Socket
from tests.services.house import House

#: what stands for a status where the connection is closed without a word, as nginx does for a name that is not ours
NOT_ANSWERED = 444
_BIRDS = (
    "Vogelaar", "Zeekoet", "Alkenoog", "Baardman", "Draaihals", "Fluithaan", "Goudplevier", "Havikarend", "IJsduiker",
    "Jufferkraan", "Kluutmeeuw", "Lepelaar", "Monniksgier", "Nonnetjeseend", "Oeverpieper", "Papegaaiduiker",
    "Regenwulp", "Steltkluut", "Tapuitzanger", "Uilskuiken", "Visarend", "Wielewaal", "Zilverreiger", "Kwartelkoning",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """All that tells who somebody is. content: said in a conversation; it may be kept for its term, never readable."""

    phone: str
    mail: str
    name: str
    address: str
    forwarded: str
    agent: str
    content: str

    @property
    def everything(self) -> str:
        """As somebody says it who says all."""
        return f"{self.name} {self.mail} {self.phone}"

    @property
    def domain(self) -> str:
        return self.mail.partition("@")[2]

    @property
    def traits(self) -> tuple[str, ...]:
        """What may be found nowhere."""
        return (self.phone, self.mail, self.name, self.address, self.forwarded, self.agent, self.content)

    @property
    def headers(self) -> Mapping[str, str]:
        """What a browser and the machines on the way could say about somebody."""
        return {
            "User-Agent": self.agent,
            "X-Forwarded-For": f"{self.forwarded}, {self.address}",
            "Forwarded": f"for={self.forwarded}",
            "X-Real-IP": self.forwarded,
            "From": self.mail,
            "Referer": f"https://mail.example/?user={self.mail}",
        }


def identity(number: int) -> Identity:
    """The canary of this number. No two share anything that is searched for."""
    bird = _BIRDS[number]
    return Identity(
        phone=f"+31 6 12 83 {number + 31:02} 59",
        mail=f"kanarie.{bird.lower()}@proefpost{number:02}.example",
        name=f"Kanarie {bird}-Zoek",
        address=f"127.83.47.{number + 101}",
        forwarded=f"203.0.113.{number + 101}",
        # fewer than six digits: six are found by chance in a dump of megabytes
        agent=f"{bird}browser/83.47 (proefzoektoestel)",
        content=f"mijn zeldzame geheim is een {bird.lower()}",
    )


class Canary(Client):
    """A visitor who gives away who they are with everything they do.

    code: of a conversation to come back to. secrets: other codes that were given to this visitor. been: what was
    asked, as (method, path without its query).
    """

    def __init__(self, house: House, who: Identity, *, server: int | None = None) -> None:
        number = len(house.ports) - 1 if server is None else server
        super().__init__(house, address=who.address, headers=who.headers, server=number)
        self.who = who
        self.code = ""
        self.secrets: list[str] = []
        self.been: set[tuple[str, str]] = set()
        self._at = house.url

    @property
    def host(self) -> str:
        return self._at.partition("://")[2]

    def goes_to(self, address: str) -> None:
        """Ask another of the house's hosts from now on."""
        self._at = address

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        self.been.add((method, path.partition("?")[0]))
        headers = {"Host": self.host, **(headers or {})}
        if headers.get("Origin") == self.house.url:
            headers["Origin"] = self._at
        try:
            return super().ask(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionError):
            return NOT_ANSWERED, ""

    def socket(self, path: str = "/helpwanted/chat/socket", **how: str | None) -> Socket:
        self.been.add(("SOCKET", path))
        return super().socket(path, **({"origin": self._at} | how))  # type: ignore[arg-type]
