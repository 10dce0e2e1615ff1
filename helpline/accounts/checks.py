"""System checks: settings that would leave the staff's door open, or lead around it."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error

from helpline.accounts import breached

DOOR = "helpline.accounts.middleware.StaffDoor"
BEFORE_THE_DOOR = (
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
)
OFF = (
    "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED",
    "WAGTAIL_PASSWORD_RESET_ENABLED",
    "WAGTAIL_EMAIL_MANAGEMENT_ENABLED",
)


def check_door(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The door stands in the middleware, behind those that tell it who comes."""
    order = list(settings.MIDDLEWARE)
    if DOOR not in order:
        return [
            Error("Nothing guards the staff's pages.", hint=f"Put {DOOR} in MIDDLEWARE.", id="accounts.E001")
        ]
    late = [name for name in BEFORE_THE_DOOR if name not in order[: order.index(DOOR)]]
    return [
        Error(
            f"{name} must come before the staff's door.",
            hint="Change the order in MIDDLEWARE.",
            id="accounts.E002",
        )
        for name in late
    ]


def check_session(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Sessions are rows, so that they can be ended; their cookie goes nowhere else."""
    found: list[CheckMessage] = []
    if settings.SESSION_ENGINE != "django.contrib.sessions.backends.db":
        found.append(
            Error(
                "Staff sessions cannot be ended with this SESSION_ENGINE.",
                hint="Use django.contrib.sessions.backends.db.",
                id="accounts.E003",
            )
        )
    if settings.SESSION_COOKIE_SAMESITE != "Strict" or not settings.SESSION_COOKIE_HTTPONLY:
        found.append(
            Error(
                "The staff's session cookie may be sent from other sites or read by scripts.",
                hint='Set SESSION_COOKIE_SAMESITE = "Strict" and SESSION_COOKIE_HTTPONLY = True.',
                id="accounts.E004",
            )
        )
    return found


def check_wagtail(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Wagtail does not change passphrases and addresses around our rules."""
    return [
        Error(
            f"{name} lets Wagtail change accounts around our rules.",
            hint=f"Set {name} = False.",
            id="accounts.E005",
        )
        for name in OFF
        if getattr(settings, name, True)
    ]


def check_breached(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The file of breached passphrases, where one is set, can be read and is one of hashes in their order."""
    if settings.BREACHED_FILE is None:
        return []
    try:
        breached.check(settings.BREACHED_FILE)
    except (OSError, ValueError) as error:
        return [
            Error(
                f"BREACHED_FILE cannot be searched: {type(error).__name__}.",
                hint="A line for each hash (SHA-1, 40 hexadecimal digits), in their order, readable by the server.",
                id="accounts.E006",
            )
        ]
    return []
