"""Ten minutes of a full house: thousands of sockets on two processes, faults, bad company, figures meanwhile.

    python -m bench.endurance                                   at full size, in `make bench`
    python -m bench.endurance --seconds 60 --chats 200 --sockets 500

Every chat has its visitor and its counsellor; the sockets beyond that are shift leads who read along. A part of the
people sits behind a bad network from the first moment to the last; the others are the well-behaved ones, whose
deliveries are told by stretch: calm, faults (Redis emptied, a process killed and started again, everybody cut off),
company (clients that never read, read slowly or flood), figures (the annual report, over and over), calm again.

In the end every log is compared with what its people said, were told and saw; the memory of each process may not have
grown; nobody bad may have stayed. Decision 0158 says why it is so. The exit code is 0 when every target is met.
"""

import argparse
import asyncio
import gc
import os
import random
import resource
import sys
from collections.abc import Awaitable, Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from time import perf_counter

from bench.bad_network import CALM, BadNetwork, Weather
from bench.company import Company
from bench.endured import FULL, STRETCHES, Outcome, Plan, Stretch
from bench.exactly_once import Line, violations
from bench.faults import read_log
from bench.installation import Installation, Party
from bench.load import settle
from bench.memory import Scales
from bench.processes import ROOT, cpu_seconds, run_inside
from bench.rooms import SENTENCE
from bench.talker import BROWSER, HURRIED, Talker
from bench.wire import PATIENCE, ask
from tests.services.nginx import Nginx

QUIET_SECONDS = 180
#: one conversation of so many has all its people behind the bad network
EVERY = 5
#: per frame; every kind of fault happens some times a minute
WEATHER = Weather(
    drop=0.004,
    twice=0.01,
    hold=0.02,
    overtake=0.005,
    deaf=0.002,
    cut=0.004,
    cut_request=0.02,
    half_open=0.002,
)
YEAR = 2021
#: looks at figures until a process has what it will have: the first is made within it, while the process beside loads
WARM = 6


