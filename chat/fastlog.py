"""The hub's storage on PostgreSQL: the rules of chat.log in one statement, without threads and without the ORM.

Messages of many conversations are committed together: while one batch is on its way to the disk the next one
gathers. A message's number is bound into its ciphertext, so it is predicted, and the statement writes only when the
prediction holds; when it does not (another process was first, the client repeats itself, the conversation ended)
the row is looked at and the message is tried again or answered. See docs/decisions/0032.
"""

import asyncio
import logging
import select
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from django.db import connections
from psycopg import errors as pg

from chat import sealing, statements, tasks
from chat.errors import ClientIdReused, ConversationEnded, ConversationUnknown
from chat.log import Appended, Entry
from chat.storage import Marks, Snapshot, StorageAway, Write
from chat.tickets import Ticket
from chat.together import Together

logger = logging.getLogger(__name__)

#: messages of one transaction at most
BATCH = 64
#: conversations of which something is noted in one statement at most: it holds their rows for some milliseconds
MANY = 200
#: readings of one question at most: each may bring two hundred entries into memory
TOGETHER = 16
#: seconds between two transactions: nobody waits at first, and under load more than one message shares a flush
PAUSE_SECONDS = 0.020
#: seconds: storage that takes longer is away
PATIENCE = 5.0
#: seconds in the queue for a connection: a crowd that comes back at once is not a sign that storage is away
QUEUE_PATIENCE = 10.0
#: how often one message is tried while others are faster, or a row is locked
ATTEMPTS = 12
_BACKOFF_FIRST, _BACKOFF_LAST = 0.1, 2.0


Row = tuple[Any, ...]
Many = TypeVar("Many")
Place = tuple[UUID, int]
#: what stands in a conversation's line after a number, and how much of it at most
Reading = tuple[UUID, int, int, int]


@dataclass(slots=True)
class _Job:
    """Something to be written. A message gets its number, and with it its parameters, when it is its turn."""

    sql: bytes
    params: list[Any]
    order: bytes
    done: asyncio.Future[bool]
    write: Write | None = None
    is_alone: bool = False
    attempts: int = field(default=0)


