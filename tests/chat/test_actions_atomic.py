"""Every action stands or falls as a whole: when its audit entry cannot be written, nothing of it is saved."""

from collections.abc import Callable

import pytest
from django.db import transaction

from chat.actions import door, lead, presence, queue, talk, transfer
from chat.models import Conversation, Event, OverloadSwitch, Presence, Transfer
from chat.rules import GRACE, LEASE
from figures.models import DayCounter
from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.audit.models import Entry
from helpline.contacts.models import Contact
from helpline.pieces import SomeFailed
from helpline.programmes.models import Programme
from helpline.vault.models import DataKey
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_talking,
)

pytestmark = pytest.mark.django_db

KEPT = (Conversation, Contact, DataKey, DayCounter, Entry, Event, OverloadSwitch, Presence, Transfer)


class AuditIsFull(Exception):
    """The planted failure."""


def everything() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}


def fails_whole(monkeypatch: pytest.MonkeyPatch, action: Callable[[], object]) -> None:
    """Run an action whose audit entry fails, and find the database as it was."""

    def refuse(**entry: object) -> None:
        raise AuditIsFull

    before = everything()
    with monkeypatch.context() as broken:
        broken.setattr(audit, "record", refuse)
        # the clock's work goes on with the next one, and tells at the end
        with pytest.raises((AuditIsFull, SomeFailed)), transaction.atomic():
            action()
    assert everything() == before


@pytest.fixture
def programme() -> Programme:
    return make_open_programme()


def test_knocking_and_being_given_to_somebody(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    make_available(user=make_staff(programme), programme=programme)
    fails_whole(monkeypatch, lambda: knock(programme=programme))


def test_starting_practice(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    user = make_staff(programme)
    make_full(programme=programme)
    fails_whole(monkeypatch, lambda: door.start_training(programme=programme, by=user, now=EVENING))


def test_saying_to_be_available(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    user = make_staff(programme)
    make_full(programme=programme)
    knock(programme=programme)
    fails_whole(monkeypatch, lambda: make_available(user=user, programme=programme))


def test_taking_a_break(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    user = make_full(programme=programme)
    fails_whole(monkeypatch, lambda: presence.take_break(user=user, now=EVENING))


def test_taking_the_next(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    user = make_full(programme=programme)
    knock(programme=programme)
    fails_whole(monkeypatch, lambda: queue.assign_next(programme=programme, user=user, now=EVENING))


def test_going_back_to_the_queue(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    make_full(programme=programme)
    presence.sweep(now=EVENING + LEASE)
    fails_whole(monkeypatch, lambda: presence.sweep(now=EVENING + LEASE + GRACE))


def test_ending(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    conversation = make_talking(programme=programme)
    fails_whole(
        monkeypatch, lambda: talk.end(conversation=conversation, by=conversation.counsellor, now=EVENING)
    )


def test_sending_the_panel(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    conversation = make_talking(programme=programme)
    counsellor = conversation.counsellor
    assert counsellor is not None
    fails_whole(monkeypatch, lambda: talk.send_panel(conversation=conversation, by=counsellor, now=EVENING))


def _offered(programme: Programme) -> tuple[Conversation, User, User, Transfer]:
    conversation, colleague = make_talking(programme=programme), make_staff(programme)
    counsellor = conversation.counsellor
    assert counsellor is not None
    offer = transfer.offer(
        conversation=conversation, by=counsellor, to_user=colleague, note="calm", now=EVENING
    )
    return conversation, counsellor, colleague, offer


def test_offering(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    conversation, counsellor, colleague, offer = _offered(programme)
    transfer.take_back(transfer=offer, by=counsellor, now=EVENING)
    fails_whole(
        monkeypatch,
        lambda: transfer.offer(
            conversation=conversation, by=counsellor, to_user=colleague, note="calm", now=EVENING
        ),
    )


@pytest.mark.parametrize("answer", [transfer.accept, transfer.decline])
def test_answering_an_offer(
    monkeypatch: pytest.MonkeyPatch, programme: Programme, answer: Callable[..., object]
) -> None:
    _, _, colleague, offer = _offered(programme)
    fails_whole(monkeypatch, lambda: answer(transfer=offer, by=colleague, now=EVENING))


def test_taking_back(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    _, counsellor, _, offer = _offered(programme)
    fails_whole(monkeypatch, lambda: transfer.take_back(transfer=offer, by=counsellor, now=EVENING))


@pytest.mark.parametrize("deed", [lead.read_along, lead.take_over])
def test_leading(monkeypatch: pytest.MonkeyPatch, programme: Programme, deed: Callable[..., object]) -> None:
    conversation = make_talking(programme=programme)
    shift_lead = make_staff(programme, role="shift_lead")
    fails_whole(monkeypatch, lambda: deed(conversation=conversation, by=shift_lead, now=EVENING))


def test_closing_the_door(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    shift_lead = make_staff(programme, role="shift_lead")
    fails_whole(
        monkeypatch, lambda: lead.set_overload(programme=programme, by=shift_lead, on=True, now=EVENING)
    )


def test_deleting(monkeypatch: pytest.MonkeyPatch, programme: Programme) -> None:
    from chat.actions import aftercare

    conversation = make_talking(programme=programme)
    fails_whole(monkeypatch, lambda: aftercare.delete_now(conversation=conversation, now=EVENING))
