from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "helpline.desk"
    label = "desk"

    def ready(self) -> None:
        """Wake the desks when colleagues tell each other something, and when somebody may be at risk."""
        from chat.wakes import wake_desk
        from helpline.care.actions import common as care
        from helpline.team import actions as team

        team.LISTENERS.append(wake_desk)
        care.LISTENERS.append(wake_desk)
