"""The conversation, from the counsellor's first look to its end."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from chat import log
from chat.actions import aftercare, talk
from chat.errors import ConversationEnded, NotAllowed
from chat.models import Conversation, EventKind, Sender
from chat.states import EndedHow, State
from figures import queries as figures
from helpline.audit.models import Entry
from helpline.contacts.states import ContactState, Outcome
from tests.factories.chat import (
    EVENING,
    make_full,
    make_open_programme,
    make_staff,
    make_talking,
    make_waiting,
)

pytestmark = pytest.mark.django_db


def notices(conversation: Conversation) -> list[str]:
    return [json.loads(entry.body)["code"] for entry in log.read(conversation.pk)]


def last_notice(conversation: Conversation) -> str:
    return json.loads(log.read(conversation.pk)[-1].body)["code"]


def test_the_counsellors_first_look_ends_the_alert() -> None:
    conversation = make_talking(programme=make_open_programme())
    assert conversation.counsellor is not None

    talk.opened(conversation=conversation, by=make_staff(conversation.programme), now=EVENING)
    conversation.refresh_from_db()
    assert conversation.opened_at is None

    talk.opened(conversation=conversation, by=conversation.counsellor, now=EVENING)
    conversation.refresh_from_db()
    assert conversation.opened_at == EVENING


def test_the_visitor_reads_that_somebody_is_there_once_somebody_looks() -> None:
    conversation = make_talking(programme=make_open_programme())
    counsellor = conversation.counsellor
    assert counsellor is not None
    assert notices(conversation) == ["waiting", "assigned"]

    talk.opened(conversation=conversation, by=make_staff(conversation.programme), now=EVENING)
    assert notices(conversation) == ["waiting", "assigned"], "somebody else looked"

    # three windows of the counsellor that were loaded before
    for seen in [Conversation.objects.get(pk=conversation.pk) for _ in range(3)]:
        talk.opened(conversation=seen, by=counsellor, now=EVENING)
    assert notices(conversation) == ["waiting", "assigned", "joined"]


def test_the_counsellor_ends_with_one_click_and_the_contact_is_to_be_registered() -> None:
    conversation = make_talking(programme=make_open_programme())
    later = EVENING + timedelta(minutes=20)

    talk.end(conversation=conversation, by=conversation.counsellor, now=later)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.ended_how) == (State.ENDED, EndedHow.BY_COUNSELLOR)
    assert conversation.expires_at == later + timedelta(days=7)
    assert conversation.contact is not None
    assert conversation.contact.state == ContactState.TO_REGISTER
    assert last_notice(conversation) == "ended_by_helpline"
    with pytest.raises(ConversationEnded):
        log.append(conversation_id=conversation.pk, sender=Sender.VISITOR, body="x", client_id=str(uuid4()))


def test_ending_twice_ends_once() -> None:
    conversation = make_talking(programme=make_open_programme())
    talk.end(conversation=conversation, now=EVENING)
    talk.end(conversation=conversation, by=conversation.counsellor, now=EVENING + timedelta(seconds=1))

    conversation.refresh_from_db()
    assert (conversation.ended_how, conversation.ended_at) == (EndedHow.BY_VISITOR, EVENING)


def test_a_stranger_ends_nothing() -> None:
    conversation = make_talking(programme=make_open_programme())
    other = make_open_programme(slug="stopitnow")
    for user in (make_staff(conversation.programme), make_staff(other, role="shift_lead")):
        with pytest.raises(NotAllowed):
            talk.end(conversation=conversation, by=user, now=EVENING)


def test_who_leaves_while_waiting_is_counted_so() -> None:
    programme = make_open_programme()
    conversation = make_waiting(programme=programme)

    talk.end(conversation=conversation, now=EVENING)

    conversation.refresh_from_db()
    assert conversation.ended_how == EndedHow.LEFT_WAITING
    assert conversation.contact is not None
    assert conversation.contact.outcome == Outcome.LEFT_WAITING
    counts = figures.day_counts("helpwanted", "arrivals", EVENING.date(), EVENING.date())
    assert counts == {"chat.answered": 1, "chat.left_waiting": 1}


def test_the_quick_exit_ends_the_chat_and_tells_the_counsellor() -> None:
    conversation = make_talking(programme=make_open_programme())
    talk.leave_quickly(conversation=conversation, now=EVENING)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.ended_how) == (State.ENDED, EndedHow.LEFT_QUICKLY)
    assert last_notice(conversation) == "left_quickly"


def test_the_danger_panel_is_sent_once_for_one_click() -> None:
    conversation = make_talking(programme=make_open_programme())
    assert conversation.counsellor is not None
    click = str(uuid4())

    first = talk.send_panel(
        conversation=conversation, by=conversation.counsellor, client_id=click, now=EVENING
    )
    again = talk.send_panel(
        conversation=conversation, by=conversation.counsellor, client_id=click, now=EVENING
    )

    assert (again.seq, again.repeated) == (first.seq, True)
    assert [entry.kind for entry in log.read(conversation.pk)].count(EventKind.DANGER_PANEL) == 1
    assert Entry.objects.filter(action="chat.panel_sent").count() == 1


def test_only_the_counsellor_of_a_conversation_sends_the_panel() -> None:
    conversation = make_talking(programme=make_open_programme())
    with pytest.raises(NotAllowed):
        talk.send_panel(conversation=conversation, by=make_staff(conversation.programme), now=EVENING)


def test_an_abusive_conversation_is_ended_and_keeps_nothing_about_a_person() -> None:
    conversation = make_talking(programme=make_open_programme())
    assert conversation.counsellor is not None
    talk.refuse_abusive(conversation=conversation, by=conversation.counsellor, now=EVENING)
    conversation.refresh_from_db()
    assert conversation.ended_how == EndedHow.ABUSE
    assert Entry.objects.get(action="chat.ended").detail == {"how": "abuse"}


def test_a_visitor_who_is_back_in_line_and_leaves_stays_an_answered_contact() -> None:
    programme = make_open_programme()
    user = make_full(programme=programme)
    conversation = Conversation.objects.get(counsellor=user)
    Conversation.objects.filter(pk=conversation.pk).update(state=State.WAITING, counsellor=None)

    talk.end(conversation=conversation, now=EVENING)

    conversation.refresh_from_db()
    assert conversation.contact is not None
    assert (conversation.contact.state, conversation.contact.outcome) == (
        ContactState.TO_REGISTER,
        Outcome.ANSWERED,
    )
    assert conversation.contact.counsellor == user


def test_the_audit_log_tells_the_day_and_nothing_about_the_visitor() -> None:
    conversation = make_talking(programme=make_open_programme())
    aftercare.make_return_code(conversation=conversation, now=EVENING)
    talk.end(conversation=conversation, by=conversation.counsellor, now=EVENING)

    entries = Entry.objects.filter(action__startswith="chat.")
    assert {entry.action for entry in entries} == {"chat.assigned", "chat.ended"}
    for entry in entries:
        assert entry.day_only
        assert entry.at.minute == entry.at.second == 0
        assert str(conversation.pk) not in f"{entry.subject}{entry.detail}"
