"""System checks: the key folder stands where nobody else reads it and no backup of the database takes it along."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("security")
def check_key_folder(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The key folder is not served, holds no database, and only the server's user can read it."""
    folder = Path(settings.KEY_FOLDER).resolve()
    found: list[CheckMessage] = []
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        served = Path(getattr(settings, name)).resolve()
        if folder == served or folder.is_relative_to(served) or served.is_relative_to(folder):
            found.append(
                Error(f"KEY_FOLDER and {name} overlap", hint="Keys are never served.", id="vault.E001")
            )
    database = settings.DATABASES["default"]
    if str(database["ENGINE"]).endswith("sqlite3") and Path(str(database["NAME"])).resolve().is_relative_to(
        folder
    ):
        found.append(
            Error(
                "The database stands inside KEY_FOLDER",
                hint="A backup of the database must not hold the keys that open it.",
                id="vault.E002",
            )
        )
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        found.append(
            Error(
                "Others can read KEY_FOLDER", hint="chmod 700, owned by the server's user.", id="vault.E003"
            )
        )
    return found
