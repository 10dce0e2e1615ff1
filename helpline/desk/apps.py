from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "helpline.desk"
    label = "desk"

    def ready(self) -> None:
        """Wake the desks when a room below has news: colleagues who say something, somebody who may be at risk."""
        from chat.wakes import wake_desk
        from helpline.programmes import news

        news.listen(wake_desk)
