"""Reading drafts: one's own, and that a colleague writes at the same thing."""

import re
from datetime import datetime, timedelta

from django.utils import timezone

from helpline.accounts.models import User
from helpline.drafts.actions import check_key
from helpline.drafts.models import Draft

#: the key of a form about something: it ends in a random id
_ABOUT = re.compile(r".*:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: how long somebody who typed last is taken to be writing still
WRITING = timedelta(minutes=2)


def find(user: User, key: str) -> Draft | None:
    """A person's own draft of one form. Raises BadDraft for what is no key."""
    check_key(key)
    return Draft.objects.filter(user=user, key=key, expires_at__gt=timezone.now()).first()


def writing_too(user: User, key: str, *, now: datetime | None = None) -> list[str]:
    """The names of colleagues who are writing in the same form at this moment; of none who writes in one of their own.

    A form about something is shared by who may open it: its key holds an id that nobody else can know. A key that
    names a programme ("team.note:helpwanted") is of a form that everybody has for themselves, and anybody could ask.
    """
    if not _ABOUT.fullmatch(key):
        return []
    since = (now or timezone.now()) - WRITING
    return list(
        Draft.objects.filter(key=key, saved_at__gt=since, data_key__isnull=False)
        .exclude(user=user)
        .order_by("user__name")
        .values_list("user__name", flat=True)
    )
