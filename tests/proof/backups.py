"""What an operator keeps of a house, put back elsewhere: the database, and never the key folder.

Three forms: a dump, a base backup of the whole server (its files and write-ahead log), and on SQLite a copy of the
file. Elsewhere it is looked at with the keys of the day on which somebody looks.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connection

from helpline.programmes import queries as programmes
from helpline.vault import actions as vault
from tests.services import programs
from tests.services.plugin import services_folder
from tests.services.postgres import Postgres, recreate

_numbers = count(1)


def forms() -> list[str]:
    """The forms a backup of this engine has; the quick one first."""
    return ["dump", "base backup"] if connection.vendor == "postgresql" else ["file"]


def take(form: str, folder: Path) -> Path:
    """Make a backup of the database as it is now; returns where it stands."""
    made = folder / form.replace(" ", "-")
    if form == "file":
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as here,
            closing(sqlite3.connect(made)) as there,
        ):
            here.backup(there)
    elif form == "dump":
        _run("pg_dump", "--format=custom", f"--file={made}", _address(_here()))
    else:
        _run("pg_basebackup", "--pgdata", made / "data", "--dbname", _address(_here()), "--checkpoint=fast")
    return made


@contextmanager
def put_back(form: str, backup: Path) -> Generator[dict[str, str]]:
    """Restore the backup somewhere else; the place, for `looking_at`."""
    if form == "file":
        yield {"NAME": str(shutil.copyfile(backup, backup.with_name(f"back-{next(_numbers)}")))}
    elif form == "dump":
        there = _here() | {"NAME": f"back_{next(_numbers)}"}
        with psycopg.connect(_address(_here() | {"NAME": "postgres"}), autocommit=True) as maintenance:
            recreate(maintenance, there["NAME"], template="template0")
            _run("pg_restore", "--exit-on-error", f"--dbname={_address(there)}", backup)
            yield there
            maintenance.execute(f'DROP DATABASE "{there["NAME"]}" WITH (FORCE)')
    else:
        folder = services_folder()
        server = Postgres(Path(shutil.copytree(backup, folder / "pg")))
        server.start_again()
        try:
            yield _here() | {"HOST": str(server.folder)}
        finally:
            server.stop()
            shutil.rmtree(folder)


def _here() -> dict[str, str]:
    return {key: str(connection.settings_dict[key]) for key in ("NAME", "USER", "HOST")}


def _address(place: Mapping[str, str]) -> str:
    return f"postgresql://{place['USER']}@{quote(place['HOST'], safe='')}/{place['NAME']}"


@contextmanager
def looking_at(place: Mapping[str, str], keys: Path) -> Generator[None]:
    """Look at this database with these keys, and no longer at the house.

    Nothing of the house is left in the process: no connection, no key that was unwrapped before.
    """
    house, house_keys = dict(connection.settings_dict), settings.KEY_FOLDER
    _forget()
    connection.settings_dict.update(place)
    settings.KEY_FOLDER = keys
    try:
        yield
    finally:
        _forget()
        connection.settings_dict.update(house)
        settings.KEY_FOLDER = house_keys


def _forget() -> None:
    """As a process that has just started."""
    connection.close()
    vault._cache.clear()
    programmes.forget()


def _run(program: str, *arguments: str | Path) -> None:
    found = programs.find_program("postgres").with_name(program)
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
