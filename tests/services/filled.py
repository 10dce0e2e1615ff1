"""A house's database with the demo's content in it, kept under var/ and copied for each house.

Filling a house takes half a minute of work: every page and tree goes through the checks and is published. It is paid
once per day and state of the code; what is kept is named by a digest of all that could change it.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.services import programs, sqlite
from tests.services.postgres import ROOT, Postgres, keep, shape_digest

if TYPE_CHECKING:
    from tests.services.house import House

ROOMS = ("helpline", "chat", "cms", "selfhelp", "statistics")
#: a database of each private server, from which its houses are copied
DEMO = "house_demo"
#: what a house needs besides its database: what the demo's accounts are sealed with
KEYS = "keys"


def digest() -> str:
    """What the demo's content depends on: the migrated database, all code and content, and the day (review dates)."""
    found = hashlib.sha256(f"{shape_digest()} {date.today()}".encode())  # noqa: DTZ011 - the demo's own day
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".json", ".po", ".txt"}:
                found.update(str(path.relative_to(ROOT)).encode())
                found.update(path.read_bytes())
    found.update(Path(__file__).read_bytes())
    return found.hexdigest()[:16]


def fill(house: "House", postgres: Postgres | None) -> None:
    """Give a house that was not started yet its database, filled. postgres: where it stands; None is SQLite."""
    kept = ROOT / "var" / "tests" / f"demo{house.engine}-{digest()}"
    with _alone(kept):
        if not kept.is_dir():
            if postgres is None:
                sqlite.copy_to(_file(house))
            else:
                postgres.create(house.database)
            house.manage("demo")
            _keep(house, postgres, kept)
            return
    shutil.copytree(kept / KEYS, house.folder / KEYS, dirs_exist_ok=True)
    if postgres is None:
        _file(house).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept / "database", _file(house))
    else:
        _restored(postgres, kept / "database")
        postgres.create(house.database, template=DEMO)
    _name_the_port(house, postgres)


def _file(house: "House") -> Path:
    return house.folder / "data" / "helpline.sqlite3"


@contextmanager
def _alone(kept: Path) -> Generator[None]:
    """One of several test processes fills; the others wait for what it made."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / f"{kept.name.split('-')[0]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep(house: "House", postgres: Postgres | None, kept: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="house-") as folder:
        made = Path(folder) / "made"
        made.mkdir()
        shutil.copytree(house.folder / KEYS, made / KEYS)
        if postgres is None:
            with closing(sqlite3.connect(_file(house))) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copyfile(_file(house), made / "database")
        else:
            _call("pg_dump", "--format=custom", f"--file={made / 'database'}", postgres.url(house.database))
        keep(made, kept)


def _restored(postgres: Postgres, dump: Path) -> None:
    """Have the filled database in this server; read from the dump by the first house that asks."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DEMO]).fetchone():
            return
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DEMO)))
    _call("pg_restore", "--exit-on-error", f"--dbname={postgres.url(DEMO)}", dump)


def _call(program: str, *arguments: str | Path) -> None:
    outcome = subprocess.run(
        [programs.find_program(program), *arguments],
        env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if outcome.returncode != 0:
        raise RuntimeError(f"{program} failed.\n{outcome.stderr[-3000:]}")


def _name_the_port(house: "House", postgres: Postgres | None) -> None:
    """The default site names the public address, and each house has a port of its own."""
    port = urlsplit(house.environment["PUBLIC_URL"]).port
    if postgres is None:
        with closing(sqlite3.connect(_file(house))) as lite:
            lite.execute("UPDATE wagtailcore_site SET port = ? WHERE is_default_site", [port])
            lite.commit()
        return
    with psycopg.connect(postgres.url(house.database), autocommit=True) as connection:
        connection.execute("UPDATE wagtailcore_site SET port = %s WHERE is_default_site", [port])
