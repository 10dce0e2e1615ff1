"""Walk the audit log and say whether it is whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.audit import checkpoints, verifying

REASONS = {
    "gap": "an entry is missing or out of place",
    "link": "it does not follow from the entry before",
    "changed": "it was changed",
    "checkpoint": "it differs from a checkpoint kept outside the database",
    "cut": "entries at the end are missing",
    "head": "the head row does not fit the last entry",
}


class Command(BaseCommand):
    help = "Verify the audit log's chain; exit with 1 when it is broken. Note the printed head and pass it next time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--expect", action="append", default=[], metavar="NUMBER:HASH", help="a head printed earlier"
        )
        parser.add_argument(
            "--checkpoint", action="store_true", help="keep the head beside the keys when it is whole"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            expected = [checkpoints.parse(text) for text in options["expect"]]
            verdict = verifying.verify_and_keep(also=expected)
        except checkpoints.NotACheckpoint as error:
            raise CommandError(f"Not a checkpoint: {error}.") from error
        self.stdout.write(f"entries: {verdict.length}")
        self.stdout.write(f"head: {verdict.length}:{verdict.head}")
        if verdict.broken_at is not None:
            raise CommandError(f"Broken at entry {verdict.broken_at}: {REASONS[verdict.reason]}.")
        self.stdout.write("whole")
        if options["checkpoint"]:
            checkpoints.keep()
