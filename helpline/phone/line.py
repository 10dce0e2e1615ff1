"""Who waits in a line, and where."""

from datetime import datetime

from django.db.models import QuerySet

from helpline.phone.models import Call
from helpline.phone.outcome import Stage
from helpline.phone.rules import WAITING_HEARD
from helpline.programmes.models import Programme


def name_of(programme: Programme) -> str:
    """The line of a programme at the provider."""
    return f"helpline-{programme.slug}"


def waiting(programme: Programme, now: datetime) -> QuerySet[Call]:
    """Who waits and was heard of lately, the longest waiting first: the order of the provider's own line."""
    return Call.objects.filter(
        programme=programme, stage=Stage.WAITING, heard_at__gt=now - WAITING_HEARD
    ).order_by("queued_at", "pk")


def coming(programme: Programme, now: datetime) -> int:
    """How many wait, or are being greeted and will."""
    return Call.objects.filter(
        programme=programme, stage__in=[Stage.ARRIVING, Stage.WAITING], heard_at__gt=now - WAITING_HEARD
    ).count()


def place(call: Call, now: datetime) -> int:
    """The place of a waiting call, 1 for the next; 0 for one that does not wait."""
    if call.stage != Stage.WAITING or call.queued_at is None:
        return 0
    before = waiting(call.programme, now).filter(queued_at__lt=call.queued_at).exclude(pk=call.pk)
    return before.count() + 1
