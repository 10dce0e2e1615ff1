"""Where a referral or a report belongs: the contact or the case in the page's address, when this person may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from helpline.accounts.access import user_of
from helpline.cases import queries as cases
from helpline.cases.models import Case
from helpline.contacts import queries as contacts
from helpline.contacts.models import Contact
from helpline.programmes.models import Programme
from helpline.referrals import policies


@dataclass(frozen=True, slots=True)
class Place:
    """A contact, a case, or a contact with its case. query: how an address names it again; back: its own page."""

    programme: Programme
    contact: Contact | None = None
    case: Case | None = None

    @property
    def query(self) -> str:
        """What to put behind an address so that it is about the same contact or case."""
        if self.contact is not None:
            return urlencode({"contact": str(self.contact.pk)})
        return urlencode({"case": str(self.case.pk)}) if self.case is not None else ""

    @property
    def key(self) -> str:
        """The same, as drafts name it."""
        of = self.contact or self.case
        return str(of.pk) if of is not None else ""

    @property
    def back(self) -> str:
        """The page of the contact or the case."""
        name, of = (
            ("cases:show", self.case) if self.contact is None else ("contacts:registration", self.contact)
        )
        try:
            return reverse(name, args=[of.pk]) if of is not None else ""
        except NoReverseMatch:
            return ""


Thing = TypeVar("Thing")


def _found(text: str | None, find: Callable[[UUID], Thing | None]) -> Thing | None:
    try:
        return find(UUID(text or ""))
    except ValueError:
        return None


def case_of(contact: Contact) -> Case | None:
    """The case that a contact belongs to, when both are of one programme: its referrals go with it."""
    found = cases.case_of(contact)
    return found if found is not None and found.programme_id == contact.programme_id else None


def place_of(request: HttpRequest) -> Place | None:
    """The place in the address; None when it names none that this person may refer in."""
    user = user_of(request)
    contact = _found(request.GET.get("contact"), contacts.find)
    if contact is not None and policies.may_refer_contact(user, contact):
        return Place(contact.programme, contact, case_of(contact))
    case = _found(request.GET.get("case"), cases.find)
    if case is not None and policies.may_refer_case(user, case):
        return Place(case.programme, None, case)
    return None
