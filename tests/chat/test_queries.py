"""What the desks read."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chat import queries
from chat.actions import door, lead, presence, talk, transfer
from chat.models import CannedAnswer
from chat.rules import LEASE, OFFER, REACHABLE
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState
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


def test_the_line_is_shown_the_longest_waiting_first_and_practice_apart() -> None:
    programme = make_open_programme()
    first = make_waiting(programme=programme)
    second = knock(programme=programme, scripted=False, language="en", now=EVENING + timedelta(seconds=5))
    practice = door.start_training(programme=programme, by=make_staff(programme), now=EVENING)

    (board,) = queries.board([programme], EVENING)

    assert [(row.conversation, row.place, row.reachable) for row in board.waiting] == [
        (first, 1, True),
        (second, 2, True),
    ]
    assert [(row.conversation, row.place) for row in board.training] == [(practice, 0)]


def test_a_line_with_people_out_of_reach() -> None:
    programme = make_open_programme()
    gone = make_waiting(programme=programme)
    here = knock(programme=programme, now=EVENING + timedelta(seconds=5))
    later = EVENING + REACHABLE

    (board,) = queries.board([programme], later)

    assert [(row.conversation, row.reachable, row.place) for row in board.waiting] == [
        (gone, False, 1),
        (here, True, 1),
    ]
    assert board.within_reach == board.waiting[1:]
    assert board.longest_since == here.queued_at
    (board,) = queries.board([programme], later + REACHABLE)
    assert (board.within_reach, board.longest_since) == ([], None)


def test_at_hand_is_what_goes_on_and_what_waits_for_its_registration() -> None:
    conversation = make_talking(programme=make_open_programme())
    user = conversation.counsellor
    assert user is not None
    assert queries.own(user) == queries.at_hand(user, EVENING) == [conversation]

    talk.end(conversation=conversation, by=user, now=EVENING)

    assert queries.own(user) == []
    assert queries.at_hand(user, EVENING) == [conversation]
    assert queries.at_hand(user, EVENING + queries.RECENT) == []
    Contact.objects.update(state=ContactState.REGISTERED)
    assert queries.at_hand(user, EVENING) == []


def test_offers_are_shown_to_whom_they_are_made_and_to_whom_made_them() -> None:
    conversation = make_talking(programme=make_open_programme())
    named, other = make_staff(conversation.programme), make_staff(conversation.programme)
    assert conversation.counsellor is not None
    offer = transfer.offer(conversation=conversation, by=conversation.counsellor, to_user=named, now=EVENING)

    assert queries.offers(named, EVENING) == queries.Offers(to_me=[offer], by_me=[])
    assert queries.offers(other, EVENING) == queries.Offers(to_me=[], by_me=[])
    assert queries.offers(conversation.counsellor, EVENING) == queries.Offers(to_me=[], by_me=[offer])
    assert queries.offers(named, EVENING + OFFER) == queries.Offers(to_me=[], by_me=[])


def test_an_offer_to_a_programme_is_shown_to_everybody_who_answers_there() -> None:
    conversation = make_talking(programme=make_open_programme())
    there = make_open_programme(slug="stopitnow")
    colleague = make_staff(there)
    assert conversation.counsellor is not None
    offer = transfer.offer(
        conversation=conversation,
        by=conversation.counsellor,
        to_programme=there,
        visitor_agreed=True,
        now=EVENING,
    )
    assert queries.offers(colleague, EVENING).to_me == [offer]
    assert queries.offers(make_staff(conversation.programme), EVENING).to_me == []


def test_what_a_colleague_dropped_is_shown_as_to_be_taken_back() -> None:
    conversation = make_talking(programme=make_open_programme())
    first, colleague = conversation.counsellor, make_staff(conversation.programme)
    assert first is not None
    offer = transfer.offer(conversation=conversation, by=first, to_user=colleague, now=EVENING)
    transfer.accept(transfer=offer, by=colleague, now=EVENING)
    assert queries.handed_over(first) == []
    presence.sweep(now=EVENING + LEASE)
    assert queries.handed_over(first) == [offer]


def test_the_board_of_the_shift() -> None:
    programme = make_open_programme()
    full = make_full(programme=programme)
    waiting = knock(programme=programme)
    resting = make_staff(programme, name="Zus")
    make_available(user=resting, programme=programme)
    lead.set_overload(programme=programme, by=make_staff(programme, role="shift_lead"), on=True, now=EVENING)
    waiting.refresh_from_db()

    (board,) = queries.board([programme], EVENING)

    assert {(mate.user_id, mate.load, mate.capacity) for mate in board.colleagues} == {
        (full.pk, 1, 1),
        (resting.pk, 1, 2),
    }
    assert board.waiting == []
    assert board.longest_since is None
    assert len(board.going_on) == 2
    assert (board.switch.on, board.room) == (True, 1)
    assert board.arrivals == {"answered": 2}


def test_a_board_asks_as_much_of_one_as_of_many(django_assert_num_queries: Any) -> None:
    """Colleagues, chats and helplines: what is asked most often must not grow with the shift."""
    first, second = make_open_programme(), make_open_programme(slug="stopitnow")
    make_full(programme=first)
    knock(programme=first)
    with CaptureQueriesContext(connection) as alone:
        queries.board([first], EVENING)
    for programme in (first, second):
        for _ in range(4):
            make_full(programme=programme)
            knock(programme=programme)
    with django_assert_num_queries(len(alone)):
        queries.board([first], EVENING)
    with django_assert_num_queries(len(alone) + 1):  # the day's counts of the other helpline
        boards = queries.board([first, second], EVENING)
    assert [len(board.colleagues) for board in boards] == [5, 4]


def test_canned_answers_in_their_order() -> None:
    programme = make_open_programme()
    for order, shortcut in ((2, "bye"), (1, "hello")):
        CannedAnswer.objects.create(
            programme=programme, shortcut=shortcut, text_nl=shortcut, text_en=shortcut, order=order
        )
    assert [answer.shortcut for answer in queries.canned_answers(programme)] == ["hello", "bye"]
