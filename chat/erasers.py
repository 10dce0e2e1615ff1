"""How chats are erased at their term: the key first, then the row with everything that hangs on it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from chat import tickets, wakes
from chat.models import Conversation, UsedTicket
from helpline.terms import Eraser
from helpline.vault.actions import shred


def due_conversations(now: datetime) -> int:
    """Conversations past their term."""
    return Conversation.objects.filter(expires_at__lte=now).count()


def erase_conversations(now: datetime, limit: int) -> int:
    """Shred and delete conversations past their term, oldest first, `limit` at most; each in its own transaction."""
    ids = Conversation.objects.filter(expires_at__lte=now).order_by("expires_at").values_list("pk", flat=True)
    return sum(_erase(conversation_id, now) for conversation_id in list(ids[:limit]))


@transaction.atomic
def _erase(conversation_id: UUID, now: datetime) -> int:
    conversation = (
        Conversation.objects.select_for_update().filter(pk=conversation_id, expires_at__lte=now).first()
    )
    if conversation is None:  # a return code was used, or another run was faster
        return 0
    if conversation.data_key_id is not None:
        shred(conversation.data_key_id)
    wakes.wake(conversation.pk)
    conversation.delete()
    return 1


def _due_tickets(now: datetime) -> int:
    return UsedTicket.objects.filter(expires_at__lt=now).count()


def _erase_tickets(now: datetime, limit: int) -> int:
    return tickets.forget_expired(now, limit)


ERASERS = [
    Eraser("conversation", due_conversations, erase_conversations),
    Eraser("used_ticket", _due_tickets, _erase_tickets),
]
