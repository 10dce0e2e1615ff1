"""Who may do what with a contact. When it may be done is the states' affair."""

from helpline.accounts.models import User
from helpline.contacts.models import Contact

REGISTER = "contact.register"
CORRECT = "contact.correct"


def may_register(user: User, contact: Contact) -> bool:
    """Fill in and finish the registration: whose contact it is, and whoever may correct in that programme."""
    is_own = contact.counsellor_id == user.pk
    return (is_own and user.can(REGISTER, contact.programme_id)) or user.can(CORRECT, contact.programme_id)


def may_correct(user: User, contact: Contact) -> bool:
    """Correct a registered contact: the same people."""
    return may_register(user, contact)


def may_take(user: User, contact: Contact) -> bool:
    """Take over a registration that a colleague did not finish."""
    return contact.counsellor_id != user.pk and user.can(CORRECT, contact.programme_id)
