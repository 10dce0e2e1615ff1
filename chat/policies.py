"""Who may. When something may happen stands in `states.py`."""

from chat.errors import NotAllowed
from chat.models import Conversation, Transfer
from chat.states import TransferState
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.programmes.models import Programme


def may_answer(user: User, programme: Programme) -> bool:
    """Whether this person answers chats in this programme."""
    return user.is_active and user.can(Permission.CHAT_ANSWER, programme)


def may_lead(user: User, programme: Programme) -> bool:
    """Whether this person leads the shift of this programme."""
    return user.is_active and user.can(Permission.CHAT_LEAD, programme)


def may_read(user: User, conversation: Conversation) -> bool:
    """Whether this person may read this conversation: its counsellor, a shift lead, or who is offered it."""
    if is_counsellor(user, conversation) or may_lead(user, conversation.programme):
        return True
    offers = Transfer.objects.filter(conversation=conversation, state=TransferState.OFFERED)
    return any(is_offered(user, offer) for offer in offers.select_related("to_programme"))


def may_know(user: User, conversation: Conversation) -> bool:
    """Whether this person may know that the conversation is there: who works in its programme, and who may read it."""
    programme = conversation.programme
    return may_answer(user, programme) or may_lead(user, programme) or may_read(user, conversation)


def may_know_of_offer(user: User, transfer: Transfer) -> bool:
    """Whether this person may know that a transfer is there: who made it, who is offered it, who knows the chat."""
    return (
        transfer.from_user_id == user.pk
        or is_offered(user, transfer)
        or may_know(user, transfer.conversation)
    )


def may_write(user: User, conversation: Conversation) -> bool:
    """Whether this person may speak to the visitor: only the one counsellor of the conversation."""
    return is_counsellor(user, conversation)


def may_whisper(user: User, conversation: Conversation) -> bool:
    """Whether this person may write on the staff's own line: the counsellor and the shift lead."""
    return is_counsellor(user, conversation) or may_lead(user, conversation.programme)


def is_counsellor(user: User, conversation: Conversation) -> bool:
    """Whether this is the counsellor of the conversation, who still answers chats there."""
    return conversation.counsellor_id == user.pk and may_answer(user, conversation.programme)


def is_offered(user: User, transfer: Transfer) -> bool:
    """Whether a transfer is offered to this person: by name, or to everybody of a programme they answer for."""
    if transfer.from_user_id == user.pk:
        return False
    named = transfer.to_user_id is None or transfer.to_user_id == user.pk
    return named and may_answer(user, transfer.to_programme)


def check(allowed: bool) -> None:
    """Raise NotAllowed unless allowed."""
    if not allowed:
        raise NotAllowed
