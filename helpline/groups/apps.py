from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "helpline.groups"
    label = "groups"

    def ready(self) -> None:
        """Offer groups beside contacts and cases."""
        from helpline.groups import offering

        offering.register()
