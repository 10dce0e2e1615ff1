"""The offers of a conversation to a colleague: finding and settling them. Their conversation must be locked."""

from datetime import datetime

from chat.models import Conversation, Transfer
from chat.states import TRANSFER_MOVES, TransferState, check_move


def open_offer(conversation: Conversation) -> Transfer | None:
    """The one offer of this conversation that stands."""
    return (
        Transfer.objects.filter(conversation=conversation, state=TransferState.OFFERED)
        .select_related("from_user", "from_programme", "to_user", "to_programme")
        .first()
    )


def settle(transfer: Transfer, state: TransferState, now: datetime) -> None:
    """Say what became of an offer."""
    check_move(TRANSFER_MOVES, transfer.state, state)
    transfer.state, transfer.settled_at = state, now
    transfer.save(update_fields=["state", "settled_at"])


def expire_offers(conversation: Conversation, now: datetime) -> None:
    """The conversation moved on: what was offered of it is not there to be accepted any more."""
    transfer = open_offer(conversation)
    if transfer is not None:
        settle(transfer, TransferState.EXPIRED, now)
