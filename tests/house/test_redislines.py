"""A line to Redis that the system gave up is told as dead, and not as silent; wake-ups go over a sealed line too."""

import asyncio
import errno
import shutil
from collections.abc import Awaitable, Callable, Iterator

import pytest
from channels_redis.pubsub import RedisPubSubChannelLayer
from redis.asyncio import Connection
from redis.exceptions import ConnectionError as NoConnection

from helpline.redislines import Line, NearLine, SealedLine, WatchedLine, host
from tests.services.nginx import make_certificates
from tests.services.plugin import services_folder
from tests.services.ports import free_port
from tests.services.redis import Redis

LIMIT = 0.05
OURS = {
    Line: {"host": "127.0.0.1"},
    SealedLine: {"host": "127.0.0.1"},
    NearLine: {"path": "/nowhere"},
    WatchedLine: {"connection_pool": None},
}


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
        line = kind(**OURS.get(kind, {}))
        patch.setattr(line._parser, "read_response", parser)
        return await line.read_response(timeout=LIMIT, disconnect_on_error=False)

    return asyncio.run(once())


@pytest.mark.parametrize("kind", OURS)
def test_a_line_that_was_given_up_is_dead(kind: type[Connection], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoConnection, match="given up"):
        read(kind, given_up, monkeypatch)


@pytest.mark.parametrize("kind", OURS)
def test_a_line_on_which_nothing_comes_is_only_silent(
    kind: type[Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(kind, silent, monkeypatch) is None


def test_the_trap_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once redis-py tells them apart itself, the lines of our own can go."""
    assert read(Connection, given_up, monkeypatch) is None


@pytest.fixture
def sealed() -> Iterator[Redis]:
    """A Redis with TLS, and its certificate."""
    folder = services_folder()
    make_certificates(folder / "r" / "tls", ["localhost"])
    redis = Redis(folder / "r")
    redis.certificate, redis.sealed_port = folder / "r" / "tls" / "localhost", free_port()
    redis.start()
    yield redis
    redis.stop()
    shutil.rmtree(folder)


def wakes(address: str) -> object:
    """What a listener hears of what another process says over this Redis."""

    async def story() -> object:
        says, hears = (RedisPubSubChannelLayer(hosts=[host(address)]) for _ in range(2))
        channel = await hears.new_channel()
        await hears.group_add("desk", channel)
        await says.group_send("desk", {"type": "wake"})
        try:
            return await asyncio.wait_for(hears.receive(channel), 20)
        finally:
            await says.flush()
            await hears.flush()

    return asyncio.run(story())


def test_wake_ups_go_over_a_sealed_line(sealed: Redis) -> None:
    address = f"rediss://localhost:{sealed.sealed_port}"
    assert wakes(f"{address}?ssl_ca_certs={sealed.certificate}/fullchain.pem") == {"type": "wake"}
    with pytest.raises(NoConnection, match="certificate"):  # nobody is believed who cannot show who he is
        wakes(address)
