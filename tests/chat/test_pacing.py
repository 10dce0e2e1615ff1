"""A long log is told no faster than it is read."""

import asyncio

import pytest

from chat import pacing
from chat.protocol import BadFrame, Close


def wait_for(waiting: list[int]) -> list[int]:
    """Play a client for whom so much waits at each look; what was not looked at in the end."""

    def unsent() -> int:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    asyncio.run(pacing.until_read(unsent))
    return waiting


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "_LOOK_SECONDS", 0.001)
    monkeypatch.setattr(pacing, "PATIENCE", 0.05)


def test_who_reads_along_waits_for_nothing() -> None:
    assert wait_for([pacing.MUCH, 7]) == [7]


def test_a_slow_client_is_waited_for_until_half_is_read() -> None:
    much = pacing.MUCH
    assert wait_for([much + 1, much, much - 1, much // 2, 7]) == [7]


def test_who_reads_a_little_now_and_then_is_not_thrown_out() -> None:
    assert wait_for([*range(pacing.MUCH + 200, pacing.MUCH, -1), 7]) == [7]


def test_who_reads_nothing_is_thrown_out() -> None:
    with pytest.raises(BadFrame) as refused:
        wait_for([pacing.MUCH + 1])
    assert refused.value.code == Close.SLOW_DOWN


def test_a_server_that_does_not_tell_makes_nobody_wait() -> None:
    assert pacing.of_scope({})() == 0
