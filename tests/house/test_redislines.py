"""A line to Redis that the system gave up is told as dead, and not as silent."""

import asyncio
import errno
from collections.abc import Awaitable, Callable

import pytest
from redis.asyncio import Connection
from redis.exceptions import ConnectionError as NoConnection

from helpline.redislines import Line

LIMIT = 0.05


async def given_up(**_how: object) -> object:
    """What a stream says whose line nobody answered for too long."""
    raise TimeoutError(errno.ETIMEDOUT, "Connection timed out")


async def silent(**_how: object) -> object:
    await asyncio.Event().wait()
    return None


def read(
    kind: type[Connection], parser: Callable[..., Awaitable[object]], patch: pytest.MonkeyPatch
) -> object:
    async def once() -> object:
        line = kind(host="127.0.0.1")
        patch.setattr(line._parser, "read_response", parser)
        return await line.read_response(timeout=LIMIT, disconnect_on_error=False)

    return asyncio.run(once())


def test_a_line_that_was_given_up_is_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoConnection, match="given up"):
        read(Line, given_up, monkeypatch)


def test_a_line_on_which_nothing_comes_is_only_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(Line, silent, monkeypatch) is None


def test_the_trap_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once redis-py tells them apart itself, the line of our own can go."""
    assert read(Connection, given_up, monkeypatch) is None
