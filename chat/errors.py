"""What can go wrong in a chat, in the room's own words. Nothing here knows HTTP or sockets."""

from datetime import datetime


class ChatError(Exception):
    """The parent of everything this room refuses."""


class ConversationUnknown(ChatError):
    """There is no such conversation (any more)."""


class ConversationEnded(ChatError):
    """The conversation takes no more messages."""


class ClientIdReused(ChatError):
    """The same client id came with another body."""


class TooLong(ChatError):
    """The body is longer than a message may be."""


class TooFast(ChatError):
    """Somebody wants more in a moment than anybody needs. retry_ms: milliseconds until they may have it."""

    def __init__(self, wait: float) -> None:
        super().__init__("slow down")
        self.retry_ms = int(wait * 1000) + 1


class NotAllowed(ChatError):
    """This person may not do this, in this programme or with this conversation."""


class WrongState(ChatError):
    """The conversation or the transfer is not in a state in which this can happen."""


class DoorClosed(ChatError):
    """The visitor could not enter. The attempt is recorded with its outcome.

    reason: closed, last_entry_passed, nobody_on_duty, full or refused.
    next_opening: when the chat opens again, when that is known and matters.
    """

    def __init__(self, reason: str, next_opening: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_opening = next_opening


class OfferOpen(ChatError):
    """The conversation is being offered already: one offer at a time."""


class VisitorNotAsked(ChatError):
    """Another programme is another helpline: the visitor is asked before the conversation is offered there."""


class UnknownCode(ChatError):
    """An answer that is not one of the codes offered."""


class SurveyDone(ChatError):
    """The two questions are answered once."""


class CodeUnknown(ChatError):
    """No conversation opens with this return code: never made, past its term, deleted, or refused for now.

    One error for all of them, so that an answer never tells whether a conversation existed.
    """


class TooManyTries(ChatError):
    """More return codes are being tried than people could type. Counted for everybody together: nobody is stored."""
