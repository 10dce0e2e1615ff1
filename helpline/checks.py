"""System checks of the house: what must be so before anybody is let in.

Those tagged `database` ask the server; `migrate`, `serve` and `check --database default` run them.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: PostgreSQL settings without which a committed row can be lost with the power.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

#: PostgreSQL settings with which its log repeats no statement: on an error it would write down what somebody typed,
#: and in the details of a deadlock the statements of everybody in it.
DISCREET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@register
def statistics_is_no_package(base_dir: Path | None = None, **_: Any) -> list[CheckMessage]:
    """`statistics/__init__.py` would hide Python's own module, which Django's SQLite backend imports."""
    if not ((base_dir or settings.BASE_DIR) / "statistics" / "__init__.py").exists():
        return []
    return [Error("statistics/ is a package.", hint="Remove statistics/__init__.py.", id="house.E001")]


@register
def translations_are_compiled(base_dir: Path | None = None, **_: Any) -> list[CheckMessage]:
    """Every catalogue has its compiled file: `seed` writes titles into the database in the languages that there are."""
    top = base_dir or settings.BASE_DIR
    missing = [
        source
        for room in ("helpline", "chat", "cms", "statistics", "selfhelp")
        for source in sorted((top / room).rglob("LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
    ]
    if not missing:
        return []
    return [
        Error(
            f"The translations of {len(missing)} rooms are not compiled ({missing[0].relative_to(top)}).",
            hint="Run tools/compile_messages.py; deploy/bin/update does so first.",
            id="house.E005",
        )
    ]


@register(Tags.database)
def commits_are_durable(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An acknowledged message is on the disk: refuse a database that acknowledges before."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and not settings.IS_TEST:
                for name in DURABLE:
                    cursor.execute("SELECT current_setting(%s)", [name])
                    if cursor.fetchone()[0] == "off":
                        found.append(_not_durable(name))
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous")
                if cursor.fetchone()[0] < 2:
                    found.append(_not_durable("PRAGMA synchronous"))
    return found


def _not_durable(name: str) -> CheckMessage:
    return Error(
        f"The database may lose what it has acknowledged: {name} is off.",
        hint=f"Switch {name} on; durability is not traded for speed.",
        id="house.E003",
    )


def _postgresql(databases: Sequence[str] | None) -> list[BaseDatabaseWrapper]:
    """Those of the databases that a PostgreSQL serves."""
    return [connections[alias] for alias in databases or () if connections[alias].vendor == "postgresql"]


@register(Tags.database)
def acknowledged_means_on_both(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Where the address names a standby: a commit waits for its disk, and it is told when no standby is waited for."""
    found: list[CheckMessage] = []
    for connection in _postgresql(databases):
        if "," not in str(connection.settings_dict["HOST"]):
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names')"
            )
            waits, names = cursor.fetchone()
        if waits not in ("on", "remote_apply"):
            found.append(
                Error(
                    f"What is acknowledged may be on one machine alone: synchronous_commit is {waits}.",
                    hint="Set synchronous_commit to on, as deploy/postgresql/helpline.conf has it.",
                    id="house.E007",
                )
            )
        if not names:
            found.append(
                CheckWarning(
                    "What is acknowledged is on one machine alone: synchronous_standby_names is empty.",
                    hint="Right so after a promotion, until a new standby follows; then name it (docs/operate.md).",
                    id="house.W008",
                )
            )
    return found


@register(Tags.database)
def the_database_s_log_is_discreet(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """What people type stands in statements, and may not reach a log: refuse a PostgreSQL that writes them down."""
    found: list[CheckMessage] = []
    for connection in _postgresql(databases):
        with connection.cursor() as cursor:
            for name, wanted in DISCREET.items():
                cursor.execute("SELECT current_setting(%s)", [name])
                if cursor.fetchone()[0] != wanted:
                    found.append(
                        Error(
                            f"PostgreSQL may write what people typed into its log: {name} is not {wanted}.",
                            hint=f"ALTER DATABASE ... SET {name} = '{wanted}', as a superuser.",
                            id="house.E004",
                        )
                    )
    return found


@register(Tags.database)
def the_database_holds_every_letter(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Texts are UTF-8: refuse a PostgreSQL of another encoding, which breaks at the first word with an accent."""
    found: list[CheckMessage] = []
    for connection in _postgresql(databases):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_encoding')")
            encoding = cursor.fetchone()[0]
        if encoding != "UTF8":
            found.append(
                Error(
                    f"The database is encoded as {encoding}, not as UTF8.",
                    hint="Make it anew while it is empty: createdb -E UTF8 -T template0 --locale=C.UTF-8.",
                    id="house.E006",
                )
            )
    return found
