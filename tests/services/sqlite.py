"""SQLite databases for tests, each a copy of one migrated file that is kept under var/."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from tests.services.postgres import ROOT, keep, migrate, shape_digest_of_files


def template() -> Path:
    """The migrated file, made when there is none for this state of the migrations."""
    kept = ROOT / "var" / "tests" / f"sqlite-{shape_digest_of_files()}"
    if kept.is_file():
        os.utime(kept)
        return kept
    with tempfile.TemporaryDirectory(prefix="house-") as folder:
        migrate(
            {"DATABASE_URL": "", "REDIS_URL": "", "HELPLINE_DATA": folder, "KEY_FOLDER": f"{folder}-keys"}
        )
        made = Path(folder) / "helpline.sqlite3"
        with closing(sqlite3.connect(made)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it in the one file that is copied
        keep(made, kept)
    return kept


def copy_to(path: Path) -> None:
    """A fresh database at `path`, whatever stood there before."""
    copy(template(), path)


def copy(made: Path, path: Path) -> None:
    """A database that nobody has open, so that all of it is in one file, at `path`, whatever stood there before."""
    for extra in ("-wal", "-shm"):
        path.with_name(path.name + extra).unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, path)
