from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModulesConfig(AppConfig):
    name = "selfhelp.modules"
    label = "selfhelp_modules"
    verbose_name = _("Self-help")

    def ready(self) -> None:
        """Hang the door of self-help, have editors reminded of its pages, and name its modules in the figures."""
        from cms import reviews
        from figures import axes
        from selfhelp.modules import doors, visited
        from selfhelp.modules.models import PAGE_TYPES

        doors.register()
        axes.NAMES["module"] = visited.titles
        for kind in PAGE_TYPES:
            reviews.watch_over(kind)
