from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModulesConfig(AppConfig):
    name = "selfhelp.modules"
    label = "selfhelp_modules"
    verbose_name = _("Self-help")

    def ready(self) -> None:
        """Hang the door of self-help, and have editors reminded of its pages."""
        from cms import reviews
        from selfhelp.modules import doors
        from selfhelp.modules.models import PAGE_TYPES

        doors.register()
        for kind in PAGE_TYPES:
            reviews.watch_over(kind)
