"""Redis with Sentinel: the master dies in the middle of the talk, the sentinels make its replica the master.

    python -m bench.sentinel --parties 20 --each 40

A master, a replica and three sentinels with the files of deploy/redis, and two processes that know the sentinels alone.
Redis carries wake-ups only: messages are acknowledged all the while, and nothing may be lost, doubled or disordered.
What can be lost is time: how long until every process listens to the new master, and the longest that somebody waited
for what the other had said. Then the dead server is back as a replica, and the new master is killed. Nothing may be
written to a disk, by nobody.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

from redis.exceptions import ConnectionError as NoConnection
from redis.sentinel import Sentinel as Asking

from bench.faults import pairs
from bench.installation import make_parties
from bench.talker import BROWSER
from bench.update import Outcome, Update, prove
from tests.services.nginx import DEPLOY
from tests.services.plugin import services_folder
from tests.services.ports import free_port
from tests.services.production import Production
from tests.services.redis import Redis, Sentinel
from tests.services.systemd import answers

#: the name that the sentinels have for the master
MASTER = "house"
PASSWORD = "not: a/secret"
#: a server ends with the thread that started it, so one that is started during a run is by a thread that stays
_STARTER = ThreadPoolExecutor(1, "sentinel")
#: seconds after which it will not come any more
PATIENT = 60
#: how often is looked who waits for what the other said
_LOOK = 0.02


class Watched(Production):
    """A production shape with two Redis and the three sentinels that watch them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, mail=False)
        config = DEPLOY / "redis" / "helpline.conf"
        #: the first is the master
        self.stores = [self.redis, Redis(folder / "redis2", config=config)]
        for store in self.stores:
            store.addresses, store.port, store.password = ["127.0.0.1"], free_port(), PASSWORD
        self.sentinels = [
            Sentinel(
                folder / f"sentinel{number}",
                self.redis,
                name=MASTER,
                config=config.with_name("sentinel.conf"),
            )
            for number in range(3)
        ]

    @property
    def asking(self) -> Asking:
        """A client of the sentinels."""
        return Asking(
            [("127.0.0.1", sentinel.port) for sentinel in self.sentinels],
            sentinel_kwargs={"password": PASSWORD, "socket_timeout": 2},
        )

    def start(self, *, serving: bool = True) -> None:
        super().start(serving=False)
        master, replica = self.stores
        replica.follows = master
        replica.start()
        for sentinel in self.sentinels:
            sentinel.start()
        until(self._all_know_all)
        self.environment["REDIS_URL"] = self.sentinel_url
        for number in range(len(self.ports) if serving else 0):
            self.start_server(number)

    @property
    def sentinel_url(self) -> str:
        """The address of the sentinels, as REDIS_URL wants it."""
        places = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in self.sentinels)
        return f"redis+sentinel://:{quote(PASSWORD, safe='')}@{places}/{MASTER}"

    def stop(self) -> None:
        for sentinel in self.sentinels:
            sentinel.stop()
        for store in self.stores:
            store.stop()
        super().stop()

    def _all_know_all(self) -> bool:
        with self.asking as known:
            told = [client.sentinel_masters()[MASTER] for client in known.sentinels]
        return all(
            (one["num-slaves"], one["num-other-sentinels"], one["is_odown"]) == (1, 2, False) for one in told
        )

    def kill_master(self) -> None:
        """As a power cut does. The replica is the first from now on."""
        master, replica = self.stores
        master.kill()
        self.stores = [replica, master]

    def is_heard(self) -> bool:
        """Whether what was the replica is the master, and every process listens to it."""
        try:
            with self.stores[0].client() as client:
                listening = client.client_list(_type="pubsub")
                is_master = client.role()[0] == b"master"
        except NoConnection:  # whoever becomes the master sends everybody away
            return False
        # each sentinel listens to each server, too
        return is_master and len(listening) >= len(self.ports) + len(self.sentinels)

    def start_the_dead_one(self) -> None:
        """It comes back as it was; the sentinels know better."""
        master, dead = self.stores
        dead.follows = None
        dead.start()
        until(lambda: dead.follows_now(master) and self._all_know_all())

    @property
    def written(self) -> list[str]:
        """What any of the servers wrote down of what it held."""
        return [
            str(path.relative_to(self.whole))
            for server in (*self.stores, *self.sentinels)
            for path in server.folder.rglob("*")
            if path.suffix in {".rdb", ".aof"} or "appendonly" in path.name
        ]


def until(is_so: Callable[[], bool]) -> None:
    """Wait. Raises RuntimeError when it does not come."""
    deadline = perf_counter() + PATIENT
    while not is_so():
        if perf_counter() > deadline:
            raise RuntimeError("the servers do not find each other")
        time.sleep(0.05)


class MasterDies(Update):
    """The master dies in the middle of the talk, as often as is asked."""

    times = 1

    async def disturb(self) -> None:
        shape = self.shape
        assert isinstance(shape, Watched)
        self._longest = 0.0
        looking = asyncio.create_task(self._look())
        try:
            for turn in range(self.times):
                await asyncio.sleep(self.pause)
                shape.kill_master()
                await self._listened()
                if turn + 1 < self.times:
                    await asyncio.get_running_loop().run_in_executor(_STARTER, shape.start_the_dead_one)
            await asyncio.sleep(self.pause)
        finally:
            looking.cancel()
        if not all(answers(port) for port in shape.ports):
            self.outcome.broken.append("a process is not ready")
        self.outcome.broken += [f"{path} was written" for path in shape.written]
        self.disturbed = False

    async def _listened(self) -> None:
        assert isinstance(self.shape, Watched)
        began, before = perf_counter(), self.heard()
        while not await asyncio.to_thread(self.shape.is_heard):
            if perf_counter() - began > PATIENT:
                self.outcome.broken.append("not every process listens to the new master")
                break
            await asyncio.sleep(0.05)
        self.outcome.replaced.append(perf_counter() - began)
        if self.heard() == before and any(talker.outbox for talker in self.talkers):
            self.outcome.broken.append("nobody was heard while there was no master")

    async def _look(self) -> None:
        """How long somebody had not been shown what the other was told to have said."""
        since: dict[int, float] = {}
        while True:
            now = perf_counter()
            for nth, (one, other) in enumerate(pairs(self.talkers)):
                if one.last == other.last:
                    since.pop(nth, None)
                else:
                    self._longest = max(self._longest, now - since.setdefault(nth, now))
            await asyncio.sleep(_LOOK)

    def judge_pages(self) -> None:
        super().judge_pages()
        listened = ", ".join(f"{each:.1f} s" for each in self.outcome.replaced)
        self.outcome.what = "A master of Redis that dies"
        self.outcome.kept = (
            "No message was lost or doubled, everybody is back, no page was refused, "
            "and nothing was written to a disk. "
            f"Until every process listened to the new master: {listened}; "
            f"the longest that two people did not see the same: {self._longest:.1f} s."
        )


def play(*, parties: int = 20, each: int = 40, seed: int = 1, pause: float = 3, times: int = 2) -> Outcome:
    """Two Redis and three sentinels of their own; the master dies so many times."""
    folder = services_folder()
    try:
        with Watched(folder / "p") as shape:
            run = MasterDies(
                shape, make_parties(shape, parties), each=each, seed=seed, pause=pause, pace=BROWSER
            )
            run.times = times
            return run.play()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(
        prove("Prove that a master of Redis that dies takes no message along.", play, parties=20, each=40)
    )
