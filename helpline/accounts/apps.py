from django.apps import AppConfig
from django.core.checks import Tags, register


class AccountsConfig(AppConfig):
    name = "helpline.accounts"
    label = "accounts"

    def ready(self) -> None:
        from helpline.accounts import checks

        for check in (
            checks.check_door,
            checks.check_session,
            checks.check_wagtail,
            checks.check_breached,
        ):
            register(check, Tags.security)
