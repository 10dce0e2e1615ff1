"""System checks: the key folder stands where nobody else reads it and no backup of the database takes it along.

And it is the one that belongs to this database: that check asks the database (`check --database default`, `migrate`,
`serve`).
"""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, transaction

from helpline.vault.errors import KeyStoreUnusable


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


@register(Tags.database)
def check_key_folder_belongs(
    app_configs: Sequence[AppConfig] | None = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """The key folder is the one with which this database was sealed."""
    from helpline.vault import folder  # models are not there yet when checks are registered

    if "default" not in (databases or ()):
        return []
    try:
        with transaction.atomic():
            found = folder.fit()
    except DatabaseError:  # before the first migration; a database that is away is told by others
        return []
    except KeyStoreUnusable as error:
        return [Error(str(error), hint="Its owner, its mode (700), its mount.", id="vault.E005")]
    if found is not folder.Fit.OTHER:
        return []
    return [
        Error(
            "KEY_FOLDER is not the key folder of this database: it is empty, another one, or not mounted",
            hint=(
                "Mount the disk, or put the mirrored keys back. Nothing was changed. Are the keys lost for good? "
                "Then `manage.py keys_anew` says what it costs to begin with new ones."
            ),
            id="vault.E004",
        )
    ]
