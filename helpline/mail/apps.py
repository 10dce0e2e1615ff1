from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "helpline.mail"
    label = "mail"
    verbose_name = _("Post")

    def ready(self) -> None:
        """Hang the post's door."""
        from helpline.mail import doors

        doors.register()
