"""The phone's part of the board and of the page: theirs who answer calls, and nothing of it for anybody else."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.desk.board import board
from helpline.phone import softphone
from helpline.phone.actions import calls, handing, presence
from helpline.phone.models import Call, OutsideDesk
from helpline.phone.simulator.people import Person
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.phone import ACCOUNT, make_available, make_line
from tests.phone.driver import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    return Provider(began=timezone.now()).install(monkeypatch)


@pytest.fixture
def line(provider: Provider) -> Programme:
    return make_line()


@pytest.fixture
def noor(line: Programme, provider: Provider) -> User:
    user = make_desk_user(line, role=Role.COUNSELLOR, name="Noor")
    make_available(user=user, programme=line, now=provider.now())
    return user


def phone_of(user: User) -> dict[str, object]:
    found = board(user, timezone.now())["phone"]
    assert found is not None
    return found  # type: ignore[no-any-return]


def test_a_house_without_a_phone_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PHONE", None)
    user = make_desk_user(make_line(), role=Role.COUNSELLOR)
    assert board(user)["phone"] is None
    page = browser_of(user).get(reverse("desk:home"))
    assert b"phone/" not in page.content
    assert b'id="phone"' not in page.content
    assert "twilio" not in page["Content-Security-Policy"]
    assert "microphone=()" in page["Permissions-Policy"]


def test_who_waits_is_a_place_and_nothing_more(provider: Provider, noor: User) -> None:
    for number in ("+31683475912", "+31683475913"):
        provider.call_in(Person(number))
        provider.clock.run(5)
    provider.clock.run(45)
    seen = phone_of(noor)
    assert [row["name"] for row in seen["waiting"]] == ["Place 1", "Place 2"]  # type: ignore[attr-defined]
    assert "834759" not in str(seen)
    assert seen["call"] is None


def test_the_call_at_hand_brings_its_registration(provider: Provider, line: Programme, noor: User) -> None:
    OutsideDesk.objects.create(programme=line, name="Veilig Thuis", number="+31880000000")
    provider.call_in()
    provider.clock.run(50)
    leg = calls.take_next(user=noor, programme=line)
    provider.connect(leg.pk)
    provider.clock.run(5)
    presence.renew(user=noor, in_leg=leg.pk)  # as the page does while it is connected
    call = phone_of(noor)["call"]
    assert isinstance(call, dict)
    contact = Call.objects.get().contact
    assert contact is not None
    assert call["registration"] == reverse("contacts:part", args=[contact.pk])
    assert (call["is_mine"], call["lost"], call["offer"], call["outside"]) == (True, False, None, None)
    assert [desk["name"] for desk in call["desks"]] == ["Veilig Thuis"]
    assert "+31880000000" not in str(call)


def test_an_offer_stands_with_both(provider: Provider, line: Programme, noor: User) -> None:
    sam = make_desk_user(line, role=Role.COUNSELLOR, name="Sam")
    make_available(user=sam, programme=line, now=provider.now())
    provider.call_in()
    provider.clock.run(50)
    provider.connect(calls.take_next(user=noor, programme=line).pk)
    provider.clock.run(5)
    assert [row["name"] for row in phone_of(noor)["team"]] == ["Sam"]  # type: ignore[attr-defined]
    handing.offer(call=Call.objects.get(), by=noor, to_user=sam)
    (offer,) = phone_of(sam)["offers"]  # type: ignore[misc]
    assert offer["name"].startswith("Noor: ")
    assert offer["may_decline"]
    mine = phone_of(noor)["call"]
    assert isinstance(mine, dict)
    assert mine["offer"]["to"] == "Sam"


def test_missed_calls_are_told_by_cause(provider: Provider, noor: User) -> None:
    provider.call_in(Person(patience=40))
    provider.clock.run(120)
    (part,) = phone_of(noor)["missed"]  # type: ignore[misc]
    assert (part["offered"], part["answered"], part["missed"]) == (1, 0, 1)
    assert [(cause["label"], cause["n"]) for cause in part["causes"]] == [("Hung up while waiting", 1)]


def test_the_page_may_use_the_microphone_and_one_more_address(noor: User) -> None:
    page = browser_of(noor).get(reverse("desk:home"))
    policy = page["Content-Security-Policy"]
    connect = next(part for part in policy.split("; ") if part.startswith("connect-src"))
    assert connect.endswith(softphone.SIGNALLING)
    assert "unsafe" not in policy
    for feature in softphone.FEATURES:
        assert f"{feature}=(self)" in page["Permissions-Policy"]
    assert "camera=()" in page["Permissions-Policy"]
    assert b"call-comes-in" not in page.content
    assert b"voice-sdk/twilio.min" in page.content


def test_the_demo_connects_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, provider: Provider, noor: User
) -> None:
    monkeypatch.setattr(settings, "PHONE", None)
    monkeypatch.setattr(settings, "DEMO", True)
    page = browser_of(noor).get(reverse("desk:home"))
    assert "twilio" not in page["Content-Security-Policy"]
    assert b"call-comes-in" in page.content
    assert ACCOUNT.account_sid.encode() not in page.content