class FastLog:
    """chat.storage.Storage over two connections of its own: one writes, one reads."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._reader = _Link()
        self._readings = Together(self._read, most=TOGETHER)
        self._writer = _Link(writes=True)
        self._jobs: deque[_Job] = deque()
        self._wanted = asyncio.Event()
        self._heads: dict[Place, int] = {}
        self._task = self._loop.create_task(self._write_for_ever())

    async def append(self, write: Write) -> Appended:
        job = _Job(
            statements.APPEND[write.line], [], write.conversation_id.bytes, self._loop.create_future(), write
        )
        while True:
            if await self._submit(job):
                return Appended(job.params[1], write.at, repeated=False)
            job.attempts += 1
            if job.attempts > ATTEMPTS:
                raise StorageAway
            standing = await self._examine(write)
            if standing is not None:
                return standing
            job.done = self._loop.create_future()

    async def read(self, conversation_id: UUID, key: bytes, line: int, after: int, limit: int) -> list[Entry]:
        rows = await self._readings.get((conversation_id, line, after, limit)) or ()
        entries = []
        for _, seq, sender, staff_id, client_id, kind, at, nonce, ciphertext in rows:
            bound_to = sealing.binding(conversation_id, line, seq, sender, kind, client_id)
            body = sealing.open_body(key, nonce, ciphertext, bound_to)
            entries.append(Entry(seq, sender, staff_id, client_id, kind, at, body))
        return entries

    async def _read(self, wanted: Sequence[Reading]) -> dict[Reading, list[Row]]:
        """The sealed entries of many places in the log."""
        found: dict[Reading, list[Row]] = {}
        for row in await self._reader.fetch(
            statements.READ, [list(column) for column in zip(*wanted, strict=True)]
        ):
            found.setdefault(wanted[row[0] - 1], []).append(row)
        return found

    async def snapshots(self, ids: Sequence[UUID]) -> dict[UUID, Snapshot]:
        rows = await self._reader.fetch(statements.SNAPSHOTS, [list(ids)])
        return {row[0]: Snapshot(*row) for row in rows}

    async def redeem(self, ticket: Ticket) -> bool:
        return await self._submit(self._plain(statements.REDEEM, [ticket.id, ticket.expires_at]))

    async def save_marks(self, marks: Sequence[Marks]) -> None:
        for some in _parts(marks):
            columns = zip(*((mark.conversation_id, *mark.numbers) for mark in some), strict=True)
            await self._submit(self._of_many(statements.MARKS, [list(column) for column in columns]))

    async def touch(self, ids: Sequence[UUID], now: datetime) -> None:
        for some in _parts(ids):
            await self._submit(self._of_many(statements.TOUCH, [list(some), now]))

    def forget(self, conversation_id: UUID) -> None:
        for line in (0, 1):
            self._heads.pop((conversation_id, line), None)

    async def close(self) -> None:
        await tasks.end(self._task)
        self._fail(list(self._jobs))
        await self._reader.drop()
        await self._writer.drop()

    def _plain(self, sql: bytes, params: list[Any]) -> _Job:
        return _Job(sql, params, params[0].bytes, self._loop.create_future())

    def _of_many(self, sql: bytes, params: list[Any]) -> _Job:
        """A job with the rows of many conversations, which gets a transaction to itself: it holds them all at once."""
        return _Job(sql, params, b"", self._loop.create_future(), is_alone=True)

    def _submit(self, job: _Job) -> asyncio.Future[bool]:
        self._jobs.append(job)
        self._wanted.set()
        return job.done

    async def _examine(self, write: Write) -> Appended | None:
        """Why a message was not written: None when it may be tried again, with a fresh prediction."""
        rows = await self._reader.fetch(
            statements.EXAMINE, [write.conversation_id, write.sender, write.client_id]
        )
        if not rows:
            raise ConversationUnknown
        state, head, aside_head, line, seq, sender, kind, at, nonce, ciphertext = rows[0]
        if seq is not None:
            bound_to = sealing.binding(write.conversation_id, line, seq, sender, kind, write.client_id)
            same = (
                line == write.line and sealing.open_body(write.key, nonce, ciphertext, bound_to) == write.body
            )
            if not same:
                raise ClientIdReused
            return Appended(seq, at, repeated=True)
        if state == "ended":
            raise ConversationEnded
        place = (write.conversation_id, write.line)
        self._heads[place] = max(self._heads.get(place, 0), aside_head if write.line else head)
        return None

    # --- writing ------------------------------------------------------------------------------------------------

    async def _write_for_ever(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            while self._jobs:
                batch = self._next_batch()
                try:
                    await self._write(batch)
                except asyncio.CancelledError:
                    self._fail(batch)
                    raise
                except Exception:  # whatever it is, the messages are not acknowledged and the writer lives on
                    logger.exception("A batch of messages could not be written")
                    self._fail(batch)
                await asyncio.sleep(0 if batch[0].is_alone else PAUSE_SECONDS)

    def _next_batch(self) -> list[_Job]:
        """The longest waiting, as many as go into one transaction; a job that wants one to itself is a batch."""
        batch = [self._jobs.popleft()]
        while self._jobs and len(batch) < BATCH and not (batch[0].is_alone or self._jobs[0].is_alone):
            batch.append(self._jobs.popleft())
        return batch

    async def _write(self, batch: list[_Job]) -> None:
        """Write a batch in one transaction, in the order of conversations, so that two processes never cross."""
        batch.sort(key=lambda job: job.order)
        predicted: dict[Place, int] = {}
        for job in batch:
            if job.write is not None:
                self._number(job, job.write, predicted)
        try:
            written = await self._writer.run(batch)
        except (pg.LockNotAvailable, pg.DeadlockDetected):
            written = [await self._write_alone(job) for job in batch]
        except StorageAway:
            for place in predicted:
                self._heads.pop(place, None)
            self._fail(batch)
            return
        for job, wrote in zip(batch, written, strict=True):
            if job.write is not None:
                self._learn((job.write.conversation_id, job.write.line), job.params[1], wrote)
            if not job.done.done():
                job.done.set_result(wrote)

    def _learn(self, place: Place, seq: int, wrote: bool) -> None:
        """Keep the head that a write proved; forget the one that a refused write disproved."""
        if wrote:
            self._heads[place] = seq
        elif self._heads.get(place, -1) < seq:
            self._heads.pop(place, None)

    async def _write_alone(self, job: _Job) -> bool:
        """Write one job in a transaction of its own: it holds nothing while it waits, so nobody waits for it."""
        for _ in range(ATTEMPTS):
            try:
                return (await self._writer.run([job]))[0]
            except (pg.LockNotAvailable, pg.DeadlockDetected):
                continue
            except StorageAway:
                break
        self._fail([job])
        return False

    def _number(self, job: _Job, write: Write, predicted: dict[Place, int]) -> None:
        place = (write.conversation_id, write.line)
        seq = predicted.get(place, self._heads.get(place, 0)) + 1
        predicted[place] = seq
        bound_to = sealing.binding(
            write.conversation_id, write.line, seq, write.sender, write.kind, write.client_id
        )
        nonce, ciphertext = sealing.seal(write.key, write.body, bound_to)
        job.params = [
            write.conversation_id, seq, write.line, write.sender, write.staff_id, write.client_id, write.kind,
            write.at, nonce, ciphertext,
        ]  # fmt: skip

    def _fail(self, jobs: Sequence[_Job]) -> None:
        for job in jobs:
            if not job.done.done():
                job.done.set_exception(StorageAway())


class _WritingConnection(psycopg.AsyncConnection[Row]):
    """A connection that hangs up where psycopg would ask the server to cancel."""

    async def cancel_safe(self, *, timeout: float = 30.0) -> None:
        """End the line without a word.

        A commit that waits for a standby and is cancelled is not undone: it stands on this server alone, where
        everybody reads it and the next try finds it, and is lost with this server. One that nobody waits for any more
        goes on waiting unseen, and is there for the next try once it is on both.
        """
        self.pgconn.finish()


class _Link:
    """One connection: opened when it is needed, dropped when it breaks, and not tried again for a moment after that."""

    def __init__(self, *, writes: bool = False) -> None:
        self._connection: psycopg.AsyncConnection[Row] | None = None
        self._opening = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._not_before = 0.0
        self._backoff = _BACKOFF_FIRST
        self._writes = writes

    async def fetch(self, sql: bytes, params: list[Any]) -> list[Row]:
        """The rows of one query. Raises StorageAway."""

        async def ask(connection: psycopg.AsyncConnection[Row]) -> list[Row]:
            cursor = await connection.execute(sql, params, prepare=True)
            return await cursor.fetchall()

        return await self._patiently(ask)

    async def run(self, jobs: Sequence[_Job]) -> list[bool]:
        """Run writes in one transaction; for each, whether it wrote a row. Raises StorageAway, or a lock error."""

        async def write(connection: psycopg.AsyncConnection[Row]) -> list[bool]:
            if len(jobs) == 1:
                cursor = await connection.execute(jobs[0].sql, jobs[0].params, prepare=True)
                return [cursor.rowcount > 0]
            # with autocommit a pipeline up to its end is one transaction: one flush to the disk for all
            async with connection.pipeline():
                cursors = [await connection.execute(job.sql, job.params, prepare=True) for job in jobs]
            return [cursor.rowcount > 0 for cursor in cursors]

        return await self._patiently(write)

    async def _patiently(self, work: "Callable[[psycopg.AsyncConnection[Row]], Any]") -> Any:
        """Take a turn on the connection; patience counts from its beginning, and only its own connection is dropped."""
        try:
            async with asyncio.timeout(QUEUE_PATIENCE):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StorageAway from error
        try:
            return await self._take_turn(work)
        finally:
            self._turn.release()

    async def _take_turn(self, work: "Callable[[psycopg.AsyncConnection[Row]], Any]") -> Any:
        if self._connection is not None and _has_been_left(self._connection):
            await self.drop()
        connection = self._connection or await self._open()
        try:
            async with asyncio.timeout(PATIENCE):
                return await work(connection)
        except (pg.LockNotAvailable, pg.DeadlockDetected):
            raise
        except (psycopg.Error, OSError, TimeoutError) as error:
            logger.warning("The database did not do what the chat asked: %s", type(error).__name__)
            await self.drop()
            raise StorageAway from error

    async def _open(self) -> psycopg.AsyncConnection[Row]:
        async with self._opening:
            if self._connection is not None:
                return self._connection
            loop = asyncio.get_running_loop()
            if loop.time() < self._not_before:
                raise StorageAway
            try:
                async with asyncio.timeout(PATIENCE):
                    self._connection = await self._connect()
            except (psycopg.Error, OSError, TimeoutError) as error:
                self._not_before = loop.time() + self._backoff
                self._backoff = min(_BACKOFF_LAST, self._backoff * 2)
                raise StorageAway from error
            self._backoff = _BACKOFF_FIRST
            return self._connection

    async def _connect(self) -> psycopg.AsyncConnection[Row]:
        kind = _WritingConnection if self._writes else psycopg.AsyncConnection[Row]
        connection = await kind.connect(**_address(), autocommit=True, cursor_factory=psycopg.AsyncRawCursor)
        # Less than the server's deadlock timeout: who holds a batch of rows gives way before anybody must be killed.
        await connection.execute(f"SET lock_timeout = '{'250ms' if self._writes else '4s'}'")
        return connection

    async def drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error, OSError):
                await connection.close()


def _parts(whole: Sequence[Many]) -> Iterator[Sequence[Many]]:
    """As many as one statement is about, and the rest after them."""
    return (whole[start : start + MANY] for start in range(0, len(whole), MANY))


def _has_been_left(connection: psycopg.AsyncConnection[Row]) -> bool:
    """True when something lies unread between two questions: a server that goes says so. Nothing was asked yet."""
    if connection.closed:
        return True
    asked = select.poll()
    asked.register(connection.fileno(), select.POLLIN)
    return bool(asked.poll(0))


def _address() -> Mapping[str, Any]:
    """The database's address as Django has it, without what is only for Django."""
    params = dict(connections["default"].get_connection_params())
    for name in ("context", "cursor_factory", "prepare_threshold", "client_encoding"):
        params.pop(name, None)
    return params
