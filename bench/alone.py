"""Measuring in a process of its own, beside a database that nobody else uses."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def measured(module: str, engine: str) -> Any:
    """Start the engine ("postgres" or "sqlite"), run `python -m module --measure` there, and return what it printed.

    The last line that it prints is JSON. Raises RuntimeError with its complaint when it fails.
    """
    from tests.services import sqlite
    from tests.services.postgres import FOR_TESTS, Postgres

    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the database's own user must reach its folder inside
        environment = {
            **os.environ, **FOR_TESTS, "PYTHONPATH": str(ROOT),
            "HELPLINE_DATA": str(folder / "data"), "KEY_FOLDER": str(folder / "keys"),
        }  # fmt: skip
        postgres = None
        if engine == "postgres":
            postgres = Postgres(folder / "pg")
            postgres.start()
            # a start asks for a Redis, and what is measured here needs none
            environment |= {"DATABASE_URL": postgres.create("bench"), "REDIS_URL": "redis://localhost"}
        else:
            (folder / "data").mkdir()
            sqlite.copy_to(folder / "data" / "helpline.sqlite3")
            environment.pop("DATABASE_URL", None)
        try:
            told = subprocess.run(
                [sys.executable, "-m", module, "--measure"],
                env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
            )  # fmt: skip
        finally:
            if postgres is not None:
                postgres.stop()
        if told.returncode != 0:
            raise RuntimeError(told.stderr[-3000:])
        return json.loads(told.stdout.splitlines()[-1])
