"""`manage.py demo_code EMAIL`: the one-time code of a demo account."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from helpline.accounts import demo
from helpline.accounts.models import Authenticator, User


class Command(BaseCommand):
    help = "Prints a one-time code of a demo account. Refuses where DEMO is not set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code, _seconds = demo.demo_code(options["email"], timezone.now())
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from None
        except (User.DoesNotExist, Authenticator.DoesNotExist):
            raise CommandError("There is no demo account with this address.") from None
        self.stdout.write(code)
