"""How contacts end at their term: with them ends the only link to a fact."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from figures import counters
from helpline.contacts.models import Contact
from helpline.contacts.states import WRITABLE
from helpline.terms import Eraser


def _due(now: datetime) -> QuerySet[Contact]:
    return Contact.objects.filter(expires_at__lte=now)


def _count(now: datetime) -> int:
    return _due(now).count()


def _erase(now: datetime, limit: int) -> int:
    """Delete contacts past their term with their answers, changes and pointer. The facts stay."""
    erased = 0
    for contact_id in list(_due(now).order_by("expires_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            contact = (
                Contact.objects.select_for_update(of=("self",))
                .select_related("programme")
                .filter(pk=contact_id, expires_at__lte=now)
                .first()
            )
            if contact is None:
                continue
            if contact.state in WRITABLE and not contact.training:
                # It was answered and counted at the door, and never became a fact: say why the sums differ.
                counters.count_month(
                    programme=contact.programme.slug,
                    name="never_registered",
                    month=timezone.localdate(contact.arrived_at),
                    code=contact.channel,
                )
            contact.delete()
            erased += 1
    return erased


ERASERS: list[Eraser] = [Eraser("contacts", _count, _erase)]
