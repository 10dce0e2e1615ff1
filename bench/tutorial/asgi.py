"""The tutorial's wiring: origin check, sessions and users around the socket, as its authors show it."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.tutorial.settings"

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
from django.urls import re_path

pages = get_asgi_application()

from bench.tutorial.consumers import ChatConsumer  # noqa: E402 - Django must be set up first

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": AllowedHostsOriginValidator(
            AuthMiddlewareStack(URLRouter([re_path(r"ws/chat/(?P<room_name>\w+)/$", ChatConsumer.as_asgi())]))
        ),
    }
)
