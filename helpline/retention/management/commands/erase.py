"""Erase what has passed its term."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpline.retention import actions
from helpline.retention.forecast import HORIZONS, LOOK_BACK, Line, forecast
from helpline.retention.terms import terms


class Command(BaseCommand):
    help = "Erase everything that has passed its term, then destroy the day keys of days that have passed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--terms", action="store_true", help="only tell how long each kind is kept here")
        parser.add_argument(
            "--dry-run", action="store_true", help="erase nothing: tell what would go, and when"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["terms"]:
            for term in terms(
                chat_days=settings.CHAT_TERM_DAYS,
                contact_days=settings.CONTACT_TERM_DAYS,
                case_days=settings.CASE_TERM_DAYS,
                closed_case_days=settings.CASE_CLOSED_TERM_DAYS,
            ).values():
                self.stdout.write(f"{term.kind}: {term.length.days} days after {term.since}")
            return
        if options["dry_run"]:
            self._tell(forecast(timezone.now()))
            return
        now = timezone.now()
        try:
            counts = actions.erase(now=now)
        except actions.SomeFailed as failure:
            raise CommandError(
                f"Not erased: {failure}. Run it again; the log tells the kind of fault."
            ) from failure
        for kind, count in counts.items():
            self.stdout.write(f"{kind}: {count}")

    def _tell(self, lines: list[Line]) -> None:
        heads = ["due now", *(f"in {days} d" for days in HORIZONS[1:]), f"erased in {LOOK_BACK} d"]
        self.stdout.write(f"{'':<24}" + "".join(f"{head:>16}" for head in heads))
        for line in lines:
            self.stdout.write(f"{line.kind:<24}" + "".join(f"{n:>16}" for n in (*line.going, line.erased)))
