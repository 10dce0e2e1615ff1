"""Make a file the draft of a programme's question tree."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.programmes.models import Programme
from selfhelp.advice import exchange, wording
from selfhelp.advice.errors import ImportRefused, TreeRefused


class Command(BaseCommand):
    help = "Import an advice module from JSON as a draft. With a problem nothing is changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("programme", help="the slug of the programme")
        parser.add_argument("file")
        parser.add_argument(
            "--leave-out", action="store_true", help="leave out what the directory does not have"
        )
        parser.add_argument("--publish", action="store_true", help="publish it, when it can be walked")

    def handle(
        self, *args: Any, programme: str, file: str, leave_out: bool, publish: bool, **options: Any
    ) -> None:
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            raise CommandError(f"There is no programme {programme}.")
        try:
            data = Path(file).read_bytes()
        except OSError as fault:
            raise CommandError(f"{file} cannot be read: {fault.strerror}.") from fault
        try:
            drafted = exchange.import_file(programme=found, data=data, user=None, leave_out=leave_out)
        except ImportRefused as refused:
            raise CommandError(
                "\n".join(f"{each.place or file}: {each.sentence}" for each in refused.problems)
            ) from refused
        for each in drafted.left_out:
            self.stderr.write(f"left out at {each.node}: {each.kind} “{each.key}”")
        for finding in drafted.findings:
            where = wording.place(finding, drafted.tree)
            self.stderr.write(f"{finding.severity}: {where}: {wording.sentence(finding, drafted.tree)}")
        if publish:
            try:
                drafted.revision.publish()
            except TreeRefused as refused:
                raise CommandError("It is a draft now, and was not published: see above.") from refused
        self.stdout.write(f"{len(drafted.tree.nodes)} parts, {'published' if publish else 'a draft'}.")
