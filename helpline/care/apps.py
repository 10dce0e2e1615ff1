from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "helpline.care"
    label = "care"

    def ready(self) -> None:
        from helpline.care import offers, timeline

        offers.register()
        timeline.register()
