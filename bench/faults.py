"""The promise under fire: conversations through a bad network, killed servers and a flushed Redis.

    python -m bench.faults --messages 10000

Two servers on one database that really writes to the disk. Everybody talks at the pace that the platform allows. When
the weather is over and everything is quiet, each log is compared with what its two people said, were told and saw.
The exit code is 0 when the promise was kept.
"""

import argparse
import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter

from bench.bad_network import CALM, BadNetwork, Weather
from bench.exactly_once import Line, violations
from bench.installation import Installation, Party
from bench.talker import Talker, wait_for_quiet
from bench.wire import ask

#: messages of each person: the burst that the platform allows, and ten more at its pace
EACH = 25


@dataclass(slots=True)
class Outcome:
    """What a run did, and every way in which the promise was broken (none)."""

    messages: int
    seconds: float = 0.0
    reconnects: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def report(self) -> str:
        lines = [
            f"{self.messages} messages, {self.reconnects} times back on the line, {self.seconds:.0f} s",
            *(f"  {count:>6}  {name}" for name, count in sorted(self.happened.items())),
            *(f"BROKEN: {told}" for told in self.broken[:50]),
            "Every acknowledged message stands in its log once, in one order for everybody; no log has more."
            if not self.broken
            else f"The promise was broken {len(self.broken)} times.",
        ]
        return "\n".join(lines)


class Evening:
    """One run: people, a bad network, and somebody who pulls plugs."""

    def __init__(
        self, ours: Installation, parties: list[Party], *, each: int, weather: Weather, seed: int
    ) -> None:
        self._ours, self._parties, self._each, self._weather = ours, parties, each, weather
        self._chance = random.Random(seed)
        self._outcome = Outcome(messages=2 * each * len(parties))

    async def run(self) -> Outcome:
        started = perf_counter()
        house = self._ours.house
        host = house.url.removeprefix("http://")
        async with BadNetwork(house.ports, self._chance, self._weather) as network:
            talkers = [
                Talker([network.port], host, party, side, random.Random(self._chance.random()))
                for party in self._parties
                for side in (0, 1)
            ]
            lives = [asyncio.create_task(talker.live()) for talker in talkers]
            plugs = asyncio.create_task(self._pull_plugs(network, talkers))
            try:
                await asyncio.gather(*(self._chat(number, talker) for number, talker in enumerate(talkers)))
                await plugs
                network.weather = CALM
                for talker in talkers:
                    talker.by_road = False
                if still := await wait_for_quiet(talkers, lives):
                    self._outcome.broken.append(still)
            finally:
                for task in (plugs, *lives):
                    task.cancel()
                await asyncio.gather(plugs, *lives, return_exceptions=True)
            self._outcome.happened += network.happened
            for party, pair in zip(self._parties, pairs(talkers), strict=True):
                await self._check(party, pair, host)
            self._outcome.reconnects = sum(talker.reconnects for talker in talkers)
        self._outcome.seconds = perf_counter() - started
        return self._outcome

    async def _chat(self, number: int, talker: Talker) -> None:
        """Say so many things: the first ones quickly, then at the pace of somebody who types."""
        await asyncio.sleep(self._chance.random() * 2)
        for nth in range(self._each):
            talker.say(f"{number}-{nth}", f"bericht {nth} van {talker.person.name}")
            await asyncio.sleep(self._chance.random() * (0.4 if nth < 12 else 2.5))

    async def _pull_plugs(self, network: BadNetwork, talkers: list[Talker]) -> None:
        """Kill servers without warning, empty Redis, cut everybody off, send people over the HTTP road."""
        happened = self._outcome.happened
        for number in (0, 1):
            await asyncio.sleep(2)
            await self._flush_redis()
            for talker in self._chance.sample(talkers, len(talkers) // 5):
                talker.by_road = not talker.by_road
                happened["moved to the HTTP road or back"] += 1
            await asyncio.sleep(1)
            happened["server killed"] += 1
            await self._ours.restart_server(number, 1.5)
            await asyncio.sleep(1)
            network.cut_all()
        await self._flush_redis()

    async def _flush_redis(self) -> None:
        from redis.asyncio import Redis

        self._outcome.happened["Redis emptied"] += 1
        async with Redis.from_url(self._ours.redis.url) as connection:
            await connection.flushall()

    async def _check(self, party: Party, pair: tuple[Talker, Talker], host: str) -> None:
        """Compare the log, as each server reads it to each side, with what both people said, were told and saw."""
        for talker in pair:
            self._outcome.broken += talker.refusals
        logs = [
            await read_log(port, host, road, cookie)
            for port in self._ours.house.ports
            for road, cookie in (
                (f"/{party.slug}/chat/road/", party.visitor),
                (f"/staff/chat/{party.id}/road/", party.counsellor),
            )
        ]
        if any(log != logs[0] for log in logs):
            self._outcome.broken.append(f"{party.id}: the servers tell different logs")
        self._outcome.broken += [
            f"{party.id[:8]}: {told}" for told in violations(logs[0], [talker.person for talker in pair])
        ]


async def read_log(port: int, host: str, road: str, cookie: str) -> list[Line]:
    """The whole log, page by page."""
    lines: list[Line] = []
    while True:
        after = lines[-1].seq if lines else 0
        status, told = await ask(
            port,
            f"{road}events?after={after}",
            method="GET",
            cookie=cookie,
            host=host,
            origin=f"http://{host}",
        )
        if status != 200:
            raise RuntimeError(f"the log could not be read: {status}")
        if not told["events"]:
            return lines
        lines += [Line(event["seq"], event["cid"], event["body"]) for event in told["events"]]


def pairs(talkers: list[Talker]) -> list[tuple[Talker, Talker]]:
    return list(zip(talkers[::2], talkers[1::2], strict=True))


def play(messages: int, *, seed: int = 1, weather: Weather | None = None, each: int = EACH) -> Outcome:
    """One evening with so many messages, in an installation of its own."""
    with Installation(processes=2) as ours:
        return play_in(ours, messages, seed=seed, weather=weather, each=each)


def play_in(
    ours: Installation, messages: int, *, seed: int = 1, weather: Weather | None = None, each: int = EACH
) -> Outcome:
    """The same in an installation of two processes that is up."""
    parties = ours.parties(max(1, messages // (2 * each)))
    evening = Evening(ours, parties, each=each, weather=weather or Weather(), seed=seed)
    with asyncio.Runner() as runner:
        return runner.run(evening.run())


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Prove that no acknowledged message is lost, doubled or disordered."
    )
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=None, help="repeat an earlier evening's dice")
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    outcome = play(options.messages, seed=seed)
    print(outcome.report())
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
