"""A conversation with an empty log, for tests."""

from datetime import timedelta
from uuid import uuid4

from chat import log
from chat.log import Appended
from chat.models import Conversation, Sender
from chat.states import State
from helpline.vault.actions import new_data_key
from tests.factories.chat import EVENING, make_open_programme


def make_conversation(*, state: str = State.TALKING) -> Conversation:
    """A conversation with a key and an empty log."""
    key, _ = new_data_key(term_class="chat", expires_at=EVENING + timedelta(days=7), now=EVENING)
    return Conversation.objects.create(
        programme=make_open_programme(slug=f"p{uuid4().hex[:12]}"),
        data_key=key,
        state=state,
        queued_at=EVENING,
        visitor_seen_at=EVENING,
        expires_at=EVENING + timedelta(days=7),
    )


def say(conversation: Conversation, body: str, client_id: str, **others: object) -> Appended:
    """A visitor's message."""
    given = {"sender": Sender.VISITOR, "now": EVENING, **others}
    return log.append(conversation_id=conversation.pk, body=body, client_id=client_id, **given)  # type: ignore[arg-type]
