"""The hub's storage through the ORM in one worker thread: for the embedded default on SQLite.

One thread, because SQLite takes one writer at a time anyway. chat.fastlog is the same for PostgreSQL, without threads.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from django.db.models import F
from django.db.models.functions import Greatest, Least

from chat import log, tickets
from chat.log import Appended, Entry
from chat.models import Conversation, Event
from chat.storage import SNAPSHOT_FIELDS, Marks, Snapshot, StorageAway, Write
from chat.tickets import Ticket
from chat.workers import Workers

P = ParamSpec("P")
T = TypeVar("T")


class ThreadLog:
    """chat.storage.Storage through chat.log."""

    def __init__(self) -> None:
        self._workers = Workers(1, "chat-log")

    async def append(self, write: Write) -> Appended:
        return await self._run(
            log.write,
            conversation_id=write.conversation_id,
            sender=write.sender,
            body=write.body,
            client_id=write.client_id,
            kind=write.kind,
            line=write.line,
            staff_id=write.staff_id,
            now=write.at,
        )

    async def read(self, conversation_id: UUID, key: bytes, line: int, after: int, limit: int) -> list[Entry]:
        return await self._run(_read, conversation_id, key, line, after, limit)

    async def snapshots(self, ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
        return await self._run(_snapshots, ids)

    async def redeem(self, ticket: Ticket) -> bool:
        return await self._run(tickets.redeem, ticket)

    async def save_marks(self, marks: Sequence[Marks]) -> None:
        await self._run(_save_marks, marks)

    async def touch(self, ids: Sequence[UUID], now: datetime) -> None:
        await self._run(_touch, ids, now)

    def forget(self, conversation_id: UUID) -> None:
        """Nothing is remembered here."""

    async def close(self) -> None:
        await self._workers.close()

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await self._workers.run(work, *args, **kwargs)
        except (DatabaseError, InterfaceError) as error:
            raise StorageAway from error


def _read(conversation_id: UUID, key: bytes, line: int, after: int, limit: int) -> list[Entry]:
    events = Event.objects.filter(conversation_id=conversation_id, line=line, seq__gt=after).order_by("seq")
    return [log.open_entry(event, key) for event in events[:limit]]


def _snapshots(ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
    rows = Conversation.objects.filter(pk__in=ids).values_list(*SNAPSHOT_FIELDS)
    return {row[0]: Snapshot(*row) for row in rows}


def _save_marks(marks: Sequence[Marks]) -> None:
    for mark in marks:
        visitor_delivered, visitor_read, staff_delivered, staff_read = mark.numbers
        Conversation.objects.filter(pk=mark.conversation_id).update(
            visitor_delivered=_grown("visitor_delivered", visitor_delivered),
            visitor_read=_grown("visitor_read", visitor_read),
            staff_delivered=_grown("staff_delivered", staff_delivered),
            staff_read=_grown("staff_read", staff_read),
        )


def _grown(name: str, number: int) -> Least:
    return Least(Greatest(F(name), number), F("head"))


def _touch(ids: Sequence[UUID], now: datetime) -> None:
    Conversation.objects.filter(pk__in=ids, visitor_seen_at__lt=now).update(visitor_seen_at=now)
