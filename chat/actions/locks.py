"""Locks, always taken in one order: queues by number, then presences by number, then the conversation.

The queue of a programme is one row. Whoever moves a conversation holds it, so that two processes never give the same
visitor to two counsellors, and the longest waiting goes first even while a message is being written into that
conversation (see docs/decisions/0040). Messages themselves never take it.
"""

from uuid import UUID

from chat.errors import ConversationUnknown
from chat.models import Conversation, OverloadSwitch


def lock_queue(*programme_ids: int) -> list[OverloadSwitch]:
    """Hold the queues of these programmes until the transaction ends."""
    switches = []
    for programme_id in sorted(set(programme_ids)):
        OverloadSwitch.objects.get_or_create(programme_id=programme_id)
        switches.append(OverloadSwitch.objects.select_for_update().get(programme_id=programme_id))
    return switches


def lock_conversation(conversation_id: UUID, *other_programme_ids: int) -> Conversation:
    """Hold a conversation, and before it the queue of its programme and of any others, until the transaction ends."""
    while True:
        programme_id = (
            Conversation.objects.filter(pk=conversation_id).values_list("programme_id", flat=True).first()
        )
        if programme_id is None:
            raise ConversationUnknown
        lock_queue(programme_id, *other_programme_ids)
        conversation = (
            Conversation.objects.select_for_update(of=("self",), no_key=True)
            .select_related("programme", "contact", "counsellor")
            .filter(pk=conversation_id)
            .first()
        )
        if conversation is None:
            raise ConversationUnknown
        if conversation.programme_id in {programme_id, *other_programme_ids}:
            return conversation


def change(conversation: Conversation, **fields: object) -> None:
    """Write these fields and no others: the log counts in the same row."""
    for name, value in fields.items():
        setattr(conversation, name, value)
    conversation.save(update_fields=list(fields))
