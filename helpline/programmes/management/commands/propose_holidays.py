"""`manage.py propose_holidays YEAR`: the Dutch public holidays as closures that a manager still has to confirm."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from helpline.programmes import queries
from helpline.programmes.actions import propose_holidays


class Command(BaseCommand):
    """Propose a year's public holidays to every programme. May be repeated: nothing is proposed twice."""

    help = (
        "Proposes the Dutch public holidays of a year as closures. Nothing closes before a manager confirms."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("year", type=int, nargs="?", help="the year; without it: the next one")

    def handle(self, *args: object, year: int | None = None, **options: object) -> None:
        wanted = year or timezone.localdate().year + 1
        for programme in queries.programmes():
            proposed = propose_holidays(programme=programme, year=wanted)
            self.stdout.write(f"{programme.slug}: {len(proposed)} days proposed for {wanted}.")
