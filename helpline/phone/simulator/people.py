"""Those who call and those who are called, and the calls between them and the provider."""

import base64
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from helpline.phone.simulator.kernel import Future, Task
from helpline.phone.simulator.twiml import Verb

#: how the provider writes a caller whose number is withheld
ANONYMOUS = "+266696687"

Answers = Literal["answer", "busy", "no-answer", "failed"]


class HungUp(Exception):
    """The call has ended, whoever ended it."""


class Redirected(Exception):
    """The call goes on with other instructions."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Stopped(Exception):
    """What somebody listened to while waiting ends here."""


@dataclass(slots=True)
class Person:
    """Somebody who calls. All times in seconds; None: for ever.

    patience: how long they wait in a queue. talk: how long they talk. keys: what they press when asked, in order; an
    empty text is nothing, and so is everything after the last one.
    """

    number: str = "+31600000001"
    patience: float | None = None
    talk: float | None = None
    keys: Iterator[str] = field(default_factory=lambda: iter(()))

    @classmethod
    def pressing(cls, *keys: str, **others: float | str | None) -> "Person":
        return cls(keys=iter(keys), **others)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A number or a softphone that can be called: whether and when it is picked up, and for how long."""

    answers: Answers = "answer"
    after: float = 4.0
    talk: float | None = None
    keys: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Call:
    """One leg. status and direction are the provider's words; heard is what was said and played, in order."""

    sid: str
    origin: str
    target: str
    direction: str
    person: Person
    began_at: float
    account_sid: str
    extra: dict[str, str] = field(default_factory=dict)
    parent_sid: str = ""
    status: str = "ringing"
    answered_at: float | None = None
    ended_at: float | None = None
    task: Task | None = None
    is_over: Future = field(default_factory=Future)
    heard: list[Verb] = field(default_factory=list)
    asked: Future | None = None
    queue_name: str = ""
    talks_with: "Call | None" = None
    room_name: str = ""
    on_hold: bool = False
    events: Callable[[str], None] = lambda event: None

    @property
    def is_live(self) -> bool:
        return not self.is_over.is_done

    @property
    def said(self) -> str:
        """All that was spoken to this leg, as one text."""
        return " ".join(verb.text for verb in self.heard if verb.name == "Say")

    def hang_up(self) -> None:
        """Whoever holds this phone puts it down."""
        if self.is_live and self.task is not None:
            self.task.interrupt(HungUp())

    def redirect(self, url: str) -> None:
        """Go on with other instructions."""
        if self.is_live and self.task is not None:
            self.task.interrupt(Redirected(url))

    def press(self, keys: str) -> bool:
        """Press keys. False when nobody listens for any."""
        if self.asked is None or self.asked.is_done:
            return False
        self.asked.set(keys)
        return True

    def parameters(self) -> dict[str, str]:
        """What the provider tells of a call in each request: much more than we read, the number several times."""
        told = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": self.status,
            "Called": self.target,
            "Caller": self.origin,
            "Direction": self.direction,
            "From": self.origin,
            "To": self.target,
            **self.extra,
        }
        if self.parent_sid:
            told["ParentCallSid"] = self.parent_sid
        if self.direction == "inbound" and not self.origin.startswith("client:"):
            token = {"parentCallInfoToken": self.sid, "identityHeaderTokens": [], "from": self.origin}
            told |= {
                "CallToken": base64.b64encode(json.dumps(token).encode()).decode(),
                "FromCountry": "NL",
                "CallerCountry": "NL",
                "StirVerstat": "TN-Validation-Passed-A",
            }
        return told


def fresh_numbers(start: int = 1) -> Iterator[str]:
    """Numbers that nobody has: the Dutch regulator gives out none that begin so."""
    return (f"+3160{number:08d}"[:12] for number in itertools.count(start))
