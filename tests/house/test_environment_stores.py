"""One address for several servers: whoever connects finds the one that is asked for."""

import os
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from helpline.environment_stores import Sentinels, read_database_url, sentinels_of, served_settings

SEVERAL = "postgresql://me:p%40w@first,%2Frun%2Fpg:5433,[::1]:5434/house"


def test_one_server_is_what_it_always_was() -> None:
    found = served_settings(read_database_url("postgresql://me:p%40w@first:5433/house?sslmode=verify-full"))
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("first", 5433, {"sslmode": "verify-full"})


def test_of_several_servers_the_one_that_can_be_written_to_is_looked_for() -> None:
    found: dict[str, Any] = served_settings(read_database_url(f"{SEVERAL}?sslmode=verify-full"))
    assert (found["HOST"], found["PORT"]) == ("first,/run/pg,::1", "5432,5433,5434")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "p@w", "house")
    assert found["CONN_HEALTH_CHECKS"], "a connection of before would be used again after the change"
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["OPTIONS"]["sslmode"] == "verify-full"


def test_an_administrator_may_say_how_long_a_server_is_waited_for() -> None:
    found: dict[str, Any] = served_settings(
        read_database_url(f"{SEVERAL}?connect_timeout=9&target_session_attrs=primary")
    )
    assert found["OPTIONS"]["connect_timeout"] == 9
    assert found["OPTIONS"]["target_session_attrs"] == "primary"


def connected(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """As Django connects."""
    found: dict[str, Any] = served_settings(read_database_url(url))
    return psycopg.connect(
        host=found["HOST"], port=found["PORT"], user=found["USER"], dbname=found["NAME"], **found["OPTIONS"]
    )


@pytest.mark.postgres_only
def test_a_machine_that_says_nothing_is_passed_by_while_the_chat_has_patience() -> None:
    from chat.fastlog import PATIENCE

    here = urlsplit(os.environ["DATABASE_URL"])
    login, _, place = here.netloc.rpartition("@")
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # connections are taken by the system, and nobody ever answers
        began = time.monotonic()
        several = f"postgresql://{login}@127.0.0.1:{silent.getsockname()[1]},{place}/postgres"
        with connected(several) as connection:
            assert connection.execute("SELECT pg_is_in_recovery()").fetchone() == (False,)
    assert time.monotonic() - began < PATIENCE


@pytest.mark.postgres_only
def test_a_server_that_cannot_be_written_to_is_refused() -> None:
    here = urlsplit(os.environ["DATABASE_URL"]).netloc
    reads = "options=-cdefault_transaction_read_only%3Don"
    with pytest.raises(psycopg.OperationalError, match="read-only"):
        connected(f"postgresql://{here},{here.rpartition('@')[2]}/postgres?{reads}")


def test_sentinels_are_named_with_the_master_that_they_watch() -> None:
    assert sentinels_of("redis+sentinel://me:p%2Fw@first,[::1]:26380/house.1") == Sentinels(
        addresses=(("first", 26379), ("::1", 26380)), master="house.1", user="me", password="p/w"
    )
    assert sentinels_of("redis://first:6379/1") is None
