from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "helpline.directory"
    label = "directory"

    def ready(self) -> None:
        from helpline.directory import watching

        watching.watch()
