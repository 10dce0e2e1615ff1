"""The links beside a contact and a case that lead to a risk record."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from helpline.care import policies
from helpline.cases import offers as cases
from helpline.cases.models import Case
from helpline.contacts import offers as contacts
from helpline.contacts.models import Contact

#: first among the links: it is the one that may have to be found in a hurry
_ORDER = 10
LABEL = _("Risk record")


def _of_contact(contact: Contact) -> str:
    return f"{reverse('care:new')}?contact={contact.pk}"


def _of_case(case: Case) -> str:
    return f"{reverse('care:new')}?case={case.pk}"


def register() -> None:
    """Put the links there. Called once, when the apps are ready."""
    contacts.register(contacts.Offer(_ORDER, LABEL, _of_contact, policies.may_open_for_contact))
    cases.register(cases.Offer(_ORDER, LABEL, _of_case, policies.may_open_for_case))
