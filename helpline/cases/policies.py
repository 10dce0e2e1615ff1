"""Who may do what with a case. When it may be done is the states' affair. docs/decisions/0125 says why it is so."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases.models import Case, Note


def may_see(user: User, case: Case) -> bool:
    """See that the case is there: alias, state, timeline, tasks. Every counsellor of the programme."""
    return may_work(user, case) or may_lead(user, case)


def may_work(user: User, case: Case) -> bool:
    """Add to the case: link a contact, write a note, set a task, refer; and take it over."""
    return user.can(Permission.CASES_WORK, case.programme_id)


def may_lead(user: User, case: Case) -> bool:
    """Shred the case before its term, take a note away, and do what the owner does."""
    return user.can(Permission.CASES_LEAD, case.programme_id)


def is_owner(user: User, case: Case) -> bool:
    """Whether the case is this person's, who still works in its programme."""
    return case.owner_id == user.pk and may_work(user, case)


def may_manage(user: User, case: Case) -> bool:
    """Move it, rename it, make codes, keep it longer, hand it over: its owner, and who leads cases."""
    return is_owner(user, case) or may_lead(user, case)


def may_read_notes(user: User, case: Case) -> bool:
    """Read what was written: its owner, and who leads cases. Whoever needs to read more takes the case over."""
    return may_manage(user, case)


def may_read_note(user: User, note: Note) -> bool:
    """Read one note: also who wrote it."""
    wrote_it = note.by_id == user.pk and may_work(user, note.case)
    return wrote_it or may_read_notes(user, note.case)
