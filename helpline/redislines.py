"""Lines to Redis that know a dead one.

A line that the system gives up (nobody answered: ETIMEDOUT) ends a reading with Python's TimeoutError, which redis-py
takes for "nothing came within the time that was asked for". Who listens for ever would read the dead line again at
once, for ever, without a moment for anything else in the event loop. Told as what it is, the line is opened anew.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import redis
from redis.asyncio import Connection, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.connection import AbstractConnection, parse_url
from redis.asyncio.retry import Retry as AsyncRetry
from redis.asyncio.sentinel import SentinelManagedConnection
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.retry import Retry
from redis.sentinel import Sentinel

from helpline.environment_stores import Sentinels, sentinels_of

#: Linux's numbers for them (tcp.h): who imports `socket` can ask anybody, and this module need not
TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT = 4, 5, 6, 18
#: a line whose other end went without a word is given up after some ten seconds
_WATCHED = {TCP_KEEPIDLE: 5, TCP_KEEPINTVL: 2, TCP_KEEPCNT: 3, TCP_USER_TIMEOUT: 10_000}


class _Knowing(AbstractConnection):
    async def _read_response_from_parser(
        self, disable_decoding: bool = False, push_request: bool | None = False
    ) -> Any:
        """A time limit of redis-py's own comes here as a cancellation: a TimeoutError is the system's."""
        try:
            return await super()._read_response_from_parser(disable_decoding, push_request)
        except TimeoutError as error:
            raise NoConnection("the line was given up by the system") from error


class Line(_Knowing, Connection):
    """A line over TCP."""


class SealedLine(_Knowing, SSLConnection):
    """A line over TLS."""


class NearLine(_Knowing, UnixDomainSocketConnection):
    """A line within this machine."""


class WatchedLine(_Knowing, SentinelManagedConnection):
    """A line to whichever server the sentinels call the master when it is opened."""


_LINES: dict[type[AbstractConnection], type[AbstractConnection]] = {
    SSLConnection: SealedLine,
    UnixDomainSocketConnection: NearLine,
}


def host(url: str) -> dict[str, object]:
    """A host for the channel layer, with lines that know a dead one. Raises ValueError for what is no such address."""
    if (sentinels := sentinels_of(url)) is not None:
        return _watched_host(sentinels)
    found: dict[str, Any] = dict(parse_url(url))
    return {**found, "connection_class": _LINES.get(found.get("connection_class", Connection), Line)}


def _watched_host(sentinels: Sentinels) -> dict[str, object]:
    """A master that may become another one: nobody is waited for who may be gone, neither sentinel nor server."""
    login = _login(sentinels)
    return {
        "master_name": sentinels.master,
        "sentinels": list(sentinels.addresses),
        # asked once: by itself redis-py asks who is gone eleven times, and the next one waits for all of them
        "sentinel_kwargs": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "retry": AsyncRetry(NoBackoff(), 0),
            **login,
        },
        "connection_class": WatchedLine,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "socket_keepalive": True,
        "socket_keepalive_options": _WATCHED,
        **login,
    }


@contextmanager
def asked(url: str, *, seconds: float) -> Generator["redis.Redis"]:
    """A client for a question or two, of the current master where sentinels know it. seconds: the time for each."""
    limits = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    once = Retry(NoBackoff(), 0)
    sentinels = sentinels_of(url)
    if sentinels is None:
        with redis.Redis.from_url(url, **limits, retry=once) as client:
            yield client
        return
    login = _login(sentinels)
    # each may have to be asked before one answers
    shorter = {name: seconds / (len(sentinels.addresses) + 1) for name in limits}
    with (
        Sentinel(sentinels.addresses, sentinel_kwargs={**shorter, "retry": once, **login}) as known,
        known.master_for(sentinels.master, **limits, retry=once, **login) as client,
    ):
        yield client


def _login(sentinels: Sentinels) -> dict[str, str]:
    told = {"username": sentinels.user, "password": sentinels.password}
    return {name: word for name, word in told.items() if word}
