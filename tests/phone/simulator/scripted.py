"""A house made of prepared answers, in virtual time: what the simulator is tried with by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from helpline.phone.simulator.engine import Addresses, Engine, chance
from helpline.phone.simulator.kernel import Clock, Future
from helpline.phone.simulator.people import Call, Person
from helpline.phone.simulator.wire import Answer, Mischief, Secrets, Wire

HOUSE = "https://www.example.org"
OWN = "+31850000000"
SECRETS = Secrets("token", "webhook key")
ADDRESSES = Addresses(f"{HOUSE}/voice", f"{HOUSE}/fallback", f"{HOUSE}/status")

Page = str | Callable[[Mapping[str, str]], str]


@dataclass
class Scripted:
    """pages: path to the instructions there. heard: what was asked, in order, as (path, form). headers: of each."""

    pages: dict[str, Page]
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headers: list[tuple[str, Mapping[str, str], Mapping[str, str]]] = field(default_factory=list)
    down: set[str] = field(default_factory=set)

    def post(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Future:
        path = url.removeprefix(HOUSE)
        self.heard.append((path, dict(form)))
        self.headers.append((url, headers, form))
        coming = Future()
        page = self.pages.get(path)
        if path in self.down:
            coming.set(Answer(500))
        elif page is None:
            coming.set(Answer(204))
        else:
            coming.set(Answer(200, f"<Response>{page(form) if callable(page) else page}</Response>"))
        return coming

    def asked(self, path: str) -> list[dict[str, str]]:
        """The forms that came to a path."""
        return [form for each, form in self.heard if each == path]


class Stage:
    """An engine before a scripted house."""

    def __init__(self, pages: dict[str, Page], *, seed: int = 1, mischief: Mischief | None = None) -> None:
        self.house = Scripted(pages)
        self.clock = Clock()
        wire = Wire(self.clock, self.house, SECRETS, chance=chance(seed), mischief=mischief)
        softphones = Addresses(f"{HOUSE}/desk", "", f"{HOUSE}/desk-status")
        self.engine = Engine(self.clock, wire, account_sid="AC" + "0" * 32, softphones=softphones)

    def call_in(self, person: Person | None = None) -> Call:
        return self.engine.call_in(person or Person(), OWN, ADDRESSES)

    def pull(self) -> Call:
        """A counsellor's softphone calls."""
        return self.engine.softphone("someone", {"leg": "1"})
