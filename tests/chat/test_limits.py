from hypothesis import given
from hypothesis import strategies as st

from chat.limits import IN_A_MINUTE, LENT, LETTERS, Bucket, frames, messages, telling


def test_a_burst_passes_and_the_next_waits() -> None:
    bucket = messages()
    assert [bucket.take(100.0) for _ in range(16)] == [True] * 15 + [False]
    assert bucket.wait(100.0) == 2.0
    assert bucket.take(102.0)


def test_frames_are_sixty_at_once() -> None:
    bucket = frames()
    assert sum(bucket.take(5.0) for _ in range(100)) == 60


def test_a_log_may_be_told_at_once_and_then_as_fast_as_it_can_grow() -> None:
    bucket = telling()
    letters, debt = 512, 100
    assert bucket.take(0.0)
    assert bucket.borrow(letters + debt, 0.0, letters + debt) == letters + debt
    assert not bucket.take(0.0)
    assert bucket.wait(0.0) == (1 + 1 + debt) / 8
    # two people, thirty messages of four thousand letters a minute each
    assert 2 * IN_A_MINUTE * 4000 / 60 < 8 * LETTERS


def test_what_is_borrowed_is_paid_back_before_the_next() -> None:
    bucket = messages()
    assert bucket.borrow(40, 100.0, LENT) == 40
    assert bucket.borrow(40, 100.0, LENT) == 5
    assert bucket.borrow(1, 100.0, LENT) == 0
    assert bucket.wait(100.0) == 62.0
    assert not bucket.take(161.0)
    assert bucket.take(162.0)


# However much is borrowed and taken, it is never more than burst, debt and what the time allowed.
@given(st.lists(st.tuples(st.floats(0, 20), st.integers(0, 40)), max_size=100))
def test_borrowing_never_passes_the_rate_in_the_long_run(steps: list[tuple[float, int]]) -> None:
    bucket, now, taken = messages(), 1000.0, 0
    for pause, wanted in steps:
        now += pause
        taken += bucket.borrow(wanted, now, LENT) if wanted else bucket.take(now)
        assert taken <= 15 + LENT + 0.5 * (now - 1000.0) + 1e-6


# However the takes are spread, no more than the burst and what the time allowed is ever let through.
@given(st.lists(st.floats(0, 20), max_size=200))
def test_never_more_than_burst_and_rate(pauses: list[float]) -> None:
    bucket, now, taken = Bucket(per_second=0.5, burst=15), 1000.0, 0
    for pause in pauses:
        now += pause
        taken += bucket.take(now)
        assert taken <= 15 + 0.5 * (now - 1000.0) + 1e-6


# A take succeeds once the time that `wait` named has passed.
@given(st.lists(st.floats(0, 3), min_size=1, max_size=60))
def test_wait_is_long_enough(pauses: list[float]) -> None:
    bucket, now = Bucket(per_second=0.5, burst=3), 0.0
    for pause in pauses:
        now += pause
        if not bucket.take(now):
            assert bucket.take(now + bucket.wait(now) + 1e-6)
            now += 2.1


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(per_second=1, burst=1)
    assert bucket.take(100.0)
    assert not bucket.take(50.0)
    assert not bucket.take(50.5)
