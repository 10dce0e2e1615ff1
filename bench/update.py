"""An update under load: nginx before two processes, people in the middle of a sentence, and each process replaced.

    python -m bench.update --parties 40 --each 40
    python -m bench.update --from 1.0

Everybody comes in through nginx with the files of deploy/, visitors and counsellors by their own hosts. Beside them
somebody reads pages without a pause. deploy/bin/update does it: checks, migrations and files first, then each process
is ended as systemd ends it (bye, drain) and started again, one after the other. Nothing may be lost or doubled,
everybody is back at the end, and no page was refused.

With `--from` the house is one of an earlier release, with its own tables. The new release is prepared while that one
serves (docs/operate.md, Update, step 2), so that old code works on new tables for a while, also in a process that
starts then; only after that each process is replaced by one of the new. People come in all the time
(bench/newcomers.py).
"""

import argparse
import asyncio
import http.client
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter

from bench.exactly_once import violations
from bench.faults import pairs, read_log
from bench.installation import Party, make_parties
from bench.newcomers import Newcomers, Refused
from bench.older import NoHistory, Older, before_the_newest_migration, unpack
from bench.talker import HURRIED, Pace, Talker, wait_for_quiet
from tests.services.nginx import DEPLOY, HELPWANTED, STAFF
from tests.services.plugin import services_folder
from tests.services.production import Production
from tests.services.systemd import Systemd

#: nginx takes a process that refused it for gone for two seconds (deploy/render), also when it is back within them: the
#: next one may not go before, or there is none left. deploy/bin/update waits six.
FORGIVEN = 3.0
#: starts processes: each ends with the thread that started it (programs.end_with_parent), so this one stays
_STARTER = ThreadPoolExecutor(1)
#: what a reader without scripts asks for, over and over
PAGES = ("/", "/helpwanted/", "/helpwanted/chat/", "/stopitnow/", "/helpwanted/what-we-keep/")


@dataclass(slots=True)
class Outcome:
    """What a run did, and every way in which it was not as promised (none)."""

    messages: int
    people: int = 0
    reconnects: int = 0
    seconds: float = 0.0
    replaced: list[float] = field(default_factory=list)
    pages: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    #: the programs that the update called, in order
    ran: list[str] = field(default_factory=list)
    what: str = "Update under load"
    kept: str = "No message was lost or doubled, everybody is back, and no page was refused."
    #: about what came beside: where it was updated from, and who came in meanwhile
    beside: list[str] = field(default_factory=list)

    def report(self) -> str:
        lines = [
            f"{self.what}: {self.people} people on sockets, {self.messages} messages, {self.seconds:.0f} s; "
            f"each in {', '.join(f'{each:.1f} s' for each in self.replaced)}; "
            f"{self.reconnects} times back on the line; {sum(self.pages.values())} pages read meanwhile.",
            *self.beside,
            *(f"BROKEN: {told}" for told in self.broken[:50]),
        ]
        if not self.broken:
            lines.append(self.kept)
        return "\n".join(lines)


