"""`manage.py seed`: the first installation, and what an update brings: programmes, code lists, registration forms."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from helpline.demo.installation import install


class Command(BaseCommand):
    """Add what is missing; change nothing that is there. May be repeated."""

    help = (
        "Adds the programmes, their hours, texts and code lists, and the registration forms, where missing."
    )

    def handle(self, *args: object, **options: object) -> None:
        added = install(timezone.localdate())
        self.stdout.write(f"{added} rows added." if added else "Nothing was missing.")
