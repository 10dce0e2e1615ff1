"""What a visitor brings along: sealed by us, shown before, and first in the conversation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chat import introduction, log
from chat.actions import aftercare
from chat.introduction import FIELD
from chat.models import Conversation, EventKind, Sender
from helpline.programmes.models import Programme
from tests.chat.visitors import Visitor
from tests.factories.chat import make_available, make_open_programme, make_staff

pytestmark = pytest.mark.django_db

TEXTS = ("What I answered:\n• Is there danger now? No", "The advice: talk to us")


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme, capacity=3, now=timezone.now())
    return programme


def seal(programme: Programme, texts: tuple[str, ...] = TEXTS) -> str:
    return introduction.bring(programme, texts, timezone.now()).fields[FIELD]


def test_what_was_brought_stands_first_and_is_the_visitors(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock(**{FIELD: seal(programme)})
    entries = [entry for entry in log.read(visitor.conversation.pk) if entry.kind == EventKind.INTRODUCTION]
    assert tuple(entry.body for entry in entries) == TEXTS
    assert {entry.sender for entry in entries} == {Sender.VISITOR}
    plain = visitor.get("read/")
    assert "• Is there danger now? No" in plain


def test_the_door_shows_it_before_and_can_leave_it_out(programme: Programme) -> None:
    visitor = Visitor()
    token = seal(programme)
    page = visitor.client.post(visitor.path(), {FIELD: token}).text
    assert "What you chose goes along" in page
    assert "Is there danger now? No" in page
    assert f'name="introduction" value="{token}"' in page
    assert "Rather not: chat without this" in page
    assert "Where that ends" in page
    assert "introduction" not in visitor.get()
    assert not Conversation.objects.exists(), "nothing begins before the button"


def test_without_it_a_chat_begins_as_always(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock()
    assert [entry.kind for entry in log.read(visitor.conversation.pk)].count(EventKind.INTRODUCTION) == 0


@pytest.mark.parametrize("spoil", ["nonsense", "changed", "foreign", "old", "other purpose"])
def test_what_we_did_not_seal_for_this_door_is_not_brought(programme: Programme, spoil: str) -> None:
    now = timezone.now()
    token = seal(programme)
    spoilt = {
        "nonsense": "kanarie" * 20,
        "changed": token[:30] + ("A" if token[30] != "A" else "B") + token[31:],
        "foreign": introduction.bring(make_open_programme(slug="stopitnow"), TEXTS, now).fields[FIELD],
        "old": introduction.bring(programme, TEXTS, now - timedelta(minutes=31)).fields[FIELD],
        "other purpose": Visitor().client.cookies["hl_lang"].value,
    }[spoil]
    assert introduction.brought(spoilt, programme, now) == ()
    visitor = Visitor()
    assert "go along" not in visitor.client.post(visitor.path(), {FIELD: spoilt}).text
    visitor.knock(**{FIELD: spoilt})
    assert visitor.conversation.head >= 1
    assert not [e for e in log.read(visitor.conversation.pk) if e.kind == EventKind.INTRODUCTION]


def test_more_than_a_few_messages_are_refused(programme: Programme) -> None:
    now = timezone.now()
    for texts in ((), ("",), ("x" * 4001,), ("x",) * 4):
        with pytest.raises(ValueError, match="one to three"):
            introduction.bring(programme, texts, now)
    widest = ("\U0001f600" * 4000,) * 3
    assert introduction.brought(seal(programme, widest), programme, now) == widest


def test_it_goes_with_the_conversation(programme: Programme) -> None:
    visitor = Visitor()
    visitor.knock(**{FIELD: seal(programme)})
    conversation = visitor.conversation
    aftercare.delete_now(conversation=conversation)
    assert not conversation.events.filter(kind=EventKind.INTRODUCTION).exists()


def test_nobody_there_keeps_it_for_the_next_try() -> None:
    programme = make_open_programme()
    token = seal(programme)
    visitor = Visitor()
    page = visitor.client.post(visitor.path(), {FIELD: token}).text
    assert "Try the chat again" in page
    assert f'name="introduction" value="{token}"' in page
