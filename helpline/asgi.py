"""The wiring of the server: sockets and the HTTP road of the chat, pages through Django."""

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")

# Any: Django types its messages as plain dictionaries, the chat as mappings
pages: Any = get_asgi_application()

# Rooms can be imported only after the application is set up.
from chat.routing import routed  # noqa: E402
from helpline.desk.board import board  # noqa: E402

application = routed(pages, board)
