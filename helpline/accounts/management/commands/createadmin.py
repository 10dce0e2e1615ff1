"""`manage.py createadmin EMAIL NAME`: the first administrator, or one who lost everything."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from helpline.accounts import actions
from helpline.accounts.errors import AddressTaken
from helpline.accounts.models import User


class Command(BaseCommand):
    help = "Prints a one-time link, good for 72 hours, by which an administrator chooses a passphrase."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", nargs="?", default="Administrator")
        parser.add_argument(
            "--start-over",
            action="store_true",
            help="for an administrator who exists already: a new link; passphrase, second factor and sessions end",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["start_over"]:
            token = self._start_over(options["email"])
        else:
            try:
                _user, token = actions.invite(
                    email=options["email"], name=options["name"], roles=(), administrator=True, by=None
                )
            except AddressTaken:
                raise CommandError(
                    "This address is on the list already. Use --start-over for a new link."
                ) from None
        self.stdout.write(settings.PUBLIC_URL.rstrip("/") + reverse("accounts:invitation", args=[token]))

    @transaction.atomic
    def _start_over(self, email: str) -> str:
        user = User.objects.filter(email=email.strip().lower(), is_administrator=True).first()
        if user is None:
            raise CommandError("There is no administrator with this address.")
        if user.is_active:
            return actions.start_over(user=user, by=None)
        return actions.reactivate(user=user, by=None)
