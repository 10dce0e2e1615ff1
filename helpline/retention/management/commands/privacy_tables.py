"""Write the tables of what is kept into docs/dpia.md, or check that it shows them."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpline.retention.privacy_tables import page


class Command(BaseCommand):
    help = "The tables of docs/dpia.md, from the declarations of every field and the terms"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/dpia.md")
        parser.add_argument(
            "--check", action="store_true", help="fail when docs/dpia.md shows something else"
        )

    def handle(self, *, write: bool, check: bool, **options: object) -> None:
        """Write, check, or print."""
        path = Path(settings.BASE_DIR) / "docs" / "dpia.md"
        text = path.read_text(encoding="utf-8")
        wanted = page(text)
        if write:
            path.write_text(wanted, encoding="utf-8")
        elif check:
            if text != wanted:
                raise CommandError("docs/dpia.md is out of date: run manage.py privacy_tables --write")
        else:
            self.stdout.write(wanted)
