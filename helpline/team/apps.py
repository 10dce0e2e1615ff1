from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeamConfig(AppConfig):
    name = "helpline.team"
    label = "team"
    verbose_name = _("Team")

    def ready(self) -> None:
        """Put the tip sheets beside the registration."""
        from helpline.contacts import sheets
        from helpline.team import queries

        sheets.register(queries.sheets)
