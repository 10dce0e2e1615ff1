"""Waiting: the arithmetic of the line, without database or clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chat.rules import HANDLING_MINIMUM, REACHABLE
from chat.waiting import Desk, expected_wait, freest, is_reachable

NOON = datetime(2026, 7, 7, 12, tzinfo=UTC)
TWENTY = [timedelta(minutes=20)] * HANDLING_MINIMUM

lengths = st.lists(
    st.integers(60, 7200).map(lambda seconds: timedelta(seconds=seconds)), min_size=5, max_size=30
)


def test_the_freest_desk_has_the_fewest_chats_then_the_longest_pause() -> None:
    busy = Desk("busy", capacity=3, load=2)
    recent = Desk("recent", capacity=3, load=1, since=NOON)
    rested = Desk("rested", capacity=3, load=1, since=NOON - timedelta(hours=1))
    full = Desk("full", capacity=1, load=1)
    fresh = Desk("fresh", capacity=3, load=1)

    assert freest([busy, recent, rested, full]) == rested
    assert freest([busy, recent, rested, full, fresh]) == fresh


def test_no_desk_is_free_when_all_are_full_or_over_full() -> None:
    assert freest([Desk("full", capacity=1, load=1), Desk("over", capacity=1, load=3)]) is None
    assert freest([]) is None


def test_the_wait_is_the_median_shared_by_the_chats_that_go_on() -> None:
    assert expected_wait(1, TWENTY, capacity=2) == timedelta(minutes=10)
    assert expected_wait(3, TWENTY, capacity=2) == timedelta(minutes=30)


def test_one_very_long_conversation_frightens_nobody() -> None:
    assert expected_wait(1, [*TWENTY, timedelta(hours=6)], capacity=1) == timedelta(minutes=20)


def test_who_comes_at_once_is_told_so() -> None:
    assert expected_wait(2, [], capacity=4, room=2) == timedelta(0)


def test_nothing_is_promised_when_nobody_is_there_or_too_little_is_known() -> None:
    assert expected_wait(1, TWENTY, capacity=0) is None
    assert expected_wait(1, TWENTY[1:], capacity=2) is None
    assert expected_wait(0, TWENTY, capacity=2) is None


# Whoever stands further back never waits shorter, and more counsellors never make it longer.
@given(lengths, st.integers(1, 30), st.integers(1, 10))
def test_the_wait_grows_with_the_place_and_shrinks_with_the_counsellors(
    handling: list[timedelta], place: int, capacity: int
) -> None:
    wait = expected_wait(place, handling, capacity)
    further, more = expected_wait(place + 1, handling, capacity), expected_wait(place, handling, capacity + 1)
    assert wait is not None
    assert further is not None
    assert more is not None
    assert more <= wait <= further
    assert wait >= timedelta(minutes=1)


def test_somebody_is_reachable_for_a_while_after_a_sign_of_life() -> None:
    now = NOON
    assert is_reachable(now, now)
    assert is_reachable(now - REACHABLE + timedelta(seconds=1), now)
    assert not is_reachable(now - REACHABLE, now)
