from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeConfig(AppConfig):
    name = "selfhelp.modules.safe"
    label = "selfhelp_safe"
    verbose_name = _("Workbooks that only visitors can read")
