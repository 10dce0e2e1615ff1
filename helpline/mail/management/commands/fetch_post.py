"""Empty the mailboxes of the post now, and send the answers that are due."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from helpline.mail.bridge import work


class Command(BaseCommand):
    help = "Empty the mailboxes of the post, and send the answers that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not work.bridges():
            self.stdout.write("No mailbox is set up: see POST_IN in docs/settings.md.")
            return
        letters, answers = work.fetch_all(now=now), work.send_due(now=now)
        self.stdout.write(f"Letters that came in: {letters}. Answers that left: {answers}.")
