from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "helpline.mail"
    label = "mail"
    verbose_name = _("Post")

    def ready(self) -> None:
        """Hang the post's door, and look at the mailboxes before anybody is let in."""
        from django.core.checks import Tags, register

        from helpline.mail import checks, doors

        register(checks.check_bridges, Tags.database)
        doors.register()
