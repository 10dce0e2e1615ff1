"""Within reach again: somebody who waits gives a sign of life after a silence, and has the original place back."""

import json
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from chat import log
from chat.actions import queue
from chat.actions.deeds import Deed, deed
from chat.actions.locks import change, lock_conversation
from chat.models import Conversation, EventKind
from chat.states import State
from chat.waiting import is_reachable


def sign_of_life(*, conversation_id: UUID, now: datetime | None = None) -> bool:
    """Write down that the visitor of a conversation gave a sign of life after what may have been a long silence.

    Returns whether it brought somebody who waits back within reach: then the visitor is told so, stands at the
    original place again, and is given to a counsellor who has room. However many requests and processes notice it,
    it happens once. Raises ConversationUnknown.
    """
    with deed(now or timezone.now()) as done:
        return back(lock_conversation(conversation_id), done)


def back(conversation: Conversation, done: Deed) -> bool:
    """What `sign_of_life` does, for a locked conversation in a deed."""
    was_away = not is_reachable(conversation.visitor_seen_at, done.now)
    change(conversation, visitor_seen_at=max(conversation.visitor_seen_at, done.now))
    if not was_away or conversation.state != State.WAITING or conversation.training:
        return False
    if not _was_told(conversation):
        log.notice(conversation.pk, "within_reach", now=done.now)
    queue.fill(conversation.programme, done)
    done.tell(conversation)
    return True


def _was_told(conversation: Conversation) -> bool:
    """Whether it is the last thing that was said: a phone that goes in and out of a pocket is told once."""
    return any(
        entry.kind == EventKind.NOTICE and json.loads(entry.body)["code"] == "within_reach"
        for entry in log.read(conversation.pk, after=conversation.head - 1)
    )
