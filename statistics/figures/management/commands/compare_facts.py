"""Compare contacts within their term with the facts written of them, and print what differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from figures.agreement import compare


class Command(BaseCommand):
    """Print one line per difference; end with an error when there is any."""

    help = "Compares contacts with the facts written of them, keeps the differences for the screens and prints them."

    def handle(self, *args: Any, **options: Any) -> None:
        states = compare(timezone.now())
        for state in states:
            self.stdout.write(f"{state.programme}: {state.contacts} contact(s) compared")
            for each in state.differences:
                field = f" ({each.field})" if each.field else ""
                self.stdout.write(f"  {each.month:%Y-%m}: {each.n} {each.fault.value}{field}")
        if any(state.differences for state in states):
            raise CommandError("Contacts and facts differ.")