class Endurance:
    """One run in an installation that is up. door: the port of the nginx before it, where bad company comes in."""

    def __init__(self, ours: Installation, plan: Plan, *, door: int, seed: int) -> None:
        self._ours, self._plan, self._door = ours, plan, door
        self._chance = random.Random(seed)
        self._said: dict[str, tuple[float, int, Stretch]] = {}
        self._now = Stretch("coming in")
        self._everybody: list[Talker] = []
        self._scales = Scales()
        self._up = list(range(len(ours.house.ports)))
        self.outcome = Outcome(plan)

    async def run(self) -> Outcome:
        """Everything, from coming in to the last log."""
        plan, house = self._plan, self._ours.house
        host = house.url.removeprefix("http://")
        made = self._ours.parties(plan.chats + plan.bad, leads=plan.leads)
        parties, bad = made[: plan.chats], made[plan.chats :]
        tell(
            f"{plan.chats} chats, {plan.sockets} sockets, {plan.rate:g} messages a second, {plan.seconds:g} s"
        )
        async with BadNetwork(house.ports, self._chance, WEATHER) as network:
            groups = [self._people(party, nth, network, host) for nth, party in enumerate(parties)]
            everybody = self._everybody = [talker for group in groups for talker in group]
            lives = [asyncio.create_task(self._live(talker, nth)) for nth, talker in enumerate(everybody)]
            weighing = asyncio.create_task(self._weigh_for_ever(everybody))
            speaking: asyncio.Task[None] | None = None
            try:
                if not await settle(lambda: all(t.is_in for t in self._steady(groups)), 600):
                    raise RuntimeError("not everybody came in within ten minutes")
                await self._warm(parties[0], range(len(house.ports)))
                speaking = asyncio.create_task(self._speak_for_ever(groups))
                since = await self._stretches(
                    network, Company(self._door, house.ports[0], bad), parties, groups
                )
                speaking.cancel()
                network.weather = CALM
                await self._wait_for_quiet(groups, lives)
                self.outcome.growth = [
                    self._scales.growth(house.pid(number), since) for number in range(len(house.ports))
                ]
            finally:
                for task in (weighing, *lives, *([speaking] if speaking else [])):
                    task.cancel()
                await asyncio.gather(weighing, *lives, return_exceptions=True)
            self.outcome.happened += network.happened
            self.outcome.reconnects = sum(talker.reconnects for talker in everybody) - len(everybody)
        tell("reading every log")
        await self._check(parties, groups, host)
        return self.outcome

    # --- people ---------------------------------------------------------------------------------------------------

    def _people(self, party: Party, nth: int, network: BadNetwork, host: str) -> list[Talker]:
        """The two people of a chat, and a lead who reads along in as many chats as there are sockets for."""
        plan = self._plan
        ports = [network.port] if nth % EVERY == 0 else self._ours.house.ports
        sides = (0, 1, 2) if nth < plan.sockets - 2 * plan.chats else (0, 1)
        return [
            Talker(
                ports, host, party, side, random.Random(self._chance.random()), pace=plan.pace,
                on_shown=partial(self._shown, side) if side < 2 and nth % EVERY else None,
            )
            for side in sides
        ]  # fmt: skip

    @staticmethod
    def _steady(groups: list[list[Talker]]) -> list[Talker]:
        return [talker for nth, group in enumerate(groups) if nth % EVERY for talker in group]

    async def _live(self, talker: Talker, nth: int) -> None:
        await asyncio.sleep(nth / self._plan.entering)
        await talker.live()

    def _shown(self, side: int, line: Line) -> None:
        said_at, by, stretch = self._said[line.cid]
        if by != side:
            stretch.delays.append(perf_counter() - said_at)

    async def _speak_for_ever(self, groups: list[list[Talker]]) -> None:
        """Messages at random moments, each from somebody else."""
        loop = asyncio.get_running_loop()
        due, number, order = loop.time(), 0, list(range(len(groups)))
        while True:
            due += self._chance.expovariate(self._plan.rate)
            await asyncio.sleep(max(0.0, due - loop.time()))
            self._now.lags.append(max(0.0, loop.time() - due))
            if number % len(order) == 0:
                self._chance.shuffle(order)
            side = self._chance.randrange(2)
            cid = f"{number}"
            self._said[cid] = perf_counter(), side, self._now
            self._now.said += 1
            groups[order[number % len(order)]][side].say(cid, f"{number} {SENTENCE}")
            number += 1
            self.outcome.messages = number

    # --- what happens ---------------------------------------------------------------------------------------------

    async def _stretches(
        self, network: BadNetwork, company: Company, parties: list[Party], groups: list[list[Talker]]
    ) -> float:
        """One after the other; the moment from which on memory has to be flat."""
        nothing: Callable[[float], Awaitable[None]] = asyncio.sleep
        doing: dict[str, Callable[[float], Awaitable[None]]] = {
            "faults": partial(self._pull_plugs, network),
            "company": partial(self._keep_company, company),
        }
        if self._plan.facts:
            doing["figures"] = partial(self._make_figures, parties[0])
        since = perf_counter()
        for name, share in STRETCHES:
            self._now = Stretch(name)
            self.outcome.stretches.append(self._now)
            began, cpu = perf_counter(), self._cpu()
            tell(f"{name}, {share * self._plan.seconds:.0f} s")
            await doing.get(name, nothing)(share * self._plan.seconds)
            self._now.seconds = perf_counter() - began
            if name == "faults":  # a process that was killed took its processor time with it
                began = perf_counter()
                self._now = Stretch("coming back")
                await settle(
                    lambda: all(t.is_in and not t.outbox for t in self._steady(groups)), QUIET_SECONDS
                )
                self.outcome.back_seconds = perf_counter() - began
                await self._warm(parties[0], [0])
                await company.prepare()
                since = perf_counter()
            else:
                self._now.cpu_ms = 1000 * (self._cpu() - cpu) / max(1, self._now.said)
        return since

    def _cpu(self) -> float:
        house = self._ours.house
        return sum(cpu_seconds(house.pid(number)) for number in range(len(house.ports)))

    async def _pull_plugs(self, network: BadNetwork, seconds: float) -> None:
        """Empty Redis, kill a process without warning and start it again, cut everybody off."""
        happened = self.outcome.happened
        until = perf_counter() + seconds
        await self._flush_redis()
        await asyncio.sleep(seconds / 6)
        happened["process killed and started again"] += 1
        self._up.remove(0)
        await self._ours.restart_server(0, min(3, seconds / 6))
        self._up.append(0)
        await asyncio.sleep(seconds / 4)
        await self._flush_redis()
        # the network is lost for all at once: they come back to both processes
        happened["everybody cut off"] += 1
        network.cut_all()
        for talker in self._everybody:
            talker.lose_line()
        await asyncio.sleep(max(1.0, until - perf_counter()))

    async def _flush_redis(self) -> None:
        from redis.asyncio import Redis

        self.outcome.happened["Redis emptied"] += 1
        async with Redis.from_url(self._ours.redis.url) as connection:
            await connection.flushall()

    async def _keep_company(self, company: Company, seconds: float) -> None:
        company.come()
        await asyncio.sleep(seconds)
        await company.go()
        self.outcome.shed, self.outcome.held = company.shed, company.held

    async def _make_figures(self, party: Party, seconds: float) -> None:
        """The whole annual report, over and over: by command, and as a manager's page in one of the processes."""
        until = perf_counter() + seconds
        await asyncio.gather(self._print_figures(until), self._look_at_figures(party, until))

    async def _print_figures(self, until: float) -> None:
        words = ["manage.py", "figures", "helpwanted", "--from", f"{YEAR}-01-01", "--to", f"{YEAR}-12-31"]
        while perf_counter() < until:
            began = perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable, *words, "--internal", cwd=ROOT, env=self._ours.house.environment,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            _, complaint = await process.communicate()
            if process.returncode:
                raise RuntimeError(f"figures failed: {complaint.decode()[-2000:]}")
            self.outcome.happened["annual reports by command"] += 1
            self.outcome.reports.append(perf_counter() - began)

    async def _look_at_figures(self, party: Party, until: float) -> None:
        while perf_counter() < until:
            await self._look(party, 1)

    async def _warm(self, party: Party, numbers: Iterable[int]) -> None:
        """Have processes load what they load once, which is much for figures: it is no growth."""
        for number in numbers if self._plan.facts else ():
            for _ in range(WARM):
                await self._look(party, number)

    async def _look(self, party: Party, number: int) -> None:
        house = self._ours.house
        for rest in ("", "report/"):
            page = f"/staff/figures/helpwanted/{rest}?year={YEAR}"
            try:
                status, _ = await ask(
                    house.ports[number], page, method="GET", cookie=party.lead,
                    host=house.url.removeprefix("http://"),
                )  # fmt: skip
            except TimeoutError:  # the server makes it all the same
                self.outcome.happened[f"pages of figures that took over {PATIENCE:.0f} s"] += 1
                continue
            if status != 200:
                raise RuntimeError(f"{page}: {status}")
            self.outcome.happened["pages of figures"] += 1

    async def _weigh_for_ever(self, everybody: list[Talker]) -> None:
        """Weigh both processes every second, and say how it goes every half minute."""
        house = self._ours.house
        for second in range(10**9):
            weights = []
            for number in self._up:
                mib = self._scales.weigh(house.pid(number), perf_counter()) / 2**20
                weights.append(f"{mib:.0f} MiB")
            if second % 30 == 0:
                inside = sum(talker.is_in for talker in everybody)
                waiting = sum(len(talker.outbox) for talker in everybody)
                tell(
                    f"  {inside} in, {self.outcome.messages} said, {waiting} on their way; {', '.join(weights)}"
                )
            await asyncio.sleep(1)

    # --- the end --------------------------------------------------------------------------------------------------

    async def _wait_for_quiet(self, groups: list[list[Talker]], lives: list[asyncio.Task[None]]) -> None:
        def is_quiet() -> bool:
            for life in lives:
                if life.done():
                    life.result()
            return all(
                talker.is_quiet and talker.last == group[0].last for group in groups for talker in group
            )

        if not await settle(is_quiet, QUIET_SECONDS):
            self.outcome.broken.append(f"it did not become quiet within {QUIET_SECONDS} s")

    async def _check(self, parties: list[Party], groups: list[list[Talker]], host: str) -> None:
        """Compare each log, read from one of the processes by one of its people, with what all of them had."""
        gate = asyncio.Semaphore(8)
        ports = self._ours.house.ports

        async def one(nth: int, party: Party, group: list[Talker]) -> None:
            road, cookie = (
                (f"/{party.slug}/chat/road/", party.visitor),
                (f"/staff/chat/{party.id}/road/", party.counsellor),
            )[nth // 2 % 2]
            async with gate:
                log = await read_log(ports[nth % len(ports)], host, road, cookie)
            told = [*violations(log, [talker.person for talker in group])]
            told += [refusal for talker in group for refusal in talker.refusals]
            self.outcome.broken += [f"{party.id[:8]}: {each}" for each in told]

        await asyncio.gather(*(one(nth, *each) for nth, each in enumerate(zip(parties, groups, strict=True))))


def tell(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def allow_files(plan: Plan) -> None:
    """Have the system let us, and the servers that we start, open as many sockets as it takes.

    Raises RuntimeError when it does not.
    """
    needed = plan.sockets + 2 * plan.sockets // EVERY + 1000
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < needed:
        raise RuntimeError(f"{needed} open files are needed, and this system allows {most} (ulimit -Hn).")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def uncollected() -> Generator[None]:
    """Keep Python's collector away from the clients: it stops all of them for half a second, and they would say that
    the servers were late."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def play(plan: Plan, *, seed: int = 1) -> Outcome:
    """One run in an installation of its own."""
    allow_files(plan)
    with Installation(processes=2) as ours:
        outcome = play_in(ours, plan, seed=seed)
        if words := ours.house.logs().strip():
            tell(f"The servers wrote:\n{words[-3000:]}")
        return outcome


def play_in(ours: Installation, plan: Plan, *, seed: int = 1) -> Outcome:
    """The same in an installation of two processes that is up."""
    if plan.facts:
        tell(f"making {plan.facts:,} facts to count")
        run_inside(ours.house.environment, "bench.figures", "--fill", str(plan.facts))
    nginx = Nginx(ours.folder / "n", ours.house.ports, public=ours.folder / "public")
    nginx.start()
    try:
        with asyncio.Runner() as runner, uncollected():
            return runner.run(Endurance(ours, plan, door=nginx.port, seed=seed).run())
    finally:
        nginx.stop()


def main() -> int:
    from bench.run import RESULTS, endurance_rows, keep

    parser = argparse.ArgumentParser(description="Prove that a full house holds out.")
    parser.add_argument("--seconds", type=float, default=FULL.seconds)
    parser.add_argument("--chats", type=int, default=FULL.chats)
    parser.add_argument("--sockets", type=int, default=FULL.sockets)
    parser.add_argument("--rate", type=float, default=FULL.rate, help="messages a second")
    parser.add_argument("--bad", type=int, default=FULL.bad, help="clients that misbehave")
    parser.add_argument("--facts", type=int, default=FULL.facts, help="to make figures of; 0: none are made")
    parser.add_argument("--hurried", action="store_true", help="clients that wait less than browsers do")
    options = vars(parser.parse_args())
    plan = Plan(pace=HURRIED if options.pop("hurried") else BROWSER, **options)
    busy = os.getloadavg()[0]
    outcome = play(plan)
    table = endurance_rows({"endurance": outcome.fields()})
    print("\n".join([*(f"BROKEN: {told}" for told in outcome.broken[:50]), *(row.line() for row in table)]))
    if plan == FULL:
        found = {"endurance": outcome.fields(), "load_before": round(busy, 2)}
        print(f"Kept in {keep(found, RESULTS, datetime.now(UTC), 'endurance')}")
    return 1 if any(row.met is False for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
