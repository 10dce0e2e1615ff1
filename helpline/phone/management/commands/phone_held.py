"""manage.py phone_held: what the phone's provider still holds of calls, and what we still have to delete there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from helpline.phone import deletions


class Command(BaseCommand):
    help = "Tell what the phone's provider still holds, in counts; --again: try anew what was given up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="try the records anew that were given up")
        parser.add_argument("--here", action="store_true", help="only our own list; do not ask the provider")

    def handle(self, *, again: bool, here: bool, **options: Any) -> None:
        """Print the report. Fails (exit 1) while a record is given up: somebody has to look."""
        if again:
            self.stdout.write(f"Tried anew: {deletions.try_given_up_again()}")
            deletions.delete_due()
        report = deletions.report(ask=not here)
        self.stdout.write(f"Still to be deleted at the provider: {report.waiting}")
        if report.oldest_at is not None:
            self.stdout.write(
                f"  the oldest is due since {timezone.localtime(report.oldest_at):%Y-%m-%d %H:%M}"
            )
        self.stdout.write(f"Given up, for a person to look at: {report.given_up}")
        for day, n in report.deleted.items():
            self.stdout.write(f"Deleted on {day}: {n}")
        if not here:
            self._tell_held(report)
        if report.given_up:
            raise SystemExit(1)

    def _tell_held(self, report: deletions.Report) -> None:
        held = report.held
        if held is None:
            self.stdout.write("The provider: no answer, or no account.")
            return
        since = f", the oldest of {held.oldest_date}" if held.oldest_date else ""
        self.stdout.write(f"The provider holds: {held.calls} calls{since}; {held.recordings} recordings.")
        if held.recordings:
            self.stdout.write("Recordings are never made by this house: look in the provider's console.")
