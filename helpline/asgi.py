"""The wiring of the server: sockets and the HTTP road of the chat, pages through Django."""

import os
from typing import Any

from django.core.asgi import get_asgi_application
from django.core.signals import request_finished
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

# Any: Django types its messages as plain dictionaries, the chat as mappings
pages: Any = get_asgi_application()

# Rooms can be imported only after the application is set up.
from chat.routing import routed  # noqa: E402
from helpline.desk.board import board  # noqa: E402


def let_go(**_: object) -> None:
    """Close the connections of a request's thread. Under ASGI each request has a thread of its own: nobody would use
    them again, and those that wait for the collector become more than a database takes.
    """
    connections.close_all()


request_finished.connect(let_go)
application = routed(pages, board)
