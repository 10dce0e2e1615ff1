from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The house itself: no tables, only the checks that no single room can make."""

    name = "helpline"
    label = "house"

    def ready(self) -> None:
        from helpline import checks  # noqa: F401 - registers them
