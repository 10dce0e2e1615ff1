"""How correspondences are erased at their term: the key first, then the row with everything that hangs on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from helpline.contacts.states import Outcome
from helpline.mail.actions.writing import erase
from helpline.mail.models import Correspondence
from helpline.terms import Eraser


def _due(now: datetime) -> int:
    return Correspondence.objects.filter(expires_at__lte=now).count()


def _erase(now: datetime, limit: int) -> int:
    """Oldest first, `limit` at most; each in its own transaction."""
    ids = (
        Correspondence.objects.filter(expires_at__lte=now).order_by("expires_at").values_list("pk", flat=True)
    )
    return sum(_erase_one(each, now) for each in list(ids[:limit]))


@transaction.atomic
def _erase_one(correspondence_id: UUID, now: datetime) -> int:
    found = (
        Correspondence.objects.select_for_update(of=("self",))
        .select_related("programme")
        .filter(pk=correspondence_id, expires_at__lte=now)
        .first()
    )
    if found is None:  # a letter came, or another run was faster
        return 0
    erase(found, unanswered=Outcome.NOBODY_ON_DUTY, now=now)
    return 1


ERASERS = [Eraser("correspondence", _due, _erase)]
