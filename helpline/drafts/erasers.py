"""How drafts end at their term: the key first, then the row."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from helpline.drafts.models import Draft
from helpline.terms import Eraser
from helpline.vault.actions import shred


def _due(now: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(expires_at__lte=now)


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Shred and delete drafts past their term, the oldest first; each in its own transaction."""
    erased = 0
    for draft_id in list(_due(now).order_by("expires_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            draft = _due(now).select_for_update(of=("self",)).filter(pk=draft_id).first()
            if draft is None:
                continue
            if draft.data_key_id is not None:
                shred(draft.data_key_id)
            draft.delete()
            erased += 1
    return erased


ERASERS: list[Eraser] = [Eraser("draft", _count, _erase)]
