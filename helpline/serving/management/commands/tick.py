"""manage.py tick: work by the clock, for a timer in production."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chat import ticking
from helpline.serving.ticks import TICK_SECONDS


class Command(BaseCommand):
    help = "Run one tick: leases, grace, visitors who faded, assignment. Safe to run as often as one likes."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--for", type=float, default=0, dest="seconds", help="go on ticking for so many seconds, then end"
        )

    def handle(self, *args: Any, seconds: float, **options: Any) -> None:
        until = time.monotonic() + seconds
        ticking.tick(now=timezone.now())
        while time.monotonic() + TICK_SECONDS <= until:
            time.sleep(TICK_SECONDS)
            ticking.tick(now=timezone.now())
