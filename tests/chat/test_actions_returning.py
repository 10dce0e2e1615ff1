"""Within reach again: the original place, told honestly, once."""

import json
from datetime import timedelta

import pytest

from chat import log
from chat.actions import aftercare, door, queue, returning, talk
from chat.errors import ConversationUnknown
from chat.models import Conversation, Presence
from chat.rules import REACHABLE
from chat.states import State
from helpline.programmes.models import Programme
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_open_programme,
    make_staff,
    make_waiting,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
LATER = EVENING + REACHABLE


@pytest.fixture
def programme() -> Programme:
    return make_open_programme()


@pytest.fixture
def gone(programme: Programme) -> Conversation:
    """Somebody who waits and whose browser was not heard of any more."""
    return make_waiting(programme=programme)


def told(conversation: Conversation) -> list[str]:
    return [json.loads(entry.body)["code"] for entry in log.read(conversation.pk)]


def test_who_comes_back_has_the_original_place_and_is_told_so(
    programme: Programme, gone: Conversation
) -> None:
    Presence.objects.update(leased_until=LATER + timedelta(minutes=1))
    here = knock(programme=programme, now=LATER)
    assert queue.place(here, LATER) == 1

    assert returning.sign_of_life(conversation_id=gone.pk, now=LATER)

    gone.refresh_from_db()
    assert gone.queued_at == EVENING
    assert [queue.place(gone, LATER), queue.place(here, LATER)] == [1, 2]
    assert told(gone) == ["waiting", "within_reach"]


def test_it_happens_once_however_many_notice(gone: Conversation) -> None:
    assert returning.sign_of_life(conversation_id=gone.pk, now=LATER)
    assert not returning.sign_of_life(conversation_id=gone.pk, now=LATER)
    assert told(gone) == ["waiting", "within_reach"]


def test_a_phone_in_and_out_of_a_pocket_is_told_once(gone: Conversation) -> None:
    for times in range(1, 4):
        assert returning.sign_of_life(conversation_id=gone.pk, now=EVENING + times * REACHABLE)
    assert told(gone) == ["waiting", "within_reach"]

    log.append(conversation_id=gone.pk, sender=1, body="ben je er?", client_id="a", now=LATER)
    assert returning.sign_of_life(conversation_id=gone.pk, now=EVENING + 4 * REACHABLE)
    assert json.loads(log.read(gone.pk)[-1].body) == {"code": "within_reach"}


def test_the_first_sign_of_life_goes_to_a_counsellor_who_has_room(
    programme: Programme, gone: Conversation
) -> None:
    user = make_staff(programme)
    make_available(user=user, programme=programme, now=LATER)
    assert Conversation.objects.get(pk=gone.pk).state == State.WAITING

    returning.sign_of_life(conversation_id=gone.pk, now=LATER)

    gone.refresh_from_db()
    assert (gone.state, gone.counsellor) == (State.TALKING, user)
    assert told(gone) == ["waiting", "within_reach", "assigned"]


def test_the_desks_are_told_at_once(
    programme: Programme, gone: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[int] = []
    monkeypatch.setattr("chat.actions.deeds.wake_desk", lambda programme_id: woken.append(programme_id))
    returning.sign_of_life(conversation_id=gone.pk, now=LATER)
    assert woken == [programme.pk]


def test_nothing_is_told_to_who_was_never_away_or_does_not_wait(
    programme: Programme, gone: Conversation
) -> None:
    going_on = Conversation.objects.get(state=State.TALKING)
    ended = talk.end(conversation=knock(programme=programme), now=EVENING)
    practice = door.start_training(programme=programme, by=make_staff(programme), now=EVENING)
    before = {each.pk: log.read(each.pk) for each in (going_on, ended, practice)}
    for each in (going_on, ended, practice):
        assert not returning.sign_of_life(conversation_id=each.pk, now=LATER)
        each.refresh_from_db()
        assert each.visitor_seen_at == LATER
        assert log.read(each.pk) == before[each.pk]
    assert not returning.sign_of_life(conversation_id=gone.pk, now=LATER - timedelta(seconds=1))
    assert told(gone) == ["waiting"]


def test_time_does_not_run_backwards(gone: Conversation) -> None:
    returning.sign_of_life(conversation_id=gone.pk, now=LATER)
    returning.sign_of_life(conversation_id=gone.pk, now=EVENING)
    gone.refresh_from_db()
    assert gone.visitor_seen_at == LATER


def test_a_conversation_that_is_gone_is_unknown(gone: Conversation) -> None:
    gone.delete()
    with pytest.raises(ConversationUnknown):
        returning.sign_of_life(conversation_id=gone.pk, now=LATER)


def test_another_device_with_the_code_is_a_sign_of_life_too(gone: Conversation) -> None:
    code = aftercare.make_return_code(conversation=gone, now=EVENING)
    aftercare.come_back(code=code, programme=gone.programme, now=LATER)
    gone.refresh_from_db()
    assert (gone.visitor_seen_at, gone.queued_at) == (LATER, EVENING)
    assert told(gone)[-1] == "within_reach"
