"""Presence: said and proved; dropping out costs the visitor no place."""

import json
from datetime import timedelta

import pytest

from chat import log
from chat.actions import presence, queue
from chat.errors import NotAllowed
from chat.models import Conversation, Presence
from chat.rules import GRACE, LEASE
from chat.states import State
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_talking,
    make_waiting,
)

pytestmark = pytest.mark.django_db

GONE = EVENING + LEASE
OVER = GONE + GRACE


def notices(conversation: Conversation) -> list[str]:
    return [json.loads(entry.body)["code"] for entry in log.read(conversation.pk)]


def test_saying_to_be_available_fills_the_room_from_the_line() -> None:
    programme = make_open_programme()
    waiting = [make_waiting(programme=programme) for _ in range(3)]
    user = make_staff(programme)

    make_available(user=user, programme=programme, capacity=2)

    assert queue.loads([user.pk]) == {user.pk: 2}
    assert Conversation.objects.filter(pk__in=[each.pk for each in waiting], state=State.WAITING).count() == 1


def test_only_who_answers_chats_says_to_be_available() -> None:
    programme = make_open_programme()
    with pytest.raises(NotAllowed):
        presence.say_available(user=make_staff(programme, role="editor"), programme=programme, now=EVENING)


def test_the_room_is_between_one_and_the_most() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    assert make_available(user=user, programme=programme, capacity=0).capacity == 1
    assert make_available(user=user, programme=programme, capacity=60).capacity == 6


def test_a_break_keeps_the_chats_and_gives_no_new_ones() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    assert conversation.counsellor is not None

    presence.take_break(user=conversation.counsellor, now=EVENING)
    presence.sweep(now=EVENING)

    conversation.refresh_from_db()
    assert conversation.state == State.TALKING
    assert not queue.present(programme, EVENING).exists()

    presence.take_break(user=conversation.counsellor, on_break=False, now=EVENING)
    assert queue.present(programme, EVENING).exists()


def test_a_desk_that_goes_away_begins_the_grace_and_tells_the_visitor() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)

    presence.sweep(now=GONE - timedelta(seconds=1))
    conversation.refresh_from_db()
    assert conversation.state == State.TALKING

    presence.sweep(now=GONE)
    conversation.refresh_from_db()
    assert (conversation.state, conversation.grace_until) == (State.GRACE, GONE + GRACE)
    assert notices(conversation)[-1] == "counsellor_away"


def test_who_is_back_within_the_grace_keeps_the_chat() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    user = conversation.counsellor
    assert user is not None
    presence.sweep(now=GONE)

    presence.renew(user=user, now=OVER - timedelta(seconds=1))
    presence.sweep(now=OVER)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor, conversation.grace_until) == (
        State.TALKING,
        user,
        None,
    )
    assert notices(conversation)[-2:] == ["counsellor_away", "counsellor_back"]


def test_after_the_grace_the_visitor_is_back_at_the_original_place() -> None:
    programme = make_open_programme()
    user = make_full(programme=programme)
    conversation = Conversation.objects.get(counsellor=user)
    later = knock(programme=programme, now=EVENING + timedelta(seconds=30))
    presence.sweep(now=GONE)

    presence.sweep(now=OVER)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor) == (State.WAITING, None)
    assert conversation.queued_at == EVENING
    assert [queue.place(conversation, EVENING), queue.place(later, EVENING)] == [1, 2]
    assert notices(conversation)[-1] == "back_in_queue"


def test_a_colleague_with_room_gets_the_visitor_at_once_and_the_contact_with_it() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    presence.sweep(now=GONE)
    Conversation.objects.update(visitor_seen_at=OVER)
    colleague = make_staff(programme)
    make_available(user=colleague, programme=programme, now=OVER)

    presence.sweep(now=OVER)

    conversation.refresh_from_db()
    assert (conversation.state, conversation.counsellor) == (State.TALKING, colleague)
    assert conversation.contact is not None
    assert conversation.contact.counsellor == colleague


def test_renewing_without_a_lapse_changes_only_the_lease() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    assert conversation.counsellor is not None
    before = notices(conversation)

    presence.renew(user=conversation.counsellor, now=EVENING + timedelta(seconds=20))

    assert Presence.objects.get().leased_until == EVENING + timedelta(seconds=20) + LEASE
    assert notices(conversation) == before


def test_a_desk_opened_the_next_morning_is_given_nobody_before_a_word_is_said() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    make_available(user=user, programme=programme)
    presence.sign_off_the_absent(now=OVER)
    morning = EVENING + timedelta(hours=14)
    Conversation.objects.all().delete()

    presence.renew(user=user, now=morning)

    assert not queue.present(programme, morning).exists()
    assert not Presence.objects.get().available


def test_who_was_deactivated_drops_out_like_a_desk_that_went_away() -> None:
    programme = make_open_programme()
    conversation = make_talking(programme=programme)
    user = conversation.counsellor
    assert user is not None
    user.is_active = False
    user.save()

    presence.sweep(now=EVENING)

    conversation.refresh_from_db()
    assert conversation.state == State.GRACE


def test_a_shift_lead_who_took_a_chat_drops_out_like_anybody() -> None:
    programme = make_open_programme()
    shift_lead = make_staff(programme, role="shift_lead")
    make_full(programme=programme)
    waiting = knock(programme=programme)
    queue.pick(conversation=waiting, by=shift_lead, now=EVENING)

    presence.sweep(now=GONE)

    waiting.refresh_from_db()
    assert waiting.state == State.GRACE
