"""Three hosts: one with nginx, PostgreSQL and Redis, two with a process of the house each. One is cut off, and healed.

    python -m bench.hosts --parties 20 --each 90

Where the system allows it, each of the two is a network namespace with a cable of its own (veth), which is pulled: no
packet, no refusal, no end of a connection gets through, as with a machine whose switch dies. Elsewhere a process
stands for its host, and is stopped (SIGSTOP) for as long. People's clients are as patient as a browser. Nothing may be
lost or doubled, and everybody is back. nginx, PostgreSQL and Redis stand on the one host that is not cut off.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from time import perf_counter

from bench.installation import make_parties
from bench.processes import ROOT
from bench.talker import BROWSER
from bench.update import Outcome, Update, prove
from tests.services import programs
from tests.services.plugin import services_folder
from tests.services.ports import free_port
from tests.services.production import Production

#: longer than a browser hears nothing before it looks for another line
CUT_SECONDS = BROWSER.silence + 15


def ip(*words: str) -> "subprocess.CompletedProcess[bytes]":
    """Call iproute2."""
    return subprocess.run([programs.find_program("ip"), *words], capture_output=True, check=False)


def may_make_namespaces() -> bool:
    """Whether this system lets us make a network namespace with a cable."""
    name = f"hl{os.getpid()}"
    made = ip("netns", "add", name).returncode == 0
    wired = made and ip("link", "add", f"{name}x", "type", "veth", "peer", "name", f"{name}y").returncode == 0
    ip("link", "del", f"{name}x")
    ip("netns", "del", name)
    return wired


class Hosts(Production):
    """A production shape whose processes are on hosts of their own. apart: in namespaces; None: where it is allowed."""

    def __init__(self, *arguments: object, apart: bool | None = None) -> None:
        super().__init__(*arguments, mail=False)  # type: ignore[arg-type]
        self.apart = may_make_namespaces() if apart is None else apart
        self._net = 100 + os.getpid() % 100
        if self.apart:
            numbers = range(len(self.ports))
            self.postgres.networks = {self._near(n): f"10.{self._net}.{n}.0/30" for n in numbers}
            self.redis.addresses, self.redis.port = [self._near(n) for n in numbers], free_port()
            self.nginx.processes = [f"{self._far(n)}:{self.ports[n]}" for n in numbers]

    def _near(self, number: int) -> str:
        return f"10.{self._net}.{number}.1"

    def _far(self, number: int) -> str:
        return f"10.{self._net}.{number}.2"

    def _name(self, number: int) -> str:
        return f"hl{os.getpid()}-{number}"

    def start(self) -> None:
        if self.apart:
            for number in range(len(self.ports)):
                self._wire(number)
        super().start()

    def stop(self) -> None:
        super().stop()
        if self.apart:
            for number in range(len(self.ports)):
                ip("link", "del", f"{self._name(number)}a")
                ip("netns", "del", self._name(number))

    def _wire(self, number: int) -> None:
        name = self._name(number)
        for words in (
            ("netns", "add", name),
            ("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b"),
            ("link", "set", f"{name}b", "netns", name),
            ("addr", "add", f"{self._near(number)}/30", "dev", f"{name}a"),
            ("link", "set", f"{name}a", "up"),
            ("-n", name, "addr", "add", f"{self._far(number)}/30", "dev", f"{name}b"),
            ("-n", name, "link", "set", f"{name}b", "up"),
            ("-n", name, "link", "set", "lo", "up"),
        ):
            done = ip(*words)
            if done.returncode != 0:
                raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.decode()}")

    def start_server(self, number: int = 0) -> None:
        if not self.apart:
            super().start_server(number)
            return
        name, log = self._name(number), self.log_path(number)
        served = self.served_with() | {
            "DATABASE_URL": f"postgresql://house@{self._near(number)}:5432/{self.database}",
            "REDIS_URL": f"redis://{self._near(number)}:{self.redis.port}",
        }
        within = [str(programs.find_program("ip")), "netns", "exec", name, sys.executable]
        with log.open("ab") as output:
            process = subprocess.Popen(
                [*within, "manage.py", "serve", "--host", self._far(number), "--port", str(self.ports[number])],
                cwd=ROOT, env=served, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                preexec_fn=programs.end_with_parent(signal.SIGTERM),
            )  # fmt: skip
        self._servers[number] = process
        asks = [
            *within,
            "-c",
            f"import socket; socket.create_connection(('{self._far(number)}', {self.ports[number]}), 5)",
        ]
        programs.wait_for(
            lambda: subprocess.run(asks, capture_output=True, check=False).returncode == 0,
            process=process, log=log, seconds=180,
        )  # fmt: skip

    def cut(self, number: int) -> None:
        """Nothing gets to this host or from it any more; nobody is told."""
        if self.apart:
            ip("-n", self._name(number), "link", "set", f"{self._name(number)}b", "down")
        else:
            os.kill(self.pid(number), signal.SIGSTOP)

    def heal(self, number: int) -> None:
        """The cable is back."""
        if self.apart:
            ip("-n", self._name(number), "link", "set", f"{self._name(number)}b", "up")
        else:
            os.kill(self.pid(number), signal.SIGCONT)


class CutOff(Update):
    """Each host in turn is cut off for a while, and healed."""

    async def disturb(self) -> None:
        assert isinstance(self.shape, Hosts)
        for number in range(len(self.shape.ports)):
            await asyncio.sleep(self.pause)
            began = perf_counter()
            self.shape.cut(number)
            try:
                await asyncio.sleep(CUT_SECONDS)
            finally:
                self.shape.heal(number)
            self.outcome.replaced.append(perf_counter() - began)
            await asyncio.sleep(self.pause)
        self.disturbed = False

    def judge_pages(self) -> None:
        """Who reads from a host while it is cut off waits in vain: that is counted, and no broken promise."""
        assert isinstance(self.shape, Hosts)
        self.outcome.what = f"A host cut off ({'namespaces' if self.shape.apart else 'stopped processes'})"
        self.outcome.kept = "No message was lost or doubled, and everybody is back."


def play(*, parties: int, each: int, seed: int = 1, pause: float = 3, apart: bool | None = None) -> Outcome:
    """Three hosts of their own."""
    folder = services_folder()
    try:
        with Hosts(folder / "p", apart=apart) as shape:
            people = make_parties(shape, parties)
            run = CutOff(shape, people, each=each, seed=seed, pause=pause, pace=BROWSER)
            return run.play()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(prove("Prove that a host that is cut off loses no message.", play, parties=20, each=90))
