from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "helpline.care"
    label = "care"

    def ready(self) -> None:
        from helpline.care import following, offers, timeline

        following.register()
        offers.register()
        timeline.register()
