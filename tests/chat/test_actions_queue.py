"""The queue: who is next, what they are told, and who is given to whom."""

from datetime import timedelta

import pytest

from chat.actions import door, presence, queue, talk
from chat.errors import NotAllowed, WrongState
from chat.models import Conversation, Presence
from chat.rules import HANDLING_MINIMUM, REACHABLE
from chat.states import State
from helpline.accounts.models import User
from tests.factories.chat import (
    EVENING,
    knock,
    make_available,
    make_full,
    make_open_programme,
    make_staff,
    make_waiting,
)

pytestmark = pytest.mark.django_db


def seconds(number: int) -> timedelta:
    return timedelta(seconds=number)


def test_places_count_from_the_longest_waiting() -> None:
    programme = make_open_programme()
    first = make_waiting(programme=programme)
    second = make_waiting(programme=programme, now=EVENING + seconds(1))

    assert [queue.place(first, EVENING), queue.place(second, EVENING)] == [1, 2]
    assert list(queue.in_line(programme)) == [first, second]


def test_two_who_came_in_the_same_moment_have_two_places() -> None:
    programme = make_open_programme()
    together = [make_waiting(programme=programme), make_waiting(programme=programme)]
    assert sorted(queue.place(each, EVENING) for each in together) == [1, 2]


def test_who_talks_has_no_place() -> None:
    programme = make_open_programme()
    make_available(user=make_staff(programme), programme=programme)
    assert queue.place(knock(programme=programme), EVENING) == 0


def test_room_that_comes_free_goes_to_the_longest_waiting() -> None:
    programme = make_open_programme()
    counsellor = make_full(programme=programme)
    going_on = Conversation.objects.get(counsellor=counsellor)
    first = make_waiting(programme=programme, now=EVENING + seconds(1))
    second = make_waiting(programme=programme, now=EVENING + seconds(2))

    talk.end(conversation=going_on, by=counsellor, now=EVENING + seconds(3))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.counsellor) == (State.TALKING, counsellor)
    assert second.state == State.WAITING


def test_chats_are_spread_over_counsellors_and_never_beyond_their_room() -> None:
    programme = make_open_programme()
    one, two = make_staff(programme), make_staff(programme)
    make_available(user=one, programme=programme, capacity=1)
    make_available(user=two, programme=programme, capacity=2)

    for _ in range(5):
        knock(programme=programme)

    assert queue.loads([one.pk, two.pk]) == {one.pk: 1, two.pk: 2}
    assert queue.in_line(programme).count() == 2


def test_somebody_who_answers_for_two_programmes_has_the_same_room_for_both() -> None:
    here, there = make_open_programme(), make_open_programme(slug="stopitnow")
    user = make_staff(here, there)
    make_available(user=user, programme=here, capacity=1)
    make_available(user=user, programme=there, capacity=1)

    assert knock(programme=here).counsellor == user
    assert knock(programme=there).state == State.WAITING


def test_who_lost_the_role_is_given_nobody() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    make_available(user=user, programme=programme)
    user.memberships.all().delete()
    assert knock(programme=programme).state == State.WAITING


def test_who_gave_no_sign_of_life_keeps_the_place_and_is_passed_over() -> None:
    programme = make_open_programme()
    silent = make_waiting(programme=programme)
    later = EVENING + REACHABLE
    for row in Presence.objects.all():
        presence.renew(user=row.user, now=later)
    alive = knock(programme=programme, now=later)
    user = make_staff(programme)

    make_available(user=user, programme=programme, now=later, capacity=1)

    silent.refresh_from_db()
    alive.refresh_from_db()
    assert (silent.state, alive.counsellor) == (State.WAITING, user)
    assert queue.place(silent, later) == 1


