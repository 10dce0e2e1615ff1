from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhoneConfig(AppConfig):
    name = "helpline.phone"
    label = "phone"
    verbose_name = _("Phone")

    def ready(self) -> None:
        """Hang the phone's door, have keyed codes read, and look at the lines before anybody is let in."""
        from django.core.checks import Tags, register

        from helpline.phone import checks, doors
        from helpline.phone.actions import codes
        from helpline.programmes import keycodes

        register(checks.check_lines, Tags.database)
        doors.register()
        keycodes.register("return_code", codes.read_phone_code)
