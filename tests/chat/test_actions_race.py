"""Many at the same moment: each visitor is given to exactly one counsellor, and nobody gets more than there is room."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from chat import log
from chat.actions import queue, talk
from chat.models import Conversation, Sender
from chat.states import State
from helpline.accounts.models import User
from helpline.contacts.states import Outcome
from helpline.programmes.models import Programme
from tests.factories.chat import EVENING, knock, make_available, make_full, make_open_programme, make_staff

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = 12


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all of these at the same moment in threads, each with a connection of its own; what each returned."""
    ready = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=20)
            results[number] = work()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    failures = [result for result in results if isinstance(result, Exception)]
    assert not failures, failures
    return results


def line_up(programme: Programme) -> list[Conversation]:
    make_full(programme=programme)
    return [
        knock(programme=programme, now=EVENING + timedelta(seconds=number))
        for number in range(1, VISITORS + 1)
    ]


def test_many_hands_take_each_visitor_once() -> None:
    programme = make_open_programme()
    visitors = line_up(programme)
    users = [make_staff(programme) for _ in range(6)]
    now = EVENING + timedelta(seconds=30)

    def take_two(user: User) -> Callable[[], object]:
        def take() -> list[Conversation | None]:
            return [queue.assign_next(programme=programme, user=user, now=now) for _ in range(2)]

        return take

    results = at_once(*(take_two(user) for user in users))

    taken = [conversation for pair in results for conversation in pair]  # type: ignore[attr-defined]
    assert Counter(conversation.pk for conversation in taken) == Counter(visitor.pk for visitor in visitors)
    for visitor in visitors:
        visitor.refresh_from_db()
        given = [entry for entry in log.read(visitor.pk) if "assigned" in entry.body]
        assert (visitor.state, len(given)) == (State.TALKING, 1)
        assert visitor.contact is not None
        assert (visitor.contact.outcome, visitor.contact.counsellor) == (Outcome.ANSWERED, visitor.counsellor)


def test_ticks_knocks_and_offers_of_room_at_once_never_exceed_the_room_and_keep_the_order() -> None:
    programme = make_open_programme()
    visitors = line_up(programme)
    users = [make_staff(programme) for _ in range(3)]
    now = EVENING + timedelta(seconds=30)

    at_once(
        *(
            lambda user=user: make_available(user=user, programme=programme, capacity=2, now=now)
            for user in users
        ),
        *(lambda: queue.assign_all(now=now) for _ in range(2)),
        lambda: knock(programme=programme, now=now),
    )

    assert queue.loads([user.pk for user in users]) == {user.pk: 2 for user in users}
    for visitor in visitors:
        visitor.refresh_from_db()
    assert [visitor.state for visitor in visitors] == [State.TALKING] * 6 + [State.WAITING] * 6


def test_the_first_in_line_goes_first_also_while_a_message_is_being_written() -> None:
    programme = make_open_programme()
    first, second, *_ = line_up(programme)
    users = [make_staff(programme) for _ in range(2)]
    now = EVENING + timedelta(seconds=30)

    def write() -> None:
        for number in range(20):
            log.append(
                conversation_id=first.pk, sender=Sender.VISITOR, body="hello", client_id=f"c{number}", now=now
            )

    at_once(write, lambda: queue.assign_next(programme=programme, user=users[0], now=now))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.counsellor, second.state) == (users[0], State.WAITING)
    assert [entry.seq for entry in log.read(first.pk)] == list(range(1, first.head + 1))


def test_leaving_and_being_answered_at_the_same_moment_ends_in_one_of_both() -> None:
    programme = make_open_programme()
    visitors = line_up(programme)
    user = make_staff(programme)
    now = EVENING + timedelta(seconds=30)

    at_once(
        *(lambda visitor=visitor: talk.end(conversation=visitor, now=now) for visitor in visitors[:4]),
        *(lambda: queue.assign_next(programme=programme, user=user, now=now) for _ in range(4)),
    )

    for visitor in visitors:
        visitor.refresh_from_db()
        assert visitor.contact is not None
        if visitor.state == State.WAITING:
            assert visitor.contact.outcome == ""
        elif visitor.answered_at is None:
            assert (visitor.state, visitor.contact.outcome) == (State.ENDED, Outcome.LEFT_WAITING)
        else:
            assert visitor.contact.outcome == Outcome.ANSWERED
    # who was answered first and left then is at nobody's hand any more
    at_hand = sum(visitor.state == State.TALKING for visitor in visitors)
    assert queue.loads([user.pk]).get(user.pk, 0) == at_hand <= 4
