"""manage.py tick: work by the clock, for a timer in production."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chat import ticking
from helpline.phone import deletions
from helpline.phone import ticking as phone
from helpline.pieces import Pieces
from helpline.serving.ticks import TICK_SECONDS


class Command(BaseCommand):
    help = "Run one tick: leases, grace, visitors who faded, assignment, calls that are over. Safe to repeat."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--for", type=float, default=0, dest="seconds", help="go on ticking for so many seconds, then end"
        )

    def handle(self, *args: Any, seconds: float, **options: Any) -> None:
        until = time.monotonic() + seconds
        round_ = Pieces("tick")
        self._tick(round_)
        while time.monotonic() + TICK_SECONDS <= until:
            time.sleep(TICK_SECONDS)
            self._tick(round_)
        round_.tell()  # a timer hears of it

    def _tick(self, round_: Pieces) -> None:
        for work in (ticking.tick, phone.tick, deletions.delete_due):
            with round_.alone():
                work(now=timezone.now())
