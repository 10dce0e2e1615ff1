from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "helpline.contacts"
    label = "contacts"
    verbose_name = _("Contacts")

    def ready(self) -> None:
        """Tell the figures, which know no room above them, how contacts compare with facts and how long calls take."""
        from figures import agreement
        from figures.planning import measured
        from helpline.contacts import measuring
        from helpline.contacts.reconciliation import compared

        agreement.COMPARERS.append(compared)
        measured.SOURCES["phone"] = measuring.calls
