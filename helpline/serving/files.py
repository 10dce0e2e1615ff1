"""Whether the static files that pages name were collected: a page that names one which was not is a bare 500."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

HINT = "Run deploy/bin/update (without ports it replaces no process), or manage.py collectstatic."


def missing(names: Iterable[str], manifest: Path) -> list[str]:
    """Of the files that the house brings, those that the manifest of the collected ones does not know."""
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    known = told.get("paths", {}) if isinstance(told, Mapping) else {}
    return sorted(name for name in names if name not in known)


def not_collected() -> str:
    """One sentence about files that pages would ask for in vain; empty when all are there."""
    brought = [name for finder in get_finders() for name, _ in finder.list(None)]
    gone = missing(brought, Path(settings.STATIC_ROOT) / "staticfiles.json")
    if not gone:
        return ""
    return f"{len(gone)} static files are not collected, {gone[0]} for one. {HINT}"
