"""What is written down by this room."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from helpline.audit import actions as audit
from helpline.watch.models import Backup

#: how long it is remembered that a backup was made
REMEMBERED = timedelta(days=400)


class NotAMoment(ValueError):
    """A backup cannot have been made after now."""


@transaction.atomic
def backup_made(
    *, what: str, at: datetime | None = None, by: str = audit.SYSTEM, now: datetime | None = None
) -> Backup:
    """Write down that a backup was made at `at`, of "database" or "media". Raises NotAMoment, ValueError."""
    now = now or timezone.now()
    at = at or now
    if at > now:
        raise NotAMoment("a backup cannot have been made after now")
    made = Backup.objects.create(what=Backup.What(what).value, made_at=at)
    Backup.objects.filter(made_at__lt=now - REMEMBERED).delete()
    audit.record(by=by, action="backup.made", detail={"what": made.what}, now=now)
    return made
