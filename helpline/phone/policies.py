"""Who may."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.phone.errors import NotAllowed
from helpline.phone.models import Call, Handover, OfferState
from helpline.programmes.models import Programme


def may_answer(user: User, programme: Programme) -> bool:
    """Whether this person answers calls of this programme."""
    return user.is_active and user.can(Permission.PHONE_ANSWER, programme)


def may_lead(user: User, programme: Programme) -> bool:
    """Whether this person leads the shift of this programme."""
    return user.is_active and user.can(Permission.CHAT_LEAD, programme)


def is_counsellor(user: User, call: Call) -> bool:
    """Whether this person has the call, and still answers calls there."""
    return call.counsellor_id == user.pk and may_answer(user, call.programme)


def may_know(user: User, call: Call) -> bool:
    """Whether this person may know that the call is there: who answers calls or leads in its programme."""
    return may_answer(user, call.programme) or may_lead(user, call.programme)


def is_offered(user: User, handover: Handover) -> bool:
    """Whether a call is offered to this person: by name, or to everybody who answers calls of its programme."""
    if handover.from_user_id == user.pk or handover.state != OfferState.OFFERED:
        return False
    named = handover.to_user_id is None or handover.to_user_id == user.pk
    return named and may_answer(user, handover.call.programme)


def check(allowed: bool) -> None:
    """Raise NotAllowed unless allowed."""
    if not allowed:
        raise NotAllowed
