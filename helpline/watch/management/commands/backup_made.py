"""manage.py backup_made: for the operator's own backup, once it lies where it belongs."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from helpline.watch.actions import NotAMoment, backup_made
from helpline.watch.models import Backup


class Command(BaseCommand):
    help = (
        "Write down that a backup was made, so that the page of promises and monitoring know how old it is."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--what", nargs="+", choices=Backup.What.values, default=[Backup.What.DATABASE.value]
        )
        parser.add_argument(
            "--at", metavar="MOMENT", help="when it was begun, as 2026-11-26T03:00+01:00 (default: now)"
        )

    def handle(self, *args: Any, what: list[str], at: str | None, **options: Any) -> None:
        for each in what:
            try:
                made = backup_made(what=each, at=_moment(at))
            except NotAMoment as error:
                raise CommandError(f"Not written down: {error}.") from error
            self.stdout.write(f"{made.what}: {made.made_at.isoformat(timespec='seconds')}")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError("--at is a moment such as 2026-11-26T03:00+01:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
