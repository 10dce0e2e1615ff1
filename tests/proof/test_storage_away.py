"""The database stops, hangs, is locked or full: nothing is acknowledged that does not stand, nothing stands twice."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from tests.conftest import Houses
from tests.journeys.inside import Inside
from tests.proof.conftest import Guest
from tests.proof.wire import Client, Socket
from tests.services.house import House

pytestmark = pytest.mark.slow

Trouble = Callable[[House], AbstractContextManager[None]]
#: seconds in which everything works again after the database does
RECOVERY_SECONDS = 90


@pytest.fixture(scope="module")
def two_servers(live_house: Houses) -> House:
    return live_house("postgres", 2, durable=True)


@contextmanager
def stopped(house: House) -> Iterator[None]:
    """The database server goes down, and comes up again."""
    assert house.beside is not None
    postgres = house.beside[0]
    postgres.stop()
    try:
        yield
    finally:
        postgres.start_again()


@contextmanager
def hanging(house: House) -> Iterator[None]:
    """The database server and all that works for it stand still, connections open: a dead disk."""
    with psycopg.connect(house.environment["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    assert house.beside is not None
    first_line = (house.beside[0].folder / "data" / "postmaster.pid").read_text().splitlines()[0]
    pids = [int(first_line), *(int(row[0]) for row in rows)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            if Path(f"/proc/{pid}").exists():
                os.kill(pid, signal.SIGCONT)


@contextmanager
def full(house: House) -> Iterator[None]:
    """No entry of a log finds a place on the disk: the very error that PostgreSQL gives then (SQLSTATE 53100)."""
    with psycopg.connect(house.environment["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        connection.execute("CREATE TRIGGER no_space BEFORE INSERT ON chat_event EXECUTE FUNCTION no_space()")
        try:
            yield
        finally:
            connection.execute("DROP TRIGGER no_space ON chat_event")
            connection.execute("DROP FUNCTION no_space()")


@contextmanager
def locked(house: House) -> Iterator[None]:
    """SQLite: another program writes and does not stop."""
    database = house.folder / "data" / "helpline.sqlite3"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.fixture(scope="module")
def look_inside(two_servers: House) -> Generator[Inside]:
    """It connects anew for each question: a database that was away meanwhile is nothing to it."""
    inside = Inside(two_servers)
    yield inside
    inside.close()


@pytest.fixture
def guests(two_servers: House, look_inside: Inside) -> Generator[list[Guest]]:
    """Two visitors, each on a server of their own."""
    yield from _two_guests(two_servers, look_inside)


def _two_guests(house: House, inside: Inside) -> Generator[list[Guest]]:
    inside.ask("fresh")
    inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    come = [Guest(house, server=number % len(house.ports)) for number in range(2)]
    for somebody in come:
        somebody.knock()
    yield come
    for somebody in come:
        somebody.leave()


@pytest.mark.parametrize("trouble", [stopped, hanging, full])
def test_what_is_said_meanwhile_is_refused_and_stands_once_afterwards(
    two_servers: House, guests: list[Guest], trouble: Trouble
) -> None:
    story(two_servers, guests, trouble)


def test_a_locked_sqlite_refuses_and_keeps_everything(looked_into: tuple[House, Inside]) -> None:
    house, _inside = looked_into
    for guests in _two_guests(*looked_into):
        story(house, guests, locked)


def story(house: House, guests: list[Guest], trouble: Trouble) -> None:
    """One visitor on a socket, one on the HTTP road: before, during and after."""
    on_socket, on_road = guests
    line = on_socket.line()
    assert line.says("voor", cid="voor")["t"] == "ack"
    assert on_road.says("voor", cid="voor")[0] == 200
    with trouble(house):
        answer = line.says("tijdens", cid="tijdens")
        assert (answer["t"], answer["cid"], answer["why"]) == ("no", "tijdens", "storage")
        assert answer["retry_ms"] > 0
        status, told = on_road.says("tijdens", cid="tijdens")
        assert (status, told["why"]) == (503, "storage")
        assert told["retry_ms"] > 0
        line.send({"t": "ping"})
        line.next("pong")  # the socket stays: the visitor can try again at once
    _until_it_stands(line, on_road)
    assert line.says("na")["t"] == "ack"
    assert on_road.says("na")[0] == 200
    for somebody in guests:
        assert somebody.said() == ["voor", "tijdens", "na"]
        numbers = [event["seq"] for event in somebody.events()]
        assert numbers == list(range(1, len(numbers) + 1)), "a number is missing or doubled"


def _until_it_stands(line: Socket, on_road: Client) -> None:
    """Both send the same message again, as their clients do, until it is acknowledged; and once more after that."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (answer := line.says("tijdens", cid="tijdens"))["t"] != "ack":
        assert time.monotonic() < deadline, answer
        time.sleep(0.3)
    assert line.says("tijdens", cid="tijdens")["seq"] == answer["seq"]
    while (said := on_road.says("tijdens", cid="tijdens"))[0] != 200:
        assert said[0] == 503, said
        assert time.monotonic() < deadline
        time.sleep(0.3)
    assert on_road.says("tijdens", cid="tijdens")[1]["seq"] == said[1]["seq"]


