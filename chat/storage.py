"""What the hub asks of the log, whichever engine stands below. Times of waiting are bounded: storage that does not
answer is away, and nothing is acknowledged that is not committed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection

from chat.log import Appended, Entry
from chat.tickets import Ticket


class StorageAway(Exception):
    """The database did not answer, or refused to write (a full disk). What was asked may be asked again."""


@dataclass(frozen=True, slots=True)
class Write:
    """A message on its way into a log, without its number: that is given when it is written."""

    conversation_id: UUID
    line: int
    sender: int
    staff_id: int | None
    kind: int
    client_id: str
    body: str
    at: datetime
    key: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A conversation's row, as far as the hub follows it."""

    id: UUID
    programme_id: int
    state: str
    epoch: int
    head: int
    aside_head: int
    visitor_delivered: int
    visitor_read: int
    staff_delivered: int
    staff_read: int
    counsellor_id: int | None
    data_key_id: UUID | None
    visitor_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Marks:
    """How far each side received and read: visitor delivered, visitor read, staff delivered, staff read."""

    conversation_id: UUID
    numbers: tuple[int, int, int, int]


class Storage(Protocol):
    """Every method may raise StorageAway."""

    async def append(self, write: Write) -> Appended:
        """Commit a message and only then return. Raises what chat.log.append raises."""
        ...

    async def read(self, conversation_id: UUID, key: bytes, line: int, after: int, limit: int) -> list[Entry]:
        """The entries of a line after a number, in order."""
        ...

    async def snapshots(self, ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
        """The rows of these conversations, as far as they exist."""
        ...

    async def redeem(self, ticket: Ticket) -> bool:
        """Use a ticket, once."""
        ...

    async def save_marks(self, marks: Sequence[Marks]) -> None:
        """Write down what was seen; numbers only ever grow, and never pass the head."""
        ...

    async def touch(self, ids: Sequence[UUID], now: datetime) -> None:
        """The visitors of these conversations gave a sign of life."""
        ...

    def forget(self, conversation_id: UUID) -> None:
        """Nobody here follows this conversation any more."""
        ...

    async def close(self) -> None: ...


SNAPSHOT_FIELDS = (
    "id", "programme_id", "state", "epoch", "head", "aside_head", "visitor_delivered", "visitor_read",
    "staff_delivered", "staff_read", "counsellor_id", "data_key_id", "visitor_seen_at",
)  # fmt: skip


def open_storage() -> Storage:
    """The storage for the database at hand; call it in the event loop that will use it."""
    if connection.vendor == "postgresql":
        from chat.fastlog import FastLog

        return FastLog()
    from chat.threadlog import ThreadLog

    return ThreadLog()
