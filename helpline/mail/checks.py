"""System checks of the post: a mailbox that is set up for nobody."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from helpline.mail.bridge import work
from helpline.programmes.models import Programme


def check_bridges(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """Every mailbox belongs to a programme of this house. Nothing is told before there is one."""
    if not databases or not work.bridges():
        return []
    if "programmes_programme" not in connections[databases[0]].introspection.table_names():
        return []
    known = set(Programme.objects.values_list("slug", flat=True))
    return [
        checks.Error(
            f"POST_IN sets a mailbox up for {slug}, and there is no such programme.",
            hint=f"Its letters would stay where they are. The programmes are: {', '.join(sorted(known))}.",
            id="mail.E001",
        )
        for slug in sorted(set(work.bridges()) - known)
        if known
    ]
