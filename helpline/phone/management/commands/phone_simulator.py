"""`manage.py phone_simulator`: the phone's provider, played on this machine, offline."""

import argparse
import random
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator

from django.core.management.base import BaseCommand, CommandError

from helpline.phone import queries
from helpline.phone.account import account
from helpline.phone.simulator import here
from helpline.phone.simulator.engine import Engine
from helpline.phone.simulator.people import Person, fresh_numbers
from helpline.phone.simulator.wire import Mischief
from helpline.programmes.queries import programme_by_slug


class Command(BaseCommand):
    """Answers the house's requests as the provider would, and lets people call."""

    help = (
        "Plays the phone's provider against the running house: answers its API, and lets people call. Only with a "
        "simulated account (DEMO=1 and no credentials), or one whose TWILIO_API_URL leads here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", default="helpwanted", help="whose number is called")
        parser.add_argument(
            "--calls", type=int, default=0, help="how many people call; 0: only answer the API"
        )
        parser.add_argument("--rate", type=float, default=1.0, help="calls a second")
        parser.add_argument(
            "--patience", type=float, default=60.0, help="seconds that people wait, on average"
        )
        parser.add_argument("--talk", type=float, default=30.0, help="seconds that people talk, on average")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people and mishaps")
        parser.add_argument(
            "--mischief", type=_share, default=0.0, help="how often each mishap happens, 0 to 1"
        )
        parser.add_argument("--at-once", type=int, default=16, help="requests on the way at the same time")

    def handle(self, *args: object, **options: object) -> None:
        who = account()
        if who is None or not (queries.is_simulated() or who.api_url):
            raise CommandError("There is no simulated account. Start with DEMO=1 and without credentials.")
        slug = str(options["programme"])
        if programme_by_slug(slug) is None:
            raise CommandError(f"There is no programme {slug}.")
        mishaps = float(str(options["mischief"]))
        live = here.make(
            seed=int(str(options["seed"])),
            mischief=Mischief.of_all_kinds(mishaps) if mishaps else None,
            at_once=int(str(options["at_once"])),
            on_problem=lambda what: self.stderr.write(what),
        )
        try:
            server = here.open_to_the_house(live)
        except OSError as error:
            raise CommandError(f"The simulator's port is taken: {error.strerror}.") from error
        live.start()
        self.stdout.write(f"The simulator answers at {who.api_url}. End it with Ctrl+C.")
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
        count = int(str(options["calls"]))
        try:
            if count:
                number, addresses = here.number_of(slug)
                people = _people(options)
                live.do(
                    _come(
                        count,
                        float(str(options["rate"])),
                        lambda e: e.call_in(next(people), number, addresses),
                    )
                )
                while not ended.wait(0.5) and not live.do(lambda engine: _is_over(engine, count)):
                    pass
            else:
                ended.wait()
        except KeyboardInterrupt:
            pass
        finally:
            self._tell(
                live.do(lambda engine: (dict(_ends(engine)), engine.wire.count, list(engine.problems)))
            )
            server.shutdown()
            live.stop()

    def _tell(self, told: tuple[dict[str, int], int, list[str]]) -> None:
        ends, requests, problems = told
        counted = ", ".join(f"{n} {status}" for status, n in sorted(ends.items())) or "nobody called"
        self.stdout.write(f"{counted}; {requests} requests; {len(problems)} answers not understood.")
        if problems:
            raise CommandError("Not everything that the house answered could be followed.")


def _share(text: str) -> float:
    share = float(text)
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("must be between 0 and 1")
    return share


def _people(options: dict[str, object]) -> Iterator[Person]:
    moods = random.Random(int(str(options["seed"])))  # noqa: S311  people of a run that can be had again
    patience, talk = float(str(options["patience"])), float(str(options["talk"]))
    for number in fresh_numbers():
        keys = iter([moods.choice(["", "", "1"])])
        yield Person(number, moods.expovariate(1 / patience), moods.expovariate(1 / talk), keys)


def _come(count: int, rate: float, comes: Callable[[Engine], object]) -> Callable[[Engine], None]:
    """Plan the calls: one after the other, at the rate."""

    def plan(engine: Engine) -> None:
        for at in range(count):
            engine.clock.later(at / rate, lambda: _ignore(comes(engine)))

    return plan


def _ignore(_call: object) -> None:
    """What is planned for a moment answers nothing."""


def _is_over(engine: Engine, count: int) -> bool:
    callers = [call for call in engine.calls.values() if call.direction == "inbound"]
    return len(callers) + engine.deleted >= count and not any(call.is_live for call in callers)


def _ends(engine: Engine) -> Iterator[tuple[str, int]]:
    statuses = [call.status for call in engine.calls.values()]
    for status in sorted(set(statuses)):
        yield status, statuses.count(status)