def test_who_cannot_be_reached_is_in_nobodys_way() -> None:
    """Visitors who closed the browser made the place and the wait of who really waits worse."""
    programme = make_open_programme()
    gone = make_waiting(programme=programme)
    later = EVENING + REACHABLE
    for row in Presence.objects.all():
        presence.renew(user=row.user, now=later)
    here = knock(programme=programme, now=later)

    assert queue.place(here, later) == 1
    assert list(queue.reachable(programme, later)) == [here]
    assert list(queue.in_line(programme)) == [gone, here]

    Conversation.objects.filter(pk=gone.pk).update(visitor_seen_at=later)
    assert [queue.place(gone, later), queue.place(here, later)] == [1, 2]


def test_who_cannot_be_reached_is_not_taken_by_hand() -> None:
    programme = make_open_programme()
    make_waiting(programme=programme)
    user = make_staff(programme)
    assert queue.assign_next(programme=programme, user=user, now=EVENING + REACHABLE) is None
    assert queue.assign_next(programme=programme, user=user, now=EVENING) is not None


def test_the_wait_is_told_from_recent_conversations() -> None:
    programme = make_open_programme()
    user = make_full(programme=programme)
    waiting = make_waiting(programme=programme)
    assert queue.expected_wait(programme, 1, EVENING) is None

    for number in range(HANDLING_MINIMUM):
        past = knock(programme=programme, now=EVENING - timedelta(days=1))
        Conversation.objects.filter(pk=past.pk).update(
            state=State.ENDED,
            answered_at=EVENING - timedelta(hours=1),
            ended_at=EVENING - timedelta(minutes=40 - number),
        )

    assert queue.expected_wait(programme, queue.place(waiting, EVENING), EVENING) == timedelta(minutes=22)
    assert queue.loads([user.pk]) == {user.pk: 1}


def test_the_next_is_taken_by_hand_also_beyond_the_room() -> None:
    programme = make_open_programme()
    user = make_full(programme=programme)
    first = make_waiting(programme=programme, now=EVENING + seconds(1))
    make_waiting(programme=programme, now=EVENING + seconds(2))

    taken = queue.assign_next(programme=programme, user=user, now=EVENING + seconds(3))

    assert taken == first
    assert queue.loads([user.pk]) == {user.pk: 2}


def test_nothing_is_taken_from_an_empty_line() -> None:
    programme = make_open_programme()
    assert queue.assign_next(programme=programme, user=make_staff(programme), now=EVENING) is None


def test_only_who_answers_chats_there_takes_them() -> None:
    here, there = make_open_programme(), make_open_programme(slug="stopitnow")
    make_waiting(programme=here)
    for user in (
        make_staff(there),
        make_staff(here, role="editor"),
        User.objects.create(email="x@example.test"),
    ):
        with pytest.raises(NotAllowed):
            queue.assign_next(programme=here, user=user, now=EVENING)


def test_a_shift_lead_picks_anybody_and_a_counsellor_only_practice() -> None:
    programme = make_open_programme()
    lead, counsellor = make_staff(programme, role="shift_lead"), make_staff(programme)
    make_waiting(programme=programme)
    later = make_waiting(programme=programme, now=EVENING + seconds(1))
    with pytest.raises(NotAllowed):
        queue.pick(conversation=later, by=counsellor, now=EVENING)

    assert queue.pick(conversation=later, by=lead, now=EVENING).counsellor == lead
    with pytest.raises(WrongState):
        queue.pick(conversation=later, by=lead, now=EVENING)

    practice = door.start_training(programme=programme, by=lead, now=EVENING)
    assert queue.pick(conversation=practice, by=counsellor, now=EVENING).counsellor == counsellor


def test_practice_is_given_to_nobody_by_itself_and_takes_no_room() -> None:
    programme = make_open_programme()
    user = make_staff(programme)
    make_available(user=user, programme=programme, capacity=1)

    practice = door.start_training(programme=programme, by=user, now=EVENING)
    assert practice.state == State.WAITING
    assert queue.place(practice, EVENING) == 0

    queue.pick(conversation=practice, by=user, now=EVENING)
    assert knock(programme=programme).counsellor == user
