"""The phone is on, the clock is ours, and the provider is a stand-in that remembers what it was asked."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from helpline.accounts.models import User
from helpline.cases import returning
from helpline.phone import tally
from helpline.phone.actions import codes
from helpline.programmes.models import Programme
from helpline.vault.codes import CodeThrottle
from tests.factories.chat import EVENING, make_staff
from tests.factories.phone import ACCOUNT, make_available, make_line
from tests.phone.fakes import FakeProvider


@dataclass
class Clock:
    """The time in the house."""

    at: datetime = EVENING

    def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(timezone, "now", found.now)
    return found


@pytest.fixture(autouse=True)
def _phone_is_on(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """An account, whose provider would answer nowhere; nothing kept of the test before."""
    monkeypatch.setattr(django_settings, "PHONE", ACCOUNT)
    monkeypatch.setattr(codes, "THROTTLE", CodeThrottle(burst=10))
    monkeypatch.setattr(returning, "DIGITS_THROTTLE", CodeThrottle(burst=10))
    tally.forget()
    yield
    tally.forget()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The stand-in for the provider's interface."""
    return FakeProvider().install(monkeypatch)


@pytest.fixture
def line(db: None, clock: Clock) -> Programme:
    """A programme whose phone never closes."""
    return make_line()


@pytest.fixture
def counsellor(line: Programme, clock: Clock) -> User:
    """Somebody who answers its calls now."""
    user = make_staff(line)
    make_available(user=user, programme=line, now=clock.at)
    return user


@pytest.fixture
def other(line: Programme, clock: Clock) -> User:
    """A colleague who is available for calls too."""
    user = make_staff(line)
    make_available(user=user, programme=line, now=clock.at)
    return user
