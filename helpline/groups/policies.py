"""Who may do what with a group: whoever runs groups in its programme. When it may be done is the states' affair."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases.models import Case
from helpline.cases.policies import may_work
from helpline.contacts.models import Contact
from helpline.contacts.policies import may_register
from helpline.groups.models import Group

RUN = Permission.GROUPS_RUN


def may_run(user: User, group: Group) -> bool:
    """See a group with its aliases, and change it."""
    return user.can(RUN, group.programme_id)


def may_note_for_contact(user: User, contact: Contact) -> bool:
    """Note that the person of a contact would like to join a group."""
    return not contact.training and may_register(user, contact) and user.can(RUN, contact.programme_id)


def may_note_for_case(user: User, case: Case) -> bool:
    """The same from a case; and link a participant to it."""
    return may_work(user, case) and user.can(RUN, case.programme_id)
