from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "chat"
    verbose_name = _("Chat")

    def ready(self) -> None:
        """Hang the chat's door, and let sockets end with the session they were opened in."""
        from chat import doors, wakes
        from helpline.accounts import sessions

        doors.register()
        sessions.on_revoked(wakes.revoke)
