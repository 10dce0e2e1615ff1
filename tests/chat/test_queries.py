"""What the desks read."""

from datetime import timedelta

import pytest

from chat import queries
from chat.actions import door, lead, presence, talk, transfer
from chat.models import CannedAnswer
from chat.rules import LEASE, OFFER, REACHABLE
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

    line = queries.waiting(programme, EVENING)

    assert [(row.conversation_id, row.place) for row in line] == [(first.pk, 1), (second.pk, 2)]
    assert (line[1].language, line[1].scripted, line[1].reachable) == ("en", False, True)
    assert [row.conversation_id for row in queries.training(programme, EVENING)] == [practice.pk]


def test_a_line_with_people_out_of_reach() -> None:
    programme = make_open_programme()
    gone = make_waiting(programme=programme)
    here = knock(programme=programme, now=EVENING + timedelta(seconds=5))
    later = EVENING + REACHABLE

    line = queries.waiting(programme, later)
    (board,) = queries.board([programme], later)

    assert [(row.conversation_id, row.reachable, row.place) for row in line] == [
        (gone.pk, False, 1),
        (here.pk, True, 1),
    ]
    assert board.waiting == line
    assert board.within_reach == line[1:]
    assert board.longest_since == here.queued_at
    (board,) = queries.board([programme], later + REACHABLE)
    assert (board.within_reach, board.longest_since) == ([], None)


def test_own_and_ended_conversations() -> None:
    conversation = make_talking(programme=make_open_programme())
    user = conversation.counsellor
    assert user is not None
    assert queries.own(user) == [conversation]
    assert queries.ended(user, EVENING) == []

    talk.end(conversation=conversation, by=user, now=EVENING)

    assert queries.own(user) == []
    assert queries.ended(user, EVENING) == [conversation]


def test_offers_are_shown_to_whom_they_are_made_and_to_whom_made_them() -> None:
    conversation = make_talking(programme=make_open_programme())
    named, other = make_staff(conversation.programme), make_staff(conversation.programme)
    assert conversation.counsellor is not None
    offer = transfer.offer(conversation=conversation, by=conversation.counsellor, to_user=named, now=EVENING)

    assert queries.offers_to(named, EVENING) == [offer]
    assert queries.offers_to(other, EVENING) == []
    assert queries.offers_to(conversation.counsellor, EVENING) == []
    assert queries.offers_from(conversation.counsellor, EVENING) == [offer]
    assert queries.offers_to(named, EVENING + OFFER) == []


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
    assert queries.offers_to(colleague, EVENING) == [offer]
    assert queries.offers_to(make_staff(conversation.programme), EVENING) == []


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
    assert (board.overload, board.room) == (True, 1)
    assert board.arrivals == {"answered": 2}


def test_canned_answers_in_their_order() -> None:
    programme = make_open_programme()
    for order, shortcut in ((2, "bye"), (1, "hello")):
        CannedAnswer.objects.create(
            programme=programme, shortcut=shortcut, text_nl=shortcut, text_en=shortcut, order=order
        )
    assert [answer.shortcut for answer in queries.canned_answers(programme)] == ["hello", "bye"]
