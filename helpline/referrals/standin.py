"""The hotline of the demo: it takes what its form would take, keeps nothing, and answers with a reference of its own.

It stands in this process, so the demo needs no network, and what is tried out leaves the machine by no road.
"""

import json
import secrets
from http import HTTPStatus
from types import TracebackType
from typing import Self

#: what HOTLINE_URL is in a demo that has no other way
URL = "demo:hotline"


class Answer:
    """What it answers: as an answer over HTTP is read."""

    def __init__(self, status: HTTPStatus, said: dict[str, str]) -> None:
        self.status = int(status)
        self._said = json.dumps(said).encode()

    def read(self, amount: int | None = None) -> bytes:
        """The answer's body."""
        return self._said[:amount]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class StandIn:
    """A connection to it. It looks whether addresses came, as the form of a hotline does, and lets go of them."""

    def __init__(self) -> None:
        self._is_good = False

    def request(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> None:
        """Take a report."""
        told = json.loads(body)
        self._is_good = method == "POST" and bool(told["date"]) and bool(told["addresses"])

    def getresponse(self) -> Answer:
        """A reference that says what it is."""
        if not self._is_good:
            return Answer(HTTPStatus.BAD_REQUEST, {})
        return Answer(HTTPStatus.OK, {"reference": f"DEMO-{secrets.randbelow(10_000):04}"})

    def close(self) -> None:
        """Nothing stays open."""
