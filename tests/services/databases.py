"""The database of this test process: a copy of a migrated one, or of one that was filled for many files of tests."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from tests.services import sqlite
from tests.services.postgres import TEMPLATE, recreate


def fresh() -> None:
    """Put the default connection on a fresh copy of the template."""
    connection.close()
    if connection.vendor == "sqlite":
        sqlite.copy_to(_file())
        return
    with _maintenance() as maintenance:
        recreate(maintenance, connection.settings_dict["NAME"], template=TEMPLATE)


def filled(name: str, fill: Callable[[], None]) -> None:
    """Put the default connection on a copy of what `fill` made of a fresh one: it is called once in a whole run."""
    kept = Path(os.environ["HOUSE_TEST_FOLDER"]) / f"filled_{name}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the other processes of the run wait for what the first one makes
        (_filled_sqlite if connection.vendor == "sqlite" else _filled_postgres)(kept, fill)


def _filled_sqlite(kept: Path, fill: Callable[[], None]) -> None:
    if kept.exists():
        connection.close()
        sqlite.copy(kept, _file())
        return
    _fill(fill)
    sqlite.copy(_file(), kept)


def _filled_postgres(kept: Path, fill: Callable[[], None]) -> None:
    own = connection.settings_dict["NAME"]
    with _maintenance() as maintenance:
        is_kept = maintenance.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept.name]).fetchone()
        if is_kept:
            connection.close()
            recreate(maintenance, own, template=kept.name)
            return
        _fill(fill)
        recreate(maintenance, kept.name, template=own)


def _fill(fill: Callable[[], None]) -> None:
    fresh()
    fill()
    connection.close()


def _maintenance() -> "psycopg.Connection[tuple[object, ...]]":
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return psycopg.connect(f"{server}/postgres", autocommit=True)


def _file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])
