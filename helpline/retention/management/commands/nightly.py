"""Do the night's work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.retention import actions


class Command(BaseCommand):
    help = "Do the night's work that was not done yet today: erasure first, then every room's own. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="also what was done already today")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = actions.run_nightly(again=options["again"])
        except actions.SomeFailed as failure:
            raise CommandError(f"Failed: {failure}. The next call does them again.") from failure
        for name in done:
            self.stdout.write(name)
