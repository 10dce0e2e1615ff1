"""Write a programme's question tree to a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfhelp.advice import exchange
from selfhelp.advice.models import AdvicePage, Snapshot


class Command(BaseCommand):
    help = "Export the advice module of a programme as JSON (selfhelp/advice/schema/advice-tree-1.json)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="the slug of the programme")
        parser.add_argument(
            "--published", action="store_true", help="what visitors see, not the latest draft"
        )
        parser.add_argument("--output", help="the file; left out: standard output")

    def handle(self, *args: Any, programme: str, published: bool, output: str | None, **options: Any) -> None:
        page = AdvicePage.objects.filter(programme__slug=programme).first()
        if page is None:
            raise CommandError(f"{programme} has no advice module.")
        snapshot = None
        if published:
            snapshot = Snapshot.objects.filter(programme=page.programme, retires_at=None).first()
            if snapshot is None:
                raise CommandError(f"Nothing of {programme} is published.")
        data = exchange.exported(exchange.document_of(page, snapshot=snapshot))
        if output is None:
            self.stdout.write(data.decode(), ending="")
        else:
            Path(output).write_bytes(data)
