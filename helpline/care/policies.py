"""Who may do what with a risk record. When it may be done is the affair of the states and the rules."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.care.models import RiskRecord
from helpline.cases import policies as cases
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme

#: what everybody may who answers people: write down that somebody may be at risk
WRITE = Permission.CASES_WORK
#: being consulted, seeing every record of a programme
LEAD = Permission.RISK_LEAD


def may_lead(user: User, programme: Programme | int) -> bool:
    """Be consulted about somebody in this programme."""
    return user.can(LEAD, programme)


def may_open_for_contact(user: User, contact: Contact) -> bool:
    """Make a record of a contact: whose contact it is, and whoever leads in its programme."""
    if contact.training:
        return False
    is_own = contact.counsellor_id == user.pk and user.can(WRITE, contact.programme_id)
    return is_own or user.can(LEAD, contact.programme_id)


def may_open_for_case(user: User, case: Case) -> bool:
    """Make a record of a case: whoever works on it, and whoever leads in its programme."""
    return cases.may_work(user, case) or user.can(LEAD, case.programme_id)


def may_write(user: User, record: RiskRecord) -> bool:
    """Read a record, add to it and decide: who wrote it, who owns its case, and who leads in its programme."""
    if user.can(LEAD, record.programme_id):
        return True
    if not user.can(WRITE, record.programme_id):
        return False
    return record.author_id == user.pk or (record.case is not None and cases.is_owner(user, record.case))


may_see = may_write


def may_be_consulted(user: User, record: RiskRecord) -> bool:
    """Advise about a record and sign for it: who leads in its programme and did not write it."""
    return record.author_id != user.pk and may_lead(user, record.programme_id)
