"""What the vault erases: data keys whose day key is destroyed. They open nothing any more."""

from datetime import UTC, datetime

from django.db import transaction

from helpline.terms import Eraser
from helpline.vault.models import DataKey


def _due(now: datetime) -> int:
    return DataKey.objects.filter(expires_on_date__lt=now.astimezone(UTC).date()).count()


@transaction.atomic
def _erase(now: datetime, limit: int) -> int:
    day = now.astimezone(UTC).date()
    ids = list(
        DataKey.objects.filter(expires_on_date__lt=day).order_by("expires_on_date").values_list("id")[:limit]
    )
    DataKey.objects.filter(id__in=[key for (key,) in ids]).delete()
    return len(ids)


ERASERS = [Eraser("data_key", _due, _erase)]
