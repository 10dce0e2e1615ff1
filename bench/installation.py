"""The platform under measurement: its own server, a PostgreSQL that really writes to the disk, and Redis."""

import asyncio
import json
import os
import shutil
import tempfile
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.processes import run_inside
from tests.services.house import House
from tests.services.postgres import Postgres
from tests.services.redis import Redis


@dataclass(frozen=True, slots=True)
class Party:
    """A conversation and how its people come in: the Cookie header of each. lead: may read along; "" for nobody."""

    id: str
    slug: str
    visitor: str
    counsellor: str
    lead: str = ""


@contextmanager
def pinned(core: int | None) -> Generator[None]:
    """Start what is started in here on one core: children inherit where their parent may run."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Installation:
    """`with Installation(...) as ours:` - servers up, demo content in, gone afterwards.

    processes: server processes. core: where they run; the database, Redis and the client run on `other_core`.
    """

    def __init__(self, *, processes: int = 1, core: int | None = None, other_core: int | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self.folder.chmod(0o711)  # the database's own user must reach its folder inside
        self._core, self._other_core = core, other_core
        # a server ends with the thread that started it, so one that a run restarts is started by a thread that stays
        self._hands = ThreadPoolExecutor(1, "installation")
        self.postgres = Postgres(self.folder / "pg", durable=True)
        self.redis = Redis(self.folder / "redis")
        self.house = House(
            self.folder / "h", engine="postgres", processes=processes, servers=(self.postgres, self.redis)
        )

    def __enter__(self) -> "Installation":
        try:
            with pinned(self._other_core):
                self.postgres.start()
                self.redis.start()
            with pinned(self._core):
                self.house.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused: object) -> None:
        self.house.stop()
        self.redis.stop()
        self.postgres.stop()
        self._hands.shutdown()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_server(self, number: int = 0) -> None:
        with pinned(self._core):
            self.house.start_server(number)

    async def restart_server(self, number: int, down: float) -> None:
        """Kill a server without warning, and start it again after some seconds."""
        await asyncio.to_thread(self.house.kill_server, number)
        await asyncio.sleep(down)
        await asyncio.get_running_loop().run_in_executor(self._hands, self.start_server, number)

    def parties(self, count: int, *, leads: int = 0) -> list[Party]:
        """Make so many conversations, with so many shift leads."""
        return make_parties(self.house, count, leads=leads)


def make_parties(house: House, count: int, *, leads: int = 0) -> list[Party]:
    """So many conversations in full swing in a house; with shift leads who are also managers, shared out over them."""
    made = run_inside(
        house.environment, "bench.people", str(count), str(leads), code=house.code, python=house.python
    )
    return [Party(**json.loads(line)) for line in made.splitlines()]