def test_who_comes_while_the_database_is_away_is_told_so(two_servers: House, guests: list[Guest]) -> None:
    """Pages, tickets, sockets and the events of the road answer, and none of them with a riddle or a repetition."""
    known, other = guests
    assert known.says("voor")[0] == 200
    ticket, late = known.ticket(), other.ticket()
    with stopped(two_servers):
        assert known.get(f"{known.road}events?after=0")[0] == 503
        socket = known.socket()
        socket.send({"t": "hello", "ticket": ticket, "after": 0})
        assert socket.closed() == 4012
        for path in (
            "/helpwanted/",
            "/helpwanted/chat/",
            "/helpwanted/chat/talk/",
            "/helpwanted/chat/write/",
        ):
            status, page = known.get(path)
            assert status in (200, 500, 503), (path, status)
            assert "Traceback" not in page
            assert "<main" in page
        status, page = other.post("/helpwanted/chat/send/", message="zonder script", cid="zonder-script")
        assert status in (500, 503)
        assert "<main" in page
    deadline = time.monotonic() + RECOVERY_SECONDS
    for guest in guests:  # each server finds its way back by itself
        while guest.get(f"{guest.road}events?after=0")[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.3)
    assert other.said() == []
    _until_welcome(other, late, deadline)
    _until_welcome(known, known.ticket(), deadline)
    assert known.line().says("na")["t"] == "ack"
    assert known.said() == ["voor", "na"]


def _until_welcome(somebody: Guest, ticket: str, deadline: float) -> None:
    """Knock as the clients do: 4012 means "come again", and leaves the ticket unused."""
    while (code := _refused_with(somebody, ticket)) is not None:
        assert code == 4012
        assert time.monotonic() < deadline
        time.sleep(0.3)


def _refused_with(somebody: Guest, ticket: str) -> int | None:
    """The code with which a hello is answered; None for a welcome."""
    socket = somebody.socket()
    socket.send({"t": "hello", "ticket": ticket, "after": 0})
    try:
        socket.next("welcome")
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006
    return None


def test_a_ticket_that_was_used_at_one_server_opens_nothing_at_the_other(
    two_servers: House, guests: list[Guest]
) -> None:
    somebody = guests[0]
    ticket = somebody.ticket()
    for number, code in ((0, 0), (1, 4401)):
        somebody.server = number
        socket = somebody.socket()
        socket.send({"t": "hello", "ticket": ticket, "after": 0})
        if code:
            assert socket.closed() == code
        else:
            socket.next("welcome")


def test_a_second_tab_at_the_other_server_sends_the_first_away(
    two_servers: House, guests: list[Guest]
) -> None:
    somebody = guests[0]
    first = somebody.line()
    assert first.says("in de eerste")["t"] == "ack"
    somebody.server = 1
    second = somebody.line()
    assert first.closed() == 4409
    assert second.says("in de tweede")["t"] == "ack"
    assert somebody.said() == ["in de eerste", "in de tweede"]


def test_what_was_acknowledged_survives_the_power_cut_of_a_server(
    two_servers: House, guests: list[Guest]
) -> None:
    somebody = guests[0]
    line = somebody.line()
    told = [f"bericht {number}" for number in range(10)]
    for text in told:
        assert line.says(text)["t"] == "ack"
    two_servers.kill_server(0)
    try:
        with pytest.raises((ConnectionClosed, TimeoutError)):
            line.says("te laat")
        somebody.server = 1
        assert somebody.said() == told
        assert somebody.line().says("verder")["t"] == "ack"
    finally:
        two_servers.start_server(0)
