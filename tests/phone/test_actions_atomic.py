"""Every action stands or falls as a whole: when its audit entry cannot be written, nothing of it is saved."""

from collections.abc import Callable

import pytest
from django.test import Client

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.phone.actions import handing, presence
from helpline.phone.models import Call, Handover, Leg, OutsideDesk, PhonePresence
from helpline.programmes.models import Programme
from tests.factories.phone import put_through
from tests.phone.conftest import Clock
from tests.phone.fakes import FakeProvider

KEPT = (Call, Handover, Leg, PhonePresence)


class AuditIsFull(Exception):
    """The planted failure."""


@pytest.fixture
def talking(client: Client, line: Programme, counsellor: User, clock: Clock, asked: FakeProvider) -> Call:
    put_through(client, line, counsellor)
    return Call.objects.select_related("programme").get()


def everything() -> list[list[dict[str, object]]]:
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def fails_whole(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    def refuse(**entry: object) -> None:
        raise AuditIsFull

    before = everything()
    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", refuse)
        with pytest.raises(AuditIsFull):
            action()
    assert everything() == before
    action()
    assert everything() != before


def test_saying_to_be_there(line: Programme, counsellor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_whole(monkeypatch, lambda: presence.say_available(user=counsellor, programme=line, available=False))


def test_offering(talking: Call, counsellor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    fails_whole(monkeypatch, lambda: handing.offer(call=talking, by=counsellor))


@pytest.mark.parametrize("what", ["accept", "decline", "take_back"])
def test_settling_an_offer(
    talking: Call, counsellor: User, other: User, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    offered = handing.offer(call=talking, by=counsellor, to_user=other)
    by = counsellor if what == "take_back" else other
    fails_whole(monkeypatch, lambda: getattr(handing, what)(handover=offered, by=by))


def test_asking_another_organisation(
    talking: Call, counsellor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = OutsideDesk.objects.create(programme=talking.programme, name="Elders", number="+31850000000")
    fails_whole(monkeypatch, lambda: handing.add_outside(call=talking, by=counsellor, desk=desk))
