"""What only the storage on PostgreSQL does: its connections may be ended under it."""

import asyncio
import time
from collections.abc import Callable, Coroutine

import psycopg
import pytest
from django.db import connection

from chat.fastlog import FastLog
from chat.storage import StorageAway
from helpline.vault.actions import unwrap
from tests.chat.logs import make_conversation
from tests.chat.test_log import message

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres_only]

Story = Callable[[FastLog], Coroutine[object, object, None]]


def with_log(story: Story) -> None:
    async def run() -> None:
        log = FastLog()
        try:
            await story(log)
        finally:
            await log.close()

    asyncio.run(run())


def other_connection() -> psycopg.Connection[tuple[int, ...]]:
    params = connection.get_connection_params()
    address = {name: params[name] for name in ("host", "port", "dbname", "user") if params.get(name)}
    return psycopg.connect(**address, autocommit=True)


def end_every_other_connection() -> None:
    """What a restart of the database does to who is connected and idle; returns when they are gone."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with other_connection() as other:
        other.execute(f"SELECT pg_terminate_backend(pid) {others}")
        deadline = time.monotonic() + 60
        while (row := other.execute(f"SELECT count(*) {others}").fetchone()) and row[0]:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_connection_that_was_ended_between_two_questions_is_not_asked_again() -> None:
    conversation = make_conversation()
    assert conversation.data_key_id is not None
    key = unwrap(conversation.data_key_id)

    async def story(log: FastLog) -> None:
        assert (await log.append(message(conversation, "voor", "c1"))).seq == 1
        await log.snapshots([conversation.pk])
        await asyncio.to_thread(end_every_other_connection)
        assert (await log.append(message(conversation, "na", "c2"))).seq == 2
        entries = await log.read(conversation.pk, key, 0, 0, 10)
        assert [entry.body for entry in entries] == ["voor", "na"]

    connection.close()
    with_log(story)


def end_who_waits(other: psycopg.Connection[tuple[int, ...]]) -> None:
    """End the connection that waits for a row, as soon as one does."""
    until = time.monotonic() + 45
    while time.monotonic() < until:
        ended = other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        ).fetchall()
        if ended:
            return
        time.sleep(0.005)
    raise AssertionError("nobody waited for the row")


def test_a_connection_that_is_ended_while_it_writes_is_away_and_comes_back() -> None:
    conversation = make_conversation()
    assert conversation.data_key_id is not None
    key = unwrap(conversation.data_key_id)

    async def story(log: FastLog) -> None:
        assert (await log.append(message(conversation, "voor", "c1"))).seq == 1
        with other_connection() as holder, other_connection() as other, holder.transaction():
            holder.execute("SELECT FROM chat_conversation WHERE id = %s FOR UPDATE", [conversation.pk])
            writing = asyncio.create_task(log.append(message(conversation, "na", "c2")))
            await asyncio.to_thread(end_who_waits, other)
            with pytest.raises(StorageAway):
                await writing
        assert (await log.append(message(conversation, "na", "c2"))).seq == 2
        entries = await log.read(conversation.pk, key, 0, 0, 10)
        assert [entry.body for entry in entries] == ["voor", "na"]

    connection.close()
    with_log(story)


def test_a_database_that_is_not_there_is_said_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = make_conversation()
    monkeypatch.setattr(
        "chat.fastlog._address", lambda: {"host": "127.0.0.1", "port": 1, "dbname": "nothing-here"}
    )

    async def story(log: FastLog) -> None:
        for asked in (log.append(message(conversation, "voor", "c1")), log.snapshots([conversation.pk])):
            with pytest.raises(StorageAway):
                await asked

    with_log(story)


def test_a_write_that_nobody_waits_for_any_more_is_not_cancelled() -> None:
    """A commit that waits for a standby and is cancelled stands on one server alone, and everybody reads it."""
    write = "INSERT INTO chat_usedticket (id, expires_at) SELECT gen_random_uuid(), now() FROM pg_advisory_xact_lock(7)"
    waits = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
    )

    def until(other: psycopg.Connection[tuple[int, ...]], question: str, count: int) -> None:
        deadline = time.monotonic() + 45
        while other.execute(question).fetchone() != (count,):
            assert time.monotonic() < deadline, question
            time.sleep(0.01)

    async def story(log: FastLog) -> None:
        line = await log._writer._connect()
        with other_connection() as holder, other_connection() as other:
            await line.execute("SET lock_timeout = 0")
            holder.execute("SELECT pg_advisory_lock(7)")
            writing = asyncio.create_task(line.execute(write))
            await asyncio.to_thread(until, other, waits, 1)
            writing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await writing
            assert other.execute(waits).fetchone() == (1,), "the server was told to cancel"
            assert line.closed, "whoever gave up knows no more than before"
            holder.execute("SELECT pg_advisory_unlock(7)")
            await asyncio.to_thread(until, other, "SELECT count(*) FROM chat_usedticket", 1)

    with_log(story)
