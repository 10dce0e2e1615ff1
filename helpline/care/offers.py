"""The links beside a contact and a case that lead to a risk record."""

from django.utils.translation import gettext_lazy as _

from helpline.care import policies
from helpline.cases import offers as cases
from helpline.contacts import offers as contacts

#: first among the links: it is the one that may have to be found in a hurry
_ORDER = 10
LABEL = _("Risk record")


def register() -> None:
    """Put the links there. Called once, when the apps are ready."""
    contacts.register(contacts.Offer(_ORDER, LABEL, contacts.at("care:new"), policies.may_open_for_contact))
    cases.register(cases.Offer(_ORDER, LABEL, cases.at("care:new"), policies.may_open_for_case))
