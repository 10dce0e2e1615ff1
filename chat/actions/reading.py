"""Receipts of a visitor without scripts: a page that was fetched shows everything up to its last entry."""

from django.db import transaction

from chat import wakes
from chat.models import Conversation


@transaction.atomic
def read_by_visitor(*, conversation: Conversation, seq: int) -> None:
    """The visitor has the entries up to `seq` on the screen. Only ever grows."""
    grown = Conversation.objects.filter(pk=conversation.pk, visitor_read__lt=seq, head__gte=seq).update(
        visitor_delivered=seq, visitor_read=seq
    )
    if grown:
        wakes.wake(conversation.pk)
