"""Who may. When something may happen stands in `states.py` and the actions."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.mail.models import Correspondence
from helpline.mail.states import Side, State
from helpline.programmes.models import Programme

ANSWER, LEAD = Permission.POST_ANSWER, Permission.POST_LEAD


def may_answer(user: User, programme: Programme | int) -> bool:
    """Whether this person answers letters of this programme."""
    return user.is_active and user.can(ANSWER, programme)


def may_lead(user: User, programme: Programme | int) -> bool:
    """Whether this person looks after the post of this programme."""
    return user.is_active and user.can(LEAD, programme)


def is_owner(user: User, correspondence: Correspondence) -> bool:
    """Whether this person answers it, and still answers letters there."""
    return correspondence.owner_id == user.pk and may_answer(user, correspondence.programme_id)


def is_proposed(correspondence: Correspondence) -> bool:
    """Whether an answer waits for a colleague's eyes."""
    return correspondence.letters.filter(side=Side.PROPOSAL).exists()


def may_read(user: User, correspondence: Correspondence) -> bool:
    """Read the letters: its owner, who may take it, a colleague who is asked to look, and who leads the post."""
    if is_owner(user, correspondence) or may_lead(user, correspondence.programme_id):
        return True
    if not may_answer(user, correspondence.programme_id):
        return False
    return correspondence.state == State.WAITING or is_proposed(correspondence)


def may_take(user: User, correspondence: Correspondence) -> bool:
    """Take what waits; who leads the post also takes over from a colleague."""
    if correspondence.owner_id == user.pk and correspondence.state == State.TAKEN:
        return False
    if correspondence.state == State.WAITING:
        return may_answer(user, correspondence.programme_id)
    return may_lead(user, correspondence.programme_id) and may_answer(user, correspondence.programme_id)


def may_hand_over(user: User, correspondence: Correspondence) -> bool:
    """Give it to a colleague, or back: its owner and who leads the post."""
    return is_owner(user, correspondence) or may_lead(user, correspondence.programme_id)


def may_approve(user: User, correspondence: Correspondence) -> bool:
    """Look at a proposal: any colleague who answers letters there, and not the one who wrote it."""
    return may_answer(user, correspondence.programme_id) and correspondence.owner_id != user.pk


def may_note(user: User, correspondence: Correspondence) -> bool:
    """Write a note beside it: whoever may read it and answers or leads there."""
    return may_read(user, correspondence)
