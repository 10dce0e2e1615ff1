"""Who has a place at the desk."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission


def belongs_here(user: User) -> bool:
    """Whether this person answers chats or leads a shift in any programme."""
    return user.can(Permission.CHAT_ANSWER) or user.can(Permission.CHAT_LEAD)
