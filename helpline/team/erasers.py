"""How the talk of a day and the notes to the shift lead end."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from helpline.team.models import Debrief, TalkDay
from helpline.terms import Eraser
from helpline.vault.actions import shred


def _days(now: datetime) -> QuerySet[TalkDay]:
    return TalkDay.objects.filter(expires_at__lte=now)


def _notes(now: datetime) -> QuerySet[Debrief]:
    return Debrief.objects.filter(expires_at__lte=now)


def _erase(due: QuerySet[Any], limit: int) -> int:
    """Delete what is due, each with its key, in a transaction of its own."""
    erased = 0
    for key in list(due.order_by("expires_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            row = due.select_for_update().filter(pk=key).first()
            if row is None:
                continue
            if row.data_key_id is not None:
                shred(row.data_key_id)
            row.delete()
            erased += 1
    return erased


ERASERS: list[Eraser] = [
    Eraser("team_talk", lambda now: _days(now).count(), lambda now, limit: _erase(_days(now), limit)),
    Eraser("debrief", lambda now: _notes(now).count(), lambda now, limit: _erase(_notes(now), limit)),
]
