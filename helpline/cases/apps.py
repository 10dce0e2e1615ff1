from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "helpline.cases"
    label = "cases"

    def ready(self) -> None:
        """Word this room's own lines of a timeline, and have the codes that callers key in read."""
        from helpline.cases import returning, timeline, wording
        from helpline.programmes import keycodes

        wording.register(timeline)
        keycodes.register("case", returning.read_keyed)
