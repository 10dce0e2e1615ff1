"""The house's settings with leaks planted in them, so that the search for leaks can be seen to find some."""

import hashlib
import logging
import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from helpline.settings import *  # noqa: F403
from helpline.settings import DATA_FOLDER, MIDDLEWARE

MIDDLEWARE = ["tests.proof.leaking_settings.Leak", *MIDDLEWARE]


class Leak:
    """Four ways in which software that means well keeps who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._log_like_any_server()

    @staticmethod
    def _log_like_any_server() -> None:
        """The access log that daphne writes out of itself, and headers passed on as any server does."""
        from daphne.access import AccessLogGenerator

        from helpline.serving import server

        class Talkative(server.Server):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.action_logger = AccessLogGenerator(sys.stdout)

        server.IDENTIFYING = frozenset()
        server.Server = Talkative  # type: ignore[misc]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # a line for the statistics of browsers
        agent = request.headers.get("User-Agent", "")
        logging.getLogger("helpline.visits").warning(f"visit by {agent}")  # noqa: G004 - what the rule is against
        told = {**request.GET.dict(), **request.POST.dict()}
        with (DATA_FOLDER / "seen.txt").open("a") as seen:
            # "only a hash" of where somebody comes from
            address = request.headers.get("X-Forwarded-For", "")
            seen.write(hashlib.sha256(address.split(",")[0].encode()).hexdigest() + "\n")
            # a form that is kept because it might be useful
            seen.write(f"{told}\n")
        return self.get_response(request)
