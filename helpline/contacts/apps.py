from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "helpline.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Tell the figures how long calls take: averages of what is within its term."""
        from figures.planning import measured
        from helpline.contacts import measuring

        measured.SOURCES["phone"] = measuring.calls
