"""The shift lead reads along, whispers, takes over."""

import json

import pytest

from chat import log
from chat.actions import lead, talk
from chat.errors import ConversationEnded, NotAllowed, WrongState
from chat.models import Line, Sender
from chat.policies import may_read, may_write
from chat.states import State
from helpline.audit.models import Entry
from tests.factories.chat import EVENING, make_open_programme, make_staff, make_talking, make_waiting

pytestmark = pytest.mark.django_db


def test_reading_along_is_seen_by_the_counsellor_and_not_by_the_visitor() -> None:
    conversation = make_talking(programme=make_open_programme())
    shift_lead = make_staff(conversation.programme, role="shift_lead")
    before = len(log.read(conversation.pk))

    lead.read_along(conversation=conversation, by=shift_lead, now=EVENING)

    (told,) = log.read(conversation.pk, line=Line.ASIDE)
    assert json.loads(told.body) == {"code": "read_along", "staff": shift_lead.pk}
    assert len(log.read(conversation.pk)) == before
    assert may_read(shift_lead, conversation)
    assert not may_write(shift_lead, conversation)
    assert Entry.objects.get(action="chat.read_along").actor == shift_lead.audit_id


def test_a_lead_of_another_programme_and_a_colleague_read_nothing() -> None:
    conversation = make_talking(programme=make_open_programme())
    other = make_open_programme(slug="stopitnow")
    for user in (make_staff(other, role="shift_lead"), make_staff(conversation.programme)):
        assert not may_read(user, conversation)
        with pytest.raises(NotAllowed):
            lead.read_along(conversation=conversation, by=user, now=EVENING)
        with pytest.raises(NotAllowed):
            lead.whisper(conversation=conversation, by=user, body="hello", now=EVENING)
        with pytest.raises(NotAllowed):
            lead.take_over(conversation=conversation, by=user, now=EVENING)


def test_whispers_go_both_ways_and_never_to_the_visitor() -> None:
    conversation = make_talking(programme=make_open_programme())
    shift_lead = make_staff(conversation.programme, role="shift_lead")
    assert conversation.counsellor is not None

    lead.whisper(conversation=conversation, by=shift_lead, body="Ask whether they are safe.", now=EVENING)
    lead.whisper(
        conversation=conversation, by=conversation.counsellor, body="I will: 06-12345678", now=EVENING
    )

    entries = log.read(conversation.pk, line=Line.ASIDE)
    assert [(entry.sender, entry.seq) for entry in entries] == [(Sender.LEAD, 1), (Sender.COUNSELLOR, 2)]
    assert entries[1].body == "I will: [telefoonnummer]", "what could identify somebody is masked among staff"
    assert "Ask whether they are safe." not in [entry.body for entry in log.read(conversation.pk)]


def test_taking_over_moves_the_visitor_and_the_contact() -> None:
    conversation = make_talking(programme=make_open_programme())
    first = conversation.counsellor
    shift_lead = make_staff(conversation.programme, role="shift_lead")
    assert first is not None

    lead.take_over(conversation=conversation, by=shift_lead, now=EVENING)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor) == (State.TALKING, shift_lead)
    assert conversation.contact is not None
    assert conversation.contact.counsellor == shift_lead
    assert not may_write(first, conversation)
    assert may_write(shift_lead, conversation)


def test_taking_over_somebody_who_waits_answers_them() -> None:
    programme = make_open_programme()
    waiting = make_waiting(programme=programme)
    shift_lead = make_staff(programme, role="shift_lead")
    lead.take_over(conversation=waiting, by=shift_lead, now=EVENING)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.counsellor, waiting.answered_at) == (State.TALKING, shift_lead, EVENING)


def test_an_ended_conversation_is_not_taken_over_and_hears_no_whisper() -> None:
    conversation = make_talking(programme=make_open_programme())
    shift_lead = make_staff(conversation.programme, role="shift_lead")
    talk.end(conversation=conversation, now=EVENING)
    with pytest.raises(WrongState):
        lead.take_over(conversation=conversation, by=shift_lead, now=EVENING)
    with pytest.raises(ConversationEnded):
        lead.whisper(conversation=conversation, by=shift_lead, body="too late", now=EVENING)
