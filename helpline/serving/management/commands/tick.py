"""manage.py tick: work by the clock, for a timer in production."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chat import ticking
from helpline.phone import deletions
from helpline.phone import ticking as phone
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
        self._tick()
        while time.monotonic() + TICK_SECONDS <= until:
            time.sleep(TICK_SECONDS)
            self._tick()

    def _tick(self) -> None:
        ticking.tick(now=timezone.now())
        phone.tick(now=timezone.now())
        deletions.delete_due(now=timezone.now())
