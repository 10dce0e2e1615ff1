"""What every stage of the test run would wait for, made before it: databases that are migrated, and filled.

Each costs a minute on one core, so both engines are prepared side by side. What stands already is left as it is.
"""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from tests.services import sqlite
from tests.services.house import House
from tests.services.plugin import services_folder
from tests.services.postgres import Postgres
from tests.services.redis import Redis


def prepare(engine: str) -> float:
    """Have a migrated database and a filled house kept for `engine`; returns the seconds it took."""
    started = monotonic()
    folder = services_folder()
    servers = None
    try:
        if engine == "postgres":
            servers = Postgres(folder / "pg"), Redis(folder / "redis")
            for server in servers:
                server.start()
        else:
            sqlite.template()
        house = House(folder / "house", engine=engine, servers=servers)
        try:
            house.start(serving=False)
        finally:
            house.stop()
    finally:
        for server in servers or ():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return monotonic() - started


def main() -> int:
    engines = ("postgres", "sqlite")
    with ThreadPoolExecutor(len(engines)) as both:
        for engine, took in zip(engines, both.map(prepare, engines), strict=True):
            print(f"prepared {engine}: {took:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
