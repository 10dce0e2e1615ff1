"""The wiring of the server: sockets and the HTTP road of the chat, pages through Django."""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
django.setup(set_prefix=False)

# Rooms can be imported only after the application is set up.
from chat.routing import routed  # noqa: E402
from helpline.desk.board import board  # noqa: E402
from helpline.page_threads import PagesHandler  # noqa: E402
from helpline.watch.gate import watched  # noqa: E402

pages = PagesHandler()
# Any: Django types its messages as plain dictionaries, the chat as mappings
_pages: Any = pages
application = watched(routed(_pages, board))
