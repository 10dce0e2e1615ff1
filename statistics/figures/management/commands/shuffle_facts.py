"""Write the facts of every month that changed again in random order. Nightly work; see docs/decisions/0025."""

from typing import Any

from django.core.management.base import BaseCommand

from figures.facts import shuffle_unmixed


class Command(BaseCommand):
    help = "Write the facts of every month that changed again in random order."

    def handle(self, *args: Any, **options: Any) -> None:
        months = shuffle_unmixed()
        self.stdout.write(f"{months} month(s) written again in random order.")
