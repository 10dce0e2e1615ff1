"""What rooms above offer beside a contact: make a risk record, refer, make an appointment, open a case.

A room registers its offers from its AppConfig.ready. They stand on the registration page, in the part beside a
conversation and in every row of the list: so `allowed` looks at the user and the contact it is given and asks the
database nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise

from helpline.accounts.models import User
from helpline.contacts.models import Contact


@dataclass(frozen=True, slots=True)
class Offer:
    """A link beside a contact. order: low numbers first. url: the address, of the contact it stands beside."""

    order: int
    label: str | Promise
    url: Callable[[Contact], str]
    allowed: Callable[[User, Contact], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """An offer for one contact, ready for a page."""

    label: str | Promise
    url: str


_offers: list[Offer] = []


@cache  # the same page is the same address: an offer that is registered twice stands once
def at(name: str) -> Callable[[Contact], str]:
    """The `url` of an offer whose page, of this name, is told the contact."""
    return lambda contact: f"{_page(name)}?contact={contact.pk}"


@cache  # a page of the list asks for it two hundred times, and the staff's addresses are the same in every language
def _page(name: str) -> str:
    return reverse(name)


def register(offer: Offer) -> None:
    """Show this offer beside contacts. Registering the same one again changes nothing."""
    if offer not in _offers:
        _offers.append(offer)
        _offers.sort(key=lambda one: one.order)


def for_contact(user: User, contact: Contact) -> list[Link]:
    """What this person may do beside this contact, in order."""
    return [Link(offer.label, offer.url(contact)) for offer in _offers if offer.allowed(user, contact)]
