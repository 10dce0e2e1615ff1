from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "helpline.desk"
    label = "desk"

    def ready(self) -> None:
        """Wake the desks when colleagues tell each other something."""
        from chat.wakes import wake_desk
        from helpline.team import actions

        actions.LISTENERS.append(wake_desk)
