"""The desk's buttons for the phone: who may press which, and what is answered when it cannot be."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from helpline.accounts.models import StaffSession, User
from helpline.accounts.roles import Role
from helpline.phone import queries
from helpline.phone.models import Leg, PhonePresence
from helpline.phone.simulator import here
from helpline.phone.softphone import identity
from helpline.phone.staff_urls import urlpatterns
from helpline.programmes.models import Programme
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.phone import make_line
from tests.phone.driver import Provider
from tests.phone.fakes import FakeProvider

pytestmark = pytest.mark.django_db


def press(browser: Client, name: str, *args: object, **body: Any) -> Any:
    return browser.post(
        reverse(f"softphone:{name}", args=args),
        json.dumps(body),
        content_type="application/json",
        headers={"Accept": "application/json"},
    )


@pytest.fixture
def programme() -> Programme:
    return make_line()


@pytest.fixture
def noor(programme: Programme) -> User:
    return make_desk_user(programme, role=Role.COUNSELLOR)


@pytest.fixture
def browser(noor: User) -> Client:
    return browser_of(noor)


def test_nobody_else_presses_anything(programme: Programme) -> None:
    some = {"call_id": uuid4(), "leg_id": uuid4(), "handover_id": 1, "sid": "CA1"}
    for role in (Role.PROGRAMME_MANAGER, Role.EDITOR, Role.THERAPIST):
        other = browser_of(make_desk_user(programme, role=role))
        for pattern in urlpatterns:
            names = list(pattern.pattern.converters)
            path = reverse(f"softphone:{pattern.name}", args=[some[name] for name in names])
            for browser in (other, Client()):
                assert browser.post(path, "{}", content_type="application/json").status_code in (
                    401,
                    403,
                    302,
                )


def test_a_token_is_for_this_browser_and_names_nobody(
    browser: Client, noor: User, asked: FakeProvider
) -> None:
    assert press(browser, "token").json() == {"token": f"token of {identity(noor)}"}
    ((name, given),) = asked.asked
    assert (name, given["seconds"]) == ("access_token", 600)
    assert str(noor.pk) not in identity(noor) or len(identity(noor)) == 24
    assert noor.email not in identity(noor)


def test_identities_differ_between_people_and_stay(noor: User, programme: Programme) -> None:
    other = make_desk_user(programme, role=Role.COUNSELLOR)
    assert identity(noor) == identity(noor) != identity(other)


def test_available_is_said_and_proved(browser: Client, noor: User, programme: Programme) -> None:
    said = {"programme": "helpwanted", "available": True, "device": "browser", "desk_number": ""}
    assert press(browser, "presence", **said).status_code == 200
    presence = PhonePresence.objects.get(user=noor)
    assert (presence.available, presence.device) == (True, "browser")
    PhonePresence.objects.update(leased_until=None)
    assert press(browser, "beat", leg="").status_code == 200
    presence.refresh_from_db()
    assert presence.leased_until is not None


def test_a_heartbeat_proves_no_hand_at_the_keyboard(browser: Client, noor: User) -> None:
    earlier = StaffSession.objects.get(user=noor).seen_at
    browser.post(
        reverse("softphone:beat"), "{}", content_type="application/json", headers={"X-Background": "1"}
    )
    assert StaffSession.objects.get(user=noor).seen_at == earlier


def test_a_desk_phone_needs_its_number(browser: Client) -> None:
    said = {"programme": "helpwanted", "available": True, "device": "desk_phone", "desk_number": ""}
    answer = press(browser, "presence", **said)
    assert (answer.status_code, answer.json()) == (409, {"why": "no_number"})


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("presence", {"programme": "helpwanted", "available": "yes", "device": "browser"}),
        ("presence", {"programme": "helpwanted", "available": True, "device": "pigeon"}),
        ("presence", {"available": True}),
        ("beat", {"leg": "not a leg"}),
        ("beat", {"leg": 5}),
        ("next", {}),
    ],
)
def test_what_the_desk_does_not_send_is_refused(browser: Client, name: str, body: dict[str, Any]) -> None:
    assert press(browser, name, **body).status_code == 400


def test_what_is_not_there_is_gone(browser: Client) -> None:
    for name in ("hang_up", "hold", "leave", "offer"):
        assert press(browser, name, uuid4(), on=True).status_code == 404
    assert press(browser, "next", programme="nowhere").status_code == 404
    assert press(browser, "accept", 999_999).status_code == 404
    assert press(browser, "drop", uuid4()).status_code == 404


def test_nobody_waits(browser: Client, asked: FakeProvider) -> None:
    answer = press(browser, "next", programme="helpwanted")
    assert (answer.status_code, answer.json()) == (409, {"why": "nobody"})


def test_the_next_caller_is_taken_and_talked_to(
    monkeypatch: pytest.MonkeyPatch, browser: Client, noor: User
) -> None:
    provider = Provider(began=_now()).install(monkeypatch)
    said = {"programme": "helpwanted", "available": True, "device": "browser", "desk_number": ""}
    press(browser, "presence", **said)
    caller = provider.call_in()
    provider.clock.run(50)
    leg = press(browser, "next", programme="helpwanted").json()["leg"]
    assert Leg.objects.get(pk=leg).user == noor
    provider.connect(leg)
    provider.clock.run(10)
    (call,) = queries.own(noor)
    assert press(browser, "beat", leg=leg).status_code == 200
    assert press(browser, "hold", call.pk, on=True).json() == {"why": "not_yet"}
    provider.clock.run(5)
    assert press(browser, "hold", call.pk, on=True).status_code == 200
    assert caller.on_hold
    assert press(browser, "offer", call.pk, to_user="").status_code == 200
    assert press(browser, "offer", call.pk, to_user="").json() == {"why": "offer_open"}
    assert press(browser, "hang_up", call.pk).status_code == 200
    provider.clock.run(5)
    assert not caller.is_live
    assert provider.complaints == []


def test_the_simulators_handles_are_not_there_with_a_real_provider(browser: Client) -> None:
    assert not queries.is_simulated()
    assert press(browser, "simulated_call", programme="helpwanted").status_code == 404
    assert press(browser, "simulated_legs", leg="x").status_code == 404
    assert browser.get(reverse("softphone:simulated_leg", args=["CA1"])).status_code == 404
    assert press(browser, "simulated_hang_up", "CA1").status_code == 404


def test_a_simulator_that_is_away_is_told(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object) -> None:
        raise here.Away

    monkeypatch.setattr(settings, "PHONE", None)
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(here, "call_in", away)
    answer = press(browser, "simulated_call", programme="helpwanted")
    assert (answer.status_code, answer.json()) == (503, {"why": "provider"})


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()
