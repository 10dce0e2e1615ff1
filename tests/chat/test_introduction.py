"""What a visitor brings along: sealed by us, shown before, and first in the conversation."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from chat import introduction, log
from chat.actions import aftercare
from chat.introduction import FIELD, Brought
from chat.models import Conversation, EventKind, Sender
from helpline.programmes.models import Programme
from tests.chat.visitors import Visitor
from tests.factories.chat import make_available, make_open_programme, make_staff
from tests.factories.programmes import make_code

pytestmark = pytest.mark.django_db

TEXTS = ("What I answered:\n• Is there danger now? No", "The advice: talk to us")


@pytest.fixture
def programme() -> Programme:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme, capacity=3, now=timezone.now())
    return programme


def seal(
    programme: Programme, texts: tuple[str, ...] = TEXTS, codes: dict[str, list[str]] | None = None
) -> str:
    return introduction.bring(programme, texts, codes or {}, timezone.now()).fields[FIELD]


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


def test_what_was_answered_already_is_not_asked_again_and_is_kept_as_codes(programme: Programme) -> None:
    for key, code in (
        ("age_band", "12_18"),
        ("target_group", "self"),
        ("topics", "grooming"),
        ("gender", "girl"),
    ):
        make_code(programme=programme, list_key=key, code=code)
    make_code(programme=programme, list_key="topics", code="unknown")
    brought = {
        "age_band": ["12_18", "5_11"],  # the second is on no list here
        "target_group": [],  # answered, with something that no list knows
        "gender": ["girl"],
        "topics": ["unknown"],
        "actions_taken": ["listened"],  # nothing that a visitor tells
    }
    visitor = Visitor()
    token = seal(programme, codes=brought)
    page = visitor.client.post(visitor.path(), {FIELD: token}).text
    assert "Tell something beforehand" not in page, "all three were answered"
    assert 'name="topics"' in visitor.client.post(visitor.path(), {FIELD: seal(programme)}).text
    visitor.knock(**{FIELD: token})
    assert visitor.conversation.pre_chat == {"age_band": ["12_18"], "gender": ["girl"]}


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
        "foreign": introduction.bring(make_open_programme(slug="stopitnow"), TEXTS, {}, now).fields[FIELD],
        "old": introduction.bring(programme, TEXTS, {}, now - timedelta(minutes=31)).fields[FIELD],
        "other purpose": Visitor().client.cookies[settings.LANGUAGE_COOKIE_NAME].value,
    }[spoil]
    assert introduction.brought(spoilt, programme, now) == Brought()
    visitor = Visitor()
    assert "go along" not in visitor.client.post(visitor.path(), {FIELD: spoilt}).text
    visitor.knock(**{FIELD: spoilt})
    assert visitor.conversation.head >= 1
    assert not [e for e in log.read(visitor.conversation.pk) if e.kind == EventKind.INTRODUCTION]


def test_more_than_a_few_messages_are_refused(programme: Programme) -> None:
    now = timezone.now()
    for texts in ((), ("",), ("x" * 4001,), ("x",) * 4):
        with pytest.raises(ValueError, match="one to three"):
            introduction.bring(programme, texts, {}, now)
    widest = ("\U0001f600" * 4000,) * 3
    assert introduction.brought(seal(programme, widest), programme, now).texts == widest


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


def test_the_counsellor_finds_it_in_the_registration_and_only_once(programme: Programme) -> None:
    told = (("age_band", "12_18"), ("gender", "girl"))
    for key, code in told:
        make_code(programme=programme, list_key=key, code=code)
    visitor = Visitor()
    visitor.knock(**{FIELD: seal(programme, codes={key: [code] for key, code in told})})
    contact = visitor.conversation.contact
    assert contact is not None
    assert {answer.field: answer.codes for answer in contact.answers.filter(from_visitor=True)} == {
        "age_band": ["12_18"],
        "gender": ["girl"],
    }
