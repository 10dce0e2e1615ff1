"""manage.py promises: for monitoring, and for whoever wants to know on the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpline.watch import queries, wording
from helpline.watch.promises import State

_MARKS = {State.KEPT: "kept", State.ACT: "TO DO", State.OFF: "not in use"}


class Command(BaseCommand):
    help = (
        "Say of each promise whether it is kept, and what to do when it is not. Exit with 1 when one is not."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        shown = [wording.shown(judged) for judged in queries.all_promises(timezone.now())]
        for promise in shown:
            self.stdout.write(f"{_MARKS[promise.state]:<10}  {promise.title}: {promise.told}")
            for step in promise.todo:
                self.stdout.write(f"{'':<10}  -> {step}")
            for command in promise.commands:
                self.stdout.write(f"{'':<10}     {command}")
        open_ones = sum(promise.state is State.ACT for promise in shown)
        if open_ones:
            raise CommandError(f"Not kept: {open_ones}.")
