"""The wire to the house: signs each request, sends it, and can misbehave as networks and providers do.

All chance comes from one seeded generator, so that a run that found a fault can be had again.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from helpline.phone.simulator import signing
from helpline.phone.simulator.kernel import Clock, Future, Script, Task, first_of

#: seconds after which the provider gives an answer up
TIMEOUT_SECONDS = 15.0
IDEMPOTENCY = "I-Twilio-Idempotency-Token"
#: the provider's number for "no usable answer came"
NO_ANSWER = "11200"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. status 0: nothing did."""

    status: int
    body: str = ""

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class Transport(Protocol):
    """Brings a form to an address; the future's value is an Answer."""

    def post(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Future: ...


@dataclass(frozen=True, slots=True)
class Mischief:
    """How often what goes wrong, 0 to 1 each.

    timeout: the house does its work, and its answer is lost; the same request comes again. fallback: the house is not
    reached, and asked at its second address. duplicate, disorder, loss: of what is only told, as an event. hang_up: the
    caller puts the phone down at any moment.
    """

    duplicate: float = 0.0
    disorder: float = 0.0
    loss: float = 0.0
    timeout: float = 0.0
    fallback: float = 0.0
    hang_up: float = 0.0

    @classmethod
    def of_all_kinds(cls, how_often: float) -> "Mischief":
        return cls(*([how_often] * 6))


@dataclass(frozen=True, slots=True)
class Secrets:
    """What requests are signed with. webhook_key "": the newer scheme is not in use."""

    auth_token: str
    webhook_key: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it went out, for who looks at a run afterwards."""

    at: float
    url: str
    form: Mapping[str, str]
    status: int


class Wire:
    """Asks and tells. ask: the answer counts. tell: it does not."""

    def __init__(
        self,
        clock: Clock,
        transport: Transport,
        secrets: Secrets,
        *,
        chance: random.Random,
        mischief: Mischief | None = None,
        latency: float = 0.05,
    ) -> None:
        self.clock = clock
        self.chance = chance
        self.mischief = mischief or Mischief()
        self.sent: list[Sent] = []
        self.keeps = True
        self.count = 0
        self._transport = transport
        self._secrets = secrets
        self._latency = latency
        self._is_newer = False

    def ask(self, url: str, form: Mapping[str, str], fallback: str = "") -> Script:
        """Ask for instructions. The result is an Answer; the fallback's when the first address gave none."""
        if not (fallback and self._happens(self.mischief.fallback)):
            answer: Answer = yield from self._try(url, form)
            if answer.is_good or not fallback:
                return answer
        told = {**form, "ErrorCode": NO_ANSWER, "ErrorUrl": url}
        answer = yield from self._try(fallback, told)
        return answer

    def tell(self, url: str, form: Mapping[str, str]) -> None:
        """Tell of an event; whether it arrives, and when, and how often, nobody asks."""
        if not url or self._happens(self.mischief.loss):
            return
        times = 2 if self._happens(self.mischief.duplicate) else 1
        for _time in range(times):
            delay = self.chance.uniform(0, 40) if self._happens(self.mischief.disorder) else 0.0
            self.clock.later(delay, lambda: self._run(self._try(url, form)))

    def _try(self, url: str, form: Mapping[str, str]) -> Script:
        headers = {IDEMPOTENCY: f"{self.chance.getrandbits(128):032x}", **self._signed(url, form)}
        if self._happens(self.mischief.timeout):
            yield self._send(url, headers, form)
            yield self.clock.sleep(TIMEOUT_SECONDS)
        _which, answer = yield first_of(self._send(url, headers, form), self.clock.sleep(TIMEOUT_SECONDS))
        yield self.clock.sleep(self._latency)
        return answer if isinstance(answer, Answer) else Answer(0)

    def _send(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Future:
        self.count += 1
        coming = self._transport.post(url, headers, form)
        if not self.keeps:
            return coming
        kept = Future()

        def keep(answer: Answer) -> None:
            self.sent.append(Sent(self.clock.now, url, form, answer.status))
            kept.set(answer)

        coming.on_done(keep)
        return kept

    def _signed(self, url: str, form: Mapping[str, str]) -> dict[str, str]:
        """Both schemes in turn, where both are in use."""
        self._is_newer = not self._is_newer and bool(self._secrets.webhook_key)
        if self._is_newer:
            return signing.sha256(self._secrets.webhook_key, url, form, key="webhooks_sharedkey_1")
        return signing.sha1(self._secrets.auth_token, url, form)

    def _happens(self, how_often: float) -> bool:
        return how_often > 0 and self.chance.random() < how_often

    @staticmethod
    def _run(script: Script) -> None:
        Task(script).start()
