"""Where a conversation stands, as its people are told: state, place in the queue, honest wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chat.actions import queue
from chat.models import Conversation


@dataclass(frozen=True, slots=True)
class Standing:
    """place: 1 for the next, None when not waiting. wait: whole minutes, None when it cannot be told honestly."""

    state: str
    place: int | None
    wait: int | None
    counsellor: bool

    def frame(self) -> dict[str, object]:
        """The `state` frame of the wire."""
        return {
            "t": "state",
            "state": self.state,
            "place": self.place,
            "wait": self.wait,
            "counsellor": self.counsellor,
        }


def standings(ids: Sequence[UUID], now: datetime) -> dict[UUID, Standing]:
    """The standing of each of these conversations, as far as they exist."""
    conversations = Conversation.objects.filter(pk__in=ids).select_related("programme")
    return {conversation.pk: _standing(conversation, now) for conversation in conversations}


def _standing(conversation: Conversation, now: datetime) -> Standing:
    place = queue.place(conversation, now) or None
    wait = queue.expected_wait(conversation.programme, place, now) if place else None
    return Standing(
        state=conversation.state,
        place=place,
        wait=None if wait is None else max(1, round(wait.total_seconds() / 60)),
        counsellor=conversation.state in queue.BUSY and conversation.counsellor_id is not None,
    )
