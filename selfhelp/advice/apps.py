from django.apps import AppConfig


class AdviceConfig(AppConfig):
    name = "selfhelp.advice"
    label = "advice"

    def ready(self) -> None:
        from cms import reviews
        from selfhelp.advice import doors, watching
        from selfhelp.advice.models import AdvicePage

        reviews.watch_over(AdvicePage)
        watching.listen()
        doors.register()
