"""A PostgreSQL and its standby: the first one dies in the middle of everybody's sentence, the second takes its place.

    python -m bench.standby --parties 20 --each 60

Both really write to the disk, and a commit waits for both (`synchronous_standby_names`). Two processes know both by one
DATABASE_URL. The worst moment is chosen: the standby stands still for longer than the chat has patience, so that
messages are written on the first one that the second never heard of; then the first one is killed, and the second is
promoted by deploy/bin/promote. What was acknowledged may not be lost or doubled. Then the machines change places: the
first one is made anew as the standby, and the second one is killed while people talk.

With --asynchronous no commit waits for the standby: a fault that is planted, and has to be found.
"""

import argparse
import asyncio
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from bench.installation import make_parties
from bench.talker import BROWSER
from bench.update import Outcome, Update
from tests.services import programs
from tests.services.nginx import DEPLOY
from tests.services.plugin import services_folder
from tests.services.ports import free_port
from tests.services.postgres import Postgres, Standby
from tests.services.production import Production

#: longer than the chat waits for a commit (chat.fastlog.PATIENCE)
HELD_SECONDS = 6
#: seconds after which nobody will be heard any more
PATIENT = 60
#: every message is of somebody: these words stand in what is said, and nowhere else
SAID = b" van visitor of "
#: a server ends with the thread that started it, so one that is made during a run is started by a thread that stays
_STARTER = ThreadPoolExecutor(1, "standby")