class Update:
    """One run in a production shape that is up. left_out: commands of manage.py that are not run (Systemd).

    pace: how patient people's browsers are.
    """

    def __init__(
        self,
        shape: Production,
        parties: list[Party],
        *,
        each: int,
        seed: int,
        pause: float,
        left_out: tuple[str, ...] = (),
        pace: Pace = HURRIED,
    ) -> None:
        self.shape = shape
        self.pace = pace
        self.left_out = left_out
        self._parties, self._each = parties, each
        self.pause = pause
        self._chance = random.Random(seed)
        self.outcome = Outcome(messages=2 * each * len(parties), people=2 * len(parties))
        self.disturbed = True
        self.newcomers = Newcomers(shape, parties[0].counsellor) if isinstance(shape, Older) else None
        self.talkers: list[Talker] = []

    async def run(self) -> Outcome:
        started = perf_counter()
        port = self.shape.nginx.port
        hosts = (f"{HELPWANTED}:{port}", f"{STAFF}:{port}")
        talkers = self.talkers = [
            Talker([port], hosts[side], party, side, random.Random(self._chance.random()), pace=self.pace)
            for party in self._parties
            for side in (0, 1)
        ]
        if self.newcomers is not None:
            await asyncio.to_thread(self.newcomers.start)
        lives = [asyncio.create_task(talker.live()) for talker in talkers]
        reading = asyncio.create_task(asyncio.to_thread(self._read))
        replacing = asyncio.create_task(self.disturb())
        try:
            await asyncio.gather(
                *(self._chat(number, each) for number, each in enumerate(talkers)), replacing
            )
            if still := await wait_for_quiet(talkers, lives):
                self.outcome.broken.append(still)
        finally:
            self.disturbed = False
            for task in (replacing, *lives):
                task.cancel()
            await asyncio.gather(replacing, reading, *lives, return_exceptions=True)
            if self.newcomers is not None:
                await asyncio.to_thread(self.newcomers.stop)
                self.outcome.beside.append(self.newcomers.report())
                self.outcome.broken += self.newcomers.broken
        for party, pair in zip(self._parties, pairs(talkers), strict=True):
            await self._check(party, pair, hosts[0])
        self.outcome.reconnects = sum(talker.reconnects for talker in talkers)
        self.judge_pages()
        self.outcome.seconds = perf_counter() - started
        return self.outcome

    def play(self) -> Outcome:
        """`run`, in an event loop of its own."""
        with asyncio.Runner() as runner:
            return runner.run(self.run())

    def heard(self) -> int:
        """How many messages were acknowledged so far."""
        return sum(len(talker.person.acknowledged) for talker in self.talkers)

    async def _chat(self, number: int, talker: Talker) -> None:
        """Say so many things: the first ones quickly, then at the pace of somebody who types."""
        await asyncio.sleep(self._chance.random())
        for nth in range(self._each):
            talker.say(f"{number}-{nth}", f"bericht {nth} van {talker.person.name}")
            await asyncio.sleep(self._chance.random() * (0.6 if nth < 10 else 3))

    async def disturb(self) -> None:
        """What an administrator types: deploy/bin/update with the ports of the processes."""
        await asyncio.sleep(self.pause)
        ports = [str(port) for port in self.shape.ports]
        folder = self.shape.whole / "systemd"
        with Systemd(
            folder, self.shape.served_with(), public=self.shape.nginx.public,
            restart=lambda port: _STARTER.submit(self._restart, port).result(), left_out=self.left_out,
        ) as machine:  # fmt: skip
            if isinstance(self.shape, Older):
                self._phase("while tables change")
                self._judge(await asyncio.to_thread(machine.run, "update"))
                self._phase("old code on new tables")
                await asyncio.sleep(self.pause)
                # whoever fails is started anew by systemd, and so is the old release when an update is taken back
                await asyncio.to_thread(lambda: _STARTER.submit(self._restart, int(ports[-1])).result())
                await asyncio.sleep(max(FORGIVEN, self.pause))
                self.shape.become_new()
                self._phase("while processes are replaced")
            self._judge(
                await asyncio.to_thread(
                    machine.run, "update", *ports, SPREAD=str(max(FORGIVEN, self.pause * 1.5))
                )
            )
            self.outcome.ran = machine.ran
        self._phase("after")
        await asyncio.sleep(self.pause)
        self.disturbed = False

    def _phase(self, name: str) -> None:
        if self.newcomers is not None:
            self.newcomers.phase = name

    def _judge(self, done: "subprocess.CompletedProcess[str]") -> None:
        if done.returncode != 0:
            self.outcome.broken.append(
                f"deploy/bin/update ended with {done.returncode}: {done.stderr[-2000:]}"
            )

    def _restart(self, port: int) -> bool:
        """As `systemctl restart helpline-web@PORT`: it returns when the new process answers."""
        number = self.shape.ports.index(port)
        began = perf_counter()
        code = self.shape.stop_server(number)
        if code != 0:
            self.outcome.broken.append(f"process {number} did not end by itself: {code}")
        self.shape.start_server(number)
        self.outcome.replaced.append(perf_counter() - began)
        return subprocess.run([DEPLOY / "bin" / "wait-for", str(port)], check=False).returncode == 0

    def judge_pages(self) -> None:
        """Nobody who read was refused."""
        if refused := {status: n for status, n in self.outcome.pages.items() if status != 200}:
            self.outcome.broken.append(f"pages were refused: {refused}")

    def _read(self) -> None:
        """Read pages, one after the other, each on a connection of its own, until the processes are replaced."""
        nth = 0
        while self.disturbed:
            line = http.client.HTTPConnection("127.0.0.1", self.shape.nginx.port, timeout=60)
            try:
                line.request(
                    "GET", PAGES[nth % len(PAGES)], headers={"Host": f"{HELPWANTED}:{self.shape.nginx.port}"}
                )
                answer = line.getresponse()
                answer.read()
                self.outcome.pages[answer.status] += 1
            except OSError:
                self.outcome.pages[0] += 1
            finally:
                line.close()
            nth += 1

    async def _check(self, party: Party, pair: tuple[Talker, Talker], host: str) -> None:
        for talker in pair:
            self.outcome.broken += talker.refusals
        log = await read_log(self.shape.nginx.port, host, f"/{party.slug}/chat/road/", party.visitor)
        told = violations(log, [talker.person for talker in pair])
        self.outcome.broken += [f"{party.id[:8]}: {each}" for each in told]


