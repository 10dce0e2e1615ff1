"""Who may do what with referrals.

Reports to the hotline say nothing about a person: whoever refers may make and see them.
"""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import policies as cases
from helpline.cases.models import Case
from helpline.contacts.models import Contact
from helpline.referrals.models import Referral

MAKE = Permission.REFERRALS_MAKE
#: seeing what colleagues referred
LEAD = Permission.CASES_LEAD


def may_refer_contact(user: User, contact: Contact) -> bool:
    """Refer in a contact: whose contact it is, and whoever leads cases in its programme."""
    if contact.training:
        return False
    is_own = contact.counsellor_id == user.pk and user.can(MAKE, contact.programme_id)
    return is_own or user.can(LEAD, contact.programme_id)


def may_refer_case(user: User, case: Case) -> bool:
    """Refer in a case: whoever works on it and refers in its programme."""
    return cases.may_work(user, case) and user.can(MAKE, case.programme_id)


def may_see(user: User, referral: Referral) -> bool:
    """Read a referral with its note, and say what came of it: who made it, who owns its case, who leads cases."""
    if user.can(LEAD, referral.programme_id):
        return True
    if not user.can(MAKE, referral.programme_id):
        return False
    return referral.made_by_id == user.pk or (
        referral.case is not None and cases.is_owner(user, referral.case)
    )