class Two(Production):
    """A production shape on two PostgreSQL, known by one address. synchronous: a commit waits for both."""

    def __init__(self, folder: Path, *, synchronous: bool = True) -> None:
        super().__init__(folder, mail=False)
        self.synchronous = synchronous
        self._config = DEPLOY / "postgresql" / "helpline.conf"
        #: the first is the primary
        self.servers = [
            self.postgres,
            Standby(folder / "pg2", self.postgres, name="db2", config=self._config),
        ]
        for server in self.servers:
            self._give_address(server)

    def _give_address(self, server: Postgres) -> None:
        server.networks, server.port = {"127.0.0.1": "127.0.0.1/32"}, free_port()
        server.more = [DEPLOY / "postgresql" / "standby.conf"]

    def start(self, *, serving: bool = True) -> None:
        super().start(serving=False)
        servers = ",".join(f"127.0.0.1:{server.port}" for server in self.servers)
        self.environment["DATABASE_URL"] = f"postgresql://house@{servers}/{self.database}"
        self._follow()
        for number in range(len(self.ports) if serving else 0):
            self.start_server(number)

    def stop(self) -> None:
        super().stop()
        for server in self.servers:
            server.stop()

    def _follow(self) -> None:
        """Have the second server follow the first, and commits wait for it."""
        first, second = self.servers
        assert isinstance(second, Standby)
        if self.synchronous:
            # before it is copied: so the copy waits for a standby too, which whoever promotes it must know
            self._ask(first, f"ALTER SYSTEM SET synchronous_standby_names = '{second.name}'")
            self._ask(first, "SELECT pg_reload_conf()")
        second.start()
        wanted = "sync" if self.synchronous else "async"
        until = perf_counter() + PATIENT
        while self._ask(first, "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'") != [
            (wanted,)
        ]:
            if perf_counter() > until:
                raise RuntimeError("the standby does not follow")

    def promote(self) -> None:
        """What an administrator types on the second machine, once the first is gone; it is the first from now on."""
        first, second = self.servers
        promoted = subprocess.run(
            [DEPLOY / "bin" / "promote"],
            env={"PATH": f"{programs.find_program('psql').parent}:/usr/bin:/bin", "PGUSER": "house",
                 "PGHOST": str(second.folder), "PGPORT": str(second.port)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if promoted.returncode != 0:
            raise RuntimeError(f"deploy/bin/promote failed.\n{promoted.stdout}{promoted.stderr}")
        self.servers = [second, first]

    def make_the_old_one_follow(self) -> None:
        """The machine that died is back, with another copy of the data, as the standby of the other one."""
        first, dead = self.servers
        anew = Standby(dead.folder, first, name="db1", config=self._config)
        anew.networks, anew.port, anew.more = dead.networks, dead.port, dead.more
        self.servers = [first, anew]
        self._follow()

    def holds(self, words: bytes) -> list[str]:
        """The files of both servers in which these words stand, their logs and WAL included."""
        found = []
        for server in self.servers:
            for path in sorted(server.folder.rglob("*")):
                with suppress(FileNotFoundError):  # the one that lives removes WAL
                    if path.is_file() and words in path.read_bytes():
                        found.append(str(path.relative_to(server.folder)))
        return found

    @staticmethod
    def _ask(server: Postgres, question: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(question)
            return cursor.fetchall() if cursor.description else []


class Failover(Update):
    """The primary dies in the middle of the talk, as often as is asked."""

    times = 1

    async def disturb(self) -> None:
        shape = self.shape
        assert isinstance(shape, Two)
        for turn in range(self.times):
            await asyncio.sleep(self.pause)
            first, second = shape.servers
            if turn == 0:
                with second.held():
                    await self._nobody_is_heard()
                    await asyncio.to_thread(first.kill)
            else:
                await asyncio.to_thread(first.kill)
            await self._promoted()
            if found := await asyncio.to_thread(shape.holds, SAID):
                self.outcome.broken.append(f"what was said can be read in {', '.join(found[:5])}")
            if turn + 1 < self.times:
                await asyncio.get_running_loop().run_in_executor(_STARTER, shape.make_the_old_one_follow)
        await asyncio.sleep(self.pause)
        self.disturbed = False

    async def _nobody_is_heard(self) -> None:
        """Longer than the chat has patience nothing may be acknowledged: the second server would not have it."""
        await asyncio.sleep(1)  # what was on its way
        before = self.heard()
        await asyncio.sleep(HELD_SECONDS)
        if heard := self.heard() - before:
            self.outcome.broken.append(f"{heard} messages were acknowledged that the standby does not have")

    async def _promoted(self) -> None:
        assert isinstance(self.shape, Two)
        began = perf_counter()
        await asyncio.sleep(0.05)  # what was on its way
        before = self.heard()
        promoting = asyncio.create_task(asyncio.to_thread(self.shape.promote))
        while self.heard() == before:
            if all(talker.is_quiet for talker in self.talkers):
                self.outcome.broken.append("nobody had anything to say: nothing was proved")
                break
            if perf_counter() - began > PATIENT:
                self.outcome.broken.append("nobody was heard any more")
                break
            await asyncio.sleep(0.01)
        self.outcome.replaced.append(perf_counter() - began)
        await promoting

    def judge_pages(self) -> None:
        """Who reads while there is no database is told so: that is counted, and no broken promise."""
        refused = sum(count for status, count in self.outcome.pages.items() if status != 200)
        silence = ", ".join(f"{each:.1f} s" for each in self.outcome.replaced)
        self.outcome.what = "A primary that dies"
        self.outcome.kept = (
            f"No message was lost or doubled, and everybody is back. Nobody could speak for {silence}; "
            f"{refused} pages were refused meanwhile."
        )


def play(
    *,
    parties: int = 20,
    each: int = 60,
    seed: int = 1,
    pause: float = 3,
    times: int = 2,
    synchronous: bool = True,
) -> Outcome:
    """Two servers of their own, of which the primary dies so many times."""
    folder = services_folder()
    try:
        with Two(folder / "p", synchronous=synchronous) as shape:
            run = Failover(
                shape, make_parties(shape, parties), each=each, seed=seed, pause=pause, pace=BROWSER
            )
            run.times = times
            return run.play()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Prove that a primary that dies takes no message along.")
    parser.add_argument("--parties", type=int, default=20)
    parser.add_argument("--each", type=int, default=60, help="messages of each person")
    parser.add_argument("--times", type=int, default=2, help="how often a primary dies")
    parser.add_argument("--asynchronous", action="store_true", help="plant a fault")
    options = parser.parse_args()
    outcome = play(
        parties=options.parties, each=options.each, times=options.times, synchronous=not options.asynchronous
    )
    print(outcome.report())
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
