"""The simulated provider inside a test: virtual time, Django's test client instead of a network."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from helpline.phone.simulator import here
from helpline.phone.simulator.engine import Addresses, Engine, chance
from helpline.phone.simulator.kernel import Clock, Future
from helpline.phone.simulator.people import Call, Person
from helpline.phone.simulator.wire import Answer, Mischief, Secrets, Wire
from tests.factories.chat import EVENING
from tests.factories.phone import ACCOUNT
from tests.phone.fakes import EngineProvider


class ClientTransport:
    """Brings requests to the house's views. refused: answers that are no answers, as (path, status)."""

    def __init__(self) -> None:
        self._client = Client()
        self.refused: list[tuple[str, int]] = []

    def post(self, url: str, headers: Mapping[str, str], form: Mapping[str, str]) -> Future:
        path = urlsplit(url).path
        assert url == f"{settings.PUBLIC_URL}{path}", "addresses are written in one way"
        answer = self._client.post(
            path, urlencode(form), content_type="application/x-www-form-urlencoded", headers=dict(headers)
        )
        if answer.status_code >= 400:
            self.refused.append((path, answer.status_code))
        coming = Future()
        coming.set(Answer(answer.status_code, answer.content.decode()))
        return coming


class Provider:
    """A whole provider before the house under test. The house's time is the provider's."""

    def __init__(self, *, began: datetime = EVENING, seed: int = 1, mischief: Mischief | None = None) -> None:
        self.began = began
        self.clock = Clock()
        self.transport = ClientTransport()
        secrets = Secrets(ACCOUNT.auth_token, ACCOUNT.webhook_key)
        wire = Wire(self.clock, self.transport, secrets, chance=chance(seed), mischief=mischief)
        base = settings.PUBLIC_URL
        softphones = Addresses(f"{base}{reverse('phone:desk')}", "", f"{base}{reverse('phone:desk_status')}")
        self.engine = Engine(self.clock, wire, account_sid=ACCOUNT.account_sid, softphones=softphones)
        self.adapter = EngineProvider(self.engine)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "Provider":
        """Give the house this provider, its account and its time."""
        monkeypatch.setattr(settings, "PHONE", ACCOUNT)
        monkeypatch.setattr(timezone, "now", self.now)
        self.adapter.install(monkeypatch)
        return self

    def now(self) -> datetime:
        return self.began + timedelta(seconds=self.clock.now)

    def call_in(self, person: Person | None = None, slug: str = "helpwanted") -> Call:
        """Somebody calls a programme."""
        number, addresses = here.number_of(slug)
        return self.engine.call_in(person or Person(), number, addresses)

    def connect(self, leg: object, person: Person | None = None) -> Call:
        """A counsellor's browser connects a leg that the house made."""
        return self.engine.softphone("someone", {"leg": str(leg)}, person)

    @property
    def complaints(self) -> list[object]:
        """What the provider could not follow, and what the house refused it."""
        return [*self.engine.problems, *self.transport.refused]
