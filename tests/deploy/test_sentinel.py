"""A master of Redis that dies takes no message along, and nothing is written down: small here, full in `make prove`."""

import asyncio
import shutil
import socket
import time
from collections.abc import Generator
from pathlib import Path

import pytest
from pytest_django import Settings
from redis.asyncio.sentinel import MasterNotFoundError
from redis.asyncio.sentinel import Sentinel as AsyncSentinel

from bench import sentinel
from helpline import redislines
from helpline.watch import readiness
from tests.services.nginx import DEPLOY
from tests.services.plugin import services_folder
from tests.services.ports import free_port
from tests.services.redis import Redis

CONFIG = DEPLOY / "redis" / "helpline.conf"


@pytest.mark.slow
def test_a_master_that_dies_costs_some_seconds_of_wake_ups_and_nothing_else() -> None:
    outcome = sentinel.play(parties=2, each=12, times=1, pause=1)
    assert outcome.broken == [], outcome.report()
    [listened] = outcome.replaced
    assert listened < 30, "the sentinels take a second to notice and some to agree"
    assert "the longest that two people did not see the same" in outcome.report()


def files_of_a_replica(folder: Path, config: Path) -> list[str]:
    """What lies there once a replica has all that its master has."""
    master, replica = Redis(folder / "a", config=config), Redis(folder / "b", config=config)
    for server in (master, replica):
        server.addresses, server.port, server.password = ["127.0.0.1"], free_port(), "a password"
    replica.follows = master
    try:
        master.start()
        with master.client() as client:
            client.set("a", "word")
        replica.start()
        sentinel.until(lambda: replica.follows_now(master))
        with replica.client() as client:
            assert client.get("a") == b"word"
        return [path.name for path in folder.rglob("*.rdb")]
    finally:
        replica.stop()
        master.stop()


def test_a_replica_keeps_no_file_of_what_it_was_told() -> None:
    """Without the lines for it, a fault that is planted, it does."""
    folder = services_folder()
    told = CONFIG.read_text().splitlines()
    forgetful = folder / "forgetful.conf"
    forgetful.write_text("\n".join(line for line in told if not line.startswith(("repl-", "rdb-del"))))
    assert files_of_a_replica(folder / "ours", CONFIG) == []
    assert files_of_a_replica(folder / "forgetful", forgetful) == ["dump.rdb"]
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ["TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT"])
def test_a_line_is_watched_by_the_system_s_own_numbers(name: str) -> None:
    assert getattr(redislines, name) == getattr(socket, name)


def test_nobody_who_may_be_gone_is_waited_for_longer_than_a_health_check_has() -> None:
    address = f"redis+sentinel://127.0.0.1:{free_port()},127.0.0.1:{free_port()}/house"
    told = redislines.host(address)
    assert told["socket_connect_timeout"] == 1
    with redislines.asked(address, seconds=readiness.LIMITS["redis"]) as client:
        limits = [each.connection_pool.connection_kwargs["socket_timeout"] for each in
                  client.connection_pool.sentinel_manager.sentinels]  # fmt: skip
    assert sum(limits) < readiness.LIMITS["redis"]


@pytest.fixture
def silent() -> Generator[str]:
    """The address of two sentinels that let everybody in and say nothing."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        yield f"redis+sentinel://{','.join(f'127.0.0.1:{each.getsockname()[1]}' for each in (one, other))}/house"


def test_sentinels_that_are_gone_are_asked_once(silent: str, settings: Settings) -> None:
    """By itself redis-py asks each eleven times: a health check would say "slow" for as long as one is away."""
    settings.REDIS_URL = silent
    began = time.monotonic()
    assert readiness.redis_answers() == "away"
    assert time.monotonic() - began < readiness.LIMITS["redis"]


def test_who_listens_asks_them_once_too(silent: str) -> None:
    told = redislines.host(silent)

    async def look() -> None:
        known = AsyncSentinel(told["sentinels"], sentinel_kwargs=told["sentinel_kwargs"])
        with pytest.raises(MasterNotFoundError):
            await known.discover_master("house")

    began = time.monotonic()
    asyncio.run(look())
    assert time.monotonic() - began < 4, "a second for each, and some for a busy machine"
