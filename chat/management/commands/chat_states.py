"""Print the diagram of the chat's states, write it into the docs, or check that the docs show it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from chat.diagrams import page


class Command(BaseCommand):
    help = "The state diagrams of conversations and transfers, from their tables"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/chat-states.md")
        parser.add_argument(
            "--check", action="store_true", help="fail when docs/chat-states.md shows something else"
        )

    def handle(self, *, write: bool, check: bool, **options: object) -> None:
        """Write, check, or print."""
        path = Path(settings.BASE_DIR) / "docs" / "chat-states.md"
        if write:
            path.write_text(page())
        elif check:
            if not path.exists() or path.read_text() != page():
                raise CommandError("docs/chat-states.md is out of date: run manage.py chat_states --write")
        else:
            self.stdout.write(page())
