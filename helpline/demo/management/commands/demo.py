"""`manage.py demo`: everything that is needed to try the house, and how to get in."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpline.accounts.demo import create_demo_accounts
from helpline.demo.content import rooms
from helpline.demo.installation import install
from helpline.programmes import queries
from helpline.programmes.demo import open_chats_day_and_night, propose_demo_holidays


class Command(BaseCommand):
    """Fill the rooms and tell how to get in. May be repeated; what was changed meanwhile stays."""

    help = "Fills the house with demo content and prints the addresses and accounts. Refuses where DEMO is not set."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("The demo exists only with DEMO=1: everybody knows its accounts.")
        today = timezone.localdate()
        install(today)
        open_chats_day_and_night()
        propose_demo_holidays(today.year + 1)
        try:
            accounts = create_demo_accounts()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from None
        for room in rooms():
            room()
        self.tell(accounts)

    def tell(self, accounts: list[tuple[str, str, str]]) -> None:
        """Print the addresses, the accounts, and how to get a one-time code."""
        home = settings.PUBLIC_URL.rstrip("/")
        lines = ["", "For visitors:"]
        lines += [f"  {programme.name:<14}{home}{programme.url}" for programme in queries.programmes()]
        lines += ["", f"For staff:      {home}/staff/", ""]
        width = max(len(email) for email, _passphrase, _roles in accounts) + 2
        lines += [f"  {email:<{width}}{roles}" for email, _passphrase, roles in accounts]
        lines += [
            "",
            f"  Passphrase of each: {accounts[0][1]}",
            "  One-time code, in a second terminal: DEMO=1 .venv/bin/python manage.py demo_code counsellor@demo.test",
            "",
        ]
        self.stdout.write("\n".join(lines))