def run_in(
    shape: Production,
    *,
    parties: int,
    each: int,
    seed: int = 1,
    pause: float = 4,
    left_out: tuple[str, ...] = (),
) -> Outcome:
    """An update of a shape that is up already.

    pause: seconds before and after; half as much again between two, and never less than FORGIVEN.
    """
    update = Update(shape, make_parties(shape, parties), each=each, seed=seed, pause=pause, left_out=left_out)
    return update.play()


def play(*, parties: int, each: int, seed: int = 1) -> Outcome:
    """An update in a shape of its own."""
    folder = services_folder()
    try:
        with Production(folder / "p", mail=False) as shape:
            return run_in(shape, parties=parties, each=each, seed=seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def play_from(revision: str, *, parties: int, each: int, seed: int = 1) -> Outcome:
    """An update of a house of an earlier release to this one. Raises NoHistory when its code is not to be had."""
    folder = services_folder()
    try:
        release = unpack(revision, folder / "code")
        with Older(folder / "p", release) as shape:
            update = Update(shape, make_parties(shape, parties), each=each, seed=seed, pause=4)
            outcome = update.outcome
            outcome.what = f"Update from {release.revision[:12]} under load"
            outcome.beside.append(f"its migrations: {', '.join(release.migrations) or 'none'}")
            try:
                update.play()
            except (Refused, RuntimeError) as error:  # what was seen before is told all the same
                outcome.broken.append(f"it could not go on: {error}")
            if errors := errors_in(shape.logs()):
                outcome.broken.append(f"in the logs of the processes: {errors[-1500:]}")
            return outcome
    finally:
        shutil.rmtree(folder, ignore_errors=True)


#: Django's names, and PostgreSQL's own, by which the chat's log speaks of them
_REFUSED = r"\b(?:(?:Integrity|Programming|Data)Error|\w+Violation|Undefined(?:Column|Table|Function))\b"


def errors_in(logs: str) -> str:
    """What the processes' statements did not find or were refused in the tables, counted; "" for nothing."""
    lines = [line for line in logs.splitlines() if re.search(_REFUSED, line)]
    return "; ".join(f"{n} times {line.strip()[:300]}" for line, n in Counter(lines).most_common(8))


def play_newest(*, parties: int, each: int) -> Outcome:
    """An update over the newest migration; of this release by itself where there is no history, which is told."""
    try:
        return play_from(before_the_newest_migration(), parties=parties, each=each)
    except NoHistory as missing:
        outcome = play(parties=parties, each=each)
        outcome.beside.append(f"From this very release: an earlier one is not to be had ({missing}).")
        return outcome


def prove(
    what: str,
    run: Callable[..., Outcome],
    *,
    parties: int,
    each: int,
    run_from: Callable[..., Outcome] | None = None,
) -> int:
    """The command line of a proof with people in it: how many there are, its report, its exit code.

    run_from: the same from an earlier release, where a proof can begin with one.
    """
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--parties", type=int, default=parties)
    parser.add_argument("--each", type=int, default=each, help="messages of each person")
    if run_from is not None:
        parser.add_argument("--from", dest="revision", help="an earlier release: a tag or a commit")
    options = parser.parse_args()
    if run_from is None or options.revision is None:
        outcome = run(parties=options.parties, each=options.each)
    else:
        try:
            outcome = run_from(options.revision, parties=options.parties, each=options.each)
        except NoHistory as missing:
            parser.error(str(missing))
    print(outcome.report())
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(prove("Prove that an update drops no chat.", play, parties=40, each=40, run_from=play_from))
