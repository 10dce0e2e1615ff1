"""One conversation that cannot be handled keeps nobody else waiting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chat import ticking
from chat.actions import presence, queue, transfer
from chat.models import Conversation
from chat.rules import GRACE, LEASE, VISIT
from chat.states import State
from helpline.pieces import SomeFailed
from tests.factories.chat import (
    EVENING,
    make_available,
    make_open_programme,
    make_staff,
    make_talking,
    make_waiting,
)

pytestmark = pytest.mark.django_db


def breaks_for(broken: Conversation, work: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(conversation: Conversation, *args: Any, **options: Any) -> Any:
        if conversation.pk == broken.pk:
            Conversation.objects.filter(pk=broken.pk).update(last_entry_told=True)
            raise RuntimeError("a row that no one expected")
        return work(conversation, *args, **options)

    return wrapped


def test_one_that_cannot_be_ended_stops_neither_the_others_nor_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = make_open_programme()
    broken, faded = make_waiting(programme=programme), make_waiting(programme=programme)
    now = EVENING + VISIT
    fresh = make_waiting(programme=programme)
    Conversation.objects.filter(pk=fresh.pk).update(visitor_seen_at=now)
    user = make_staff(programme)
    monkeypatch.setattr(ticking, "finish", breaks_for(broken, ticking.finish))
    make_available(user=user, programme=programme, now=now - timedelta(seconds=1), capacity=0)
    monkeypatch.setattr(ticking.queue, "assign_all", _noted := _Noted())

    with pytest.raises(SomeFailed, match="1 failed"):
        ticking.tick(now=now)

    assert _noted.n == 1, "the steps after it are done"
    faded.refresh_from_db()
    broken.refresh_from_db()
    assert (faded.state, broken.state) == (State.ENDED, State.WAITING)
    assert not broken.last_entry_told, "of what failed nothing stays"


class _Noted:
    n = 0

    def __call__(self, **options: object) -> None:
        self.n += 1


def test_one_whose_grace_cannot_begin_leaves_the_others_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make_open_programme()
    broken, other = make_talking(programme=programme), make_talking(programme=programme)
    monkeypatch.setattr(presence, "change", breaks_for(broken, presence.change))
    with pytest.raises(SomeFailed):
        presence.sweep(now=EVENING + LEASE)
    other.refresh_from_db()
    assert other.state == State.GRACE


def test_one_that_cannot_go_back_in_the_queue_leaves_the_others_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = make_open_programme()
    broken, other = make_talking(programme=programme), make_talking(programme=programme)
    presence.sweep(now=EVENING + LEASE)
    monkeypatch.setattr(presence, "_back_in_queue", breaks_for(broken, presence._back_in_queue))
    with pytest.raises(SomeFailed):
        presence.sweep(now=EVENING + LEASE + GRACE)
    other.refresh_from_db()
    assert other.state == State.WAITING


def test_the_first_in_line_that_cannot_be_given_lets_the_next_one_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = make_open_programme()
    broken, following = make_waiting(programme=programme), make_waiting(programme=programme)
    Conversation.objects.filter(pk=following.pk).update(queued_at=EVENING + timedelta(seconds=1))
    monkeypatch.setattr(queue, "give", breaks_for(broken, queue.give))
    make_available(user=make_staff(programme), programme=programme, now=EVENING)  # gives at once
    following.refresh_from_db()
    broken.refresh_from_db()
    assert (following.state, broken.state) == (State.TALKING, State.WAITING)
    assert not broken.last_entry_told
    make_available(user=make_staff(programme), programme=programme, now=EVENING)
    with pytest.raises(SomeFailed):
        queue.assign_all(now=EVENING)


@pytest.mark.parametrize(
    ("room", "name"),
    [
        (presence, "sweep"),
        (presence, "sign_off_the_absent"),
        (ticking, "end_faded"),
        (transfer, "expire"),
        (ticking, "announce_last_entry"),
        (ticking, "close_the_line"),
        (queue, "assign_all"),
    ],
)
def test_a_step_that_fails_is_followed_by_the_others_in_their_order(
    monkeypatch: pytest.MonkeyPatch, room: Any, name: str
) -> None:
    order: list[str] = []
    steps = [
        (presence, "sweep"), (presence, "sign_off_the_absent"), (ticking, "end_faded"), (transfer, "expire"),
        (ticking, "announce_last_entry"), (ticking, "close_the_line"), (queue, "assign_all"),
    ]  # fmt: skip

    def stand_in(each: str) -> Callable[..., None]:
        def step(*, now: object) -> None:
            order.append(each)
            if each == name:
                raise RuntimeError

        return step

    for where, each in steps:
        monkeypatch.setattr(where, each, stand_in(each))
    with pytest.raises(SomeFailed):
        ticking.tick(now=EVENING)
    assert order == [each for _, each in steps]
