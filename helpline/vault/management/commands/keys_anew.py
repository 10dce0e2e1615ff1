"""manage.py keys_anew: when the keys are lost for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpline.vault import folder
from helpline.vault.errors import KeyFolderFits

COSTS = (
    "{n} sealed items (chats, letters, cases, requests, drafts, notes) can never be read again, by nobody.",
    "Every return code that visitors hold stops working.",
    "Every second factor and every backup code of staff stops working, and has to be set up anew.",
)


class Command(BaseCommand):
    help = (
        "Take the key folder as it is for the one of this database, when its own keys are lost for good. "
        "Says what it costs; does it with --lose-what-was-sealed only."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--lose-what-was-sealed", action="store_true", dest="lose", help="do it: there is no way back"
        )

    def handle(self, *args: Any, lose: bool, **options: Any) -> None:
        if folder.fit() is not folder.Fit.OTHER:
            raise CommandError("This is the key folder of this database: there is nothing to begin anew.")
        n = len(folder.unreadable())
        self.stdout.write("The key folder is not the one of this database. To begin anew costs this:")
        for line in COSTS:
            self.stdout.write("  - " + line.format(n=n))
        if not lose:
            raise CommandError(
                "Nothing was changed. Mount the disk or put the mirrored keys back, and all of it works again. Is "
                "there no copy? Stop the servers and call this with --lose-what-was-sealed."
            )
        try:
            lost = folder.begin_anew()
        except KeyFolderFits:
            raise CommandError("Meanwhile it is the key folder of this database again.") from None
        self.stdout.write(f"Begun anew; {lost} keys are gone. The servers can start.")
