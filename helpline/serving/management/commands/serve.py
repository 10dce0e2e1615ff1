"""manage.py serve: the server."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from helpline.serving import files
from helpline.vault import folder


class Command(BaseCommand):
    help = "Serve pages, sockets and static files. Ends cleanly on SIGTERM."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--notice",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help="on SIGTERM serve on for so long and say at /readyz that it ends, for a balancer that asks",
        )
        parser.add_argument("--no-ticks", action="store_true", help="leave the work by the clock to timers")

    def handle(self, *args: Any, host: str, port: int, notice: float, no_ticks: bool, **options: Any) -> None:
        # a database that forgets is refused, and one whose keys lie in another folder
        self.check(tags=[Tags.database], databases=["default"])
        folder.note()
        if settings.IS_PRODUCTION and not settings.IS_TEST and (why := files.not_collected()):
            raise CommandError(why)

        # daphne installs its reactor on import: nothing else that runs a loop may come before it
        from helpline import attempts
        from helpline.asgi import application, pages
        from helpline.beside import beside
        from helpline.serving import phrases
        from helpline.serving.memory import settle
        from helpline.serving.quiet import hush
        from helpline.serving.server import Server
        from helpline.serving.ticks import Ticker
        from helpline.serving.turns import take_short_turns

        hush()
        phrases.complete()
        settle()
        take_short_turns()
        pages.keep_threads()
        beside.open()
        ticker = None if no_ticks else Ticker(nights=not settings.IS_PRODUCTION)
        if ticker is not None:
            ticker.start()
        try:
            Server(application, host=host, port=port, notice=notice, is_busy=lambda: pages.is_busy).run()
        finally:
            pages.close()
            beside.close()
            attempts.tell(timezone.now(), is_end=True)
            if ticker is not None:
                ticker.stop()
