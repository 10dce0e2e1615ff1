"""Lines to Redis that know a dead one.

A line that the system gives up (nobody answered: ETIMEDOUT) ends a reading with Python's TimeoutError, which redis-py
takes for "nothing came within the time that was asked for". Who listens for ever would read the dead line again at
once, for ever, without a moment for anything else in the event loop. Told as what it is, the line is opened anew.
"""

from typing import Any

from redis.asyncio import Connection, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.connection import AbstractConnection, parse_url
from redis.exceptions import ConnectionError as NoConnection


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


_LINES: dict[type[AbstractConnection], type[AbstractConnection]] = {
    SSLConnection: SealedLine,
    UnixDomainSocketConnection: NearLine,
}


def host(url: str) -> dict[str, object]:
    """A host for the channel layer, with lines that know a dead one. Raises ValueError for what is no such address."""
    found: dict[str, Any] = dict(parse_url(url))
    return {**found, "connection_class": _LINES.get(found.get("connection_class", Connection), Line)}
