"""The links beside a contact and a case: refer, and pass addresses on to the hotline."""

from django.utils.translation import gettext_lazy as _

from helpline.accounts.models import User
from helpline.cases import offers as cases
from helpline.cases.models import Case
from helpline.contacts import offers as contacts
from helpline.contacts.models import Contact
from helpline.referrals import delivery, policies

_REFER, _HOTLINE = 20, 60


def _may_report_contact(user: User, contact: Contact) -> bool:
    return delivery.is_on() and policies.may_refer_contact(user, contact)


def _may_report_case(user: User, case: Case) -> bool:
    return delivery.is_on() and policies.may_refer_case(user, case)


def register() -> None:
    """Put the links there. Called once, when the apps are ready."""
    for order, label, name, may_contact, may_case in (
        (_REFER, _("Refer"), "referrals:pick", policies.may_refer_contact, policies.may_refer_case),
        (_HOTLINE, _("Report to the hotline"), "referrals:hotline", _may_report_contact, _may_report_case),
    ):
        contacts.register(contacts.Offer(order, label, contacts.at(name), may_contact))
        cases.register(cases.Offer(order, label, cases.at(name), may_case))
